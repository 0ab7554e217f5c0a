#include <loyal/net/certificate.hpp>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace loyal::net {
namespace {

constexpr std::size_t private_file_size_max = std::size_t{64} * 1024;

[[noreturn]] void fail(const std::string& what, const std::string& path)
{
    throw std::system_error{errno, std::generic_category(), what + " " + path};
}

class File {
public:
    File(const std::string& path, int flags, mode_t mode = 0)
        : file_{::open(path.c_str(), flags | O_CLOEXEC, mode)}
    {
        if (file_ < 0) fail("cannot open", path);
    }
    ~File() { ::close(file_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int number() const noexcept { return file_; }

private:
    int file_;
};

std::string folder_of(const std::string& path)
{
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

void save_private(const std::string& path, std::string_view content)
{
    const std::string unfinished = path + ".unfinished";
    ::unlink(unfinished.c_str());
    {
        const File file{unfinished, O_WRONLY | O_CREAT | O_EXCL, 0600};
        for (std::string_view rest = content; !rest.empty();) {
            const auto written = ::write(file.number(), rest.data(), rest.size());
            if (written < 0) fail("cannot write", unfinished);
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
        if (::fsync(file.number()) != 0) fail("cannot sync", unfinished);
    }
    if (std::rename(unfinished.c_str(), path.c_str()) != 0) fail("cannot rename to", path);
    const File folder{folder_of(path), O_RDONLY | O_DIRECTORY};
    if (::fsync(folder.number()) != 0) fail("cannot sync", folder_of(path));
}

std::string load_private(const std::string& path)
{
    const File file{path, O_RDONLY};
    struct stat info {};
    if (::fstat(file.number(), &info) != 0) fail("cannot read", path);
    if ((info.st_mode & 077U) != 0)
        throw std::runtime_error{path + " may be read by others than its owner: chmod 600 it"};
    std::string content(private_file_size_max, '\0');
    std::size_t size = 0;
    for (;;) {
        const auto part = ::read(file.number(), content.data() + size, content.size() - size);
        if (part < 0) fail("cannot read", path);
        if (part == 0) break;
        size += static_cast<std::size_t>(part);
    }
    content.resize(size);
    return content;
}

}  // namespace loyal::net
