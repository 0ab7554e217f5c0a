#include <loyal/store/reserve.hpp>

#include <cstdio>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

namespace loyal::store {
namespace {

bool has_room(const std::string& path, std::int64_t bytes)
{
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) return false;
    return disk.f_bavail * disk.f_frsize >= static_cast<std::uint64_t>(bytes);
}

bool allocate(const std::string& path, std::int64_t bytes)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return false;
    const bool allocated = ::posix_fallocate(file, 0, bytes) == 0;
    ::close(file);
    if (!allocated) std::remove(path.c_str());
    return allocated;
}

}  // namespace

Reserve::Reserve(std::string path, std::int64_t bytes)
    : path_{std::move(path)},
      bytes_{bytes},
      held_{::access(path_.c_str(), F_OK) == 0 && allocate(path_, bytes_)}
{
    if (!held_) hold();
}

void Reserve::release()
{
    std::remove(path_.c_str());
    held_ = false;
}

bool Reserve::hold()
{
    if (!held_) held_ = has_room(path_, 2 * bytes_) && allocate(path_, bytes_);
    return held_;
}

}  // namespace loyal::store
