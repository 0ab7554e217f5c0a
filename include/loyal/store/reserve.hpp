#pragma once

#include <cstdint>
#include <string>

namespace loyal::store {

/// Room on the disk kept for the sale that is running when the disk fills up.
class Reserve {
public:
    static constexpr std::int64_t default_bytes = 4 << 20;

    Reserve(std::string path, std::int64_t bytes);

    bool is_held() const noexcept { return held_; }
    /// Gives the room back to the disk.
    void release();
    /// Takes the room again if the disk has it and as much again. @return is_held()
    bool hold();

private:
    std::string path_;
    std::int64_t bytes_;
    bool held_ = false;
};

}  // namespace loyal::store
