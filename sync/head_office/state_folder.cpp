// Files of the state folder:
//   authority.pem, authority.key   the chain's certificate authority
//   server.pem, server.key         what terminals see; renewed by `init`
//   grant.key, lookup.key          hexadecimal: seed of the signatures of rights, key of phones
//   api-token                      for HTTP
//   head-office.db                 everything else
//   address                        written by `serve`: its ports
//   lock                           held by the one process that writes

#include "state_folder.hpp"

#include "storage/sqlite_storage.hpp"

#include <loyal/head_office/server.hpp>
#include <loyal/net/certificate.hpp>

#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <sodium.h>
#include <stdexcept>
#include <sys/file.h>
#include <unistd.h>

namespace loyal::head_office {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::days authority_lifetime{7300};
constexpr std::chrono::days server_lifetime{825};

net::Validity valid_for(std::chrono::days lifetime)
{
    // A little back, so that a terminal whose clock is behind by minutes accepts it at once.
    const auto now =
        std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    return {now - std::chrono::hours{1}, lifetime};
}

void keep_if_new(const std::string& path, const std::string& content)
{
    if (!fs::exists(path)) net::save_private(path, content);
}

format::Key load_key(const std::string& path)
{
    const auto key = format::hash_from_hex(net::load_private(path));
    if (!key) throw std::runtime_error{path + ": must be 64 hexadecimal digits"};
    return *key;
}

}  // namespace

std::string database_path(const std::string& folder)
{
    return folder + "/head-office.db";
}

std::string random_hex(std::size_t count)
{
    std::vector<std::uint8_t> bytes(count);
    randombytes_buf(bytes.data(), bytes.size());
    return format::to_hex(bytes);
}

void make_state_folder(const std::string& folder, const std::vector<std::string>& names)
{
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    if (!fs::exists(folder + "/authority.pem")) {
        const auto authority =
            net::CertificateAuthority::create("loyal head office", valid_for(authority_lifetime));
        net::save_private(folder + "/authority.key", authority.key());
        net::save_private(folder + "/authority.pem", authority.certificate());
    }
    const net::CertificateAuthority authority{net::load_private(folder + "/authority.pem"),
                                              net::load_private(folder + "/authority.key")};
    const std::string key = net::make_key();
    const auto certificate = authority.issue(net::make_request(key, "loyal-hq"),
                                             {"loyal-hq", names}, valid_for(server_lifetime));
    if (!certificate) throw std::runtime_error{certificate.error().message()};
    net::save_private(folder + "/server.key", key);
    net::save_private(folder + "/server.pem", *certificate);
    keep_if_new(folder + "/grant.key", random_hex(32));
    keep_if_new(folder + "/lookup.key", random_hex(32));
    keep_if_new(folder + "/api-token", random_hex(24));
    auto database = open_head_office(database_path(folder));
    SqliteStorage storage{database};
    if (!storage.meta("generation")) storage.put_meta("generation", random_hex(8));
}

Secrets load_secrets(const std::string& folder)
{
    if (!fs::exists(folder + "/authority.pem"))
        throw std::runtime_error{folder + " is not a head office's folder; run: loyal-hq init"};
    Secrets secrets;
    secrets.authority = net::load_private(folder + "/authority.pem");
    secrets.authority_key = net::load_private(folder + "/authority.key");
    secrets.server = net::load_private(folder + "/server.pem");
    secrets.server_key = net::load_private(folder + "/server.key");
    secrets.grant_seed = load_key(folder + "/grant.key");
    secrets.lookup_key = load_key(folder + "/lookup.key");
    secrets.api_token = net::load_private(folder + "/api-token");
    return secrets;
}

FolderLock::FolderLock(const std::string& folder) : folder_{folder}
{
    const std::string path = folder + "/lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw std::runtime_error{path + ": cannot be opened"};
    held_ = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
}

void FolderLock::require() const
{
    if (!held_) throw std::runtime_error{"another loyal-hq serves " + folder_};
}

FolderLock::~FolderLock()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace loyal::head_office
