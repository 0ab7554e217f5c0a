#pragma once

#include <loyal/format/seal.hpp>
#include <loyal/net/connection.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace loyal::head_office {

/// Head office's secrets, as they are in its state folder.
struct Secrets {
    std::string authority;  ///< PEM
    std::string authority_key;
    std::string server;  ///< certificate and authority, PEM
    std::string server_key;
    format::Key grant_seed{};
    format::Key lookup_key{};
    std::string api_token;
};

/// @throws std::runtime_error: "… is not a head office's folder; run: loyal-hq init"
Secrets load_secrets(const std::string& folder);

std::string database_path(const std::string& folder);

/// `count` random bytes, hexadecimal.
std::string random_hex(std::size_t count);

/// Holds the folder for one process. While it is held elsewhere, that process is the only writer.
class FolderLock {
public:
    explicit FolderLock(const std::string& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    bool is_held() const noexcept { return held_; }
    void require() const;  ///< @throws std::runtime_error where another process holds it

private:
    std::string folder_;
    int descriptor_ = -1;
    bool held_ = false;
};

}  // namespace loyal::head_office
