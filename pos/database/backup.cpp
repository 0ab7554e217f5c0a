#include <loyal/database/database.hpp>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace loyal::database {
namespace {

// VACUUM INTO does not sync what it wrote, nor does rename() sync the folder.
void sync_to_disk(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw std::system_error{errno, std::generic_category(), "cannot open " + path};
    const int failed = ::fsync(file);
    const int error = errno;
    ::close(file);
    if (failed != 0) throw std::system_error{error, std::generic_category(), "cannot sync " + path};
}

std::string folder_of(const std::string& path)
{
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

void Database::back_up(const std::string& path)
{
    const std::string unfinished = path + ".unfinished";
    std::remove(unfinished.c_str());
    {
        auto copy = prepare("VACUUM INTO ?1");
        copy.bind(1, unfinished).run();
    }
    sync_to_disk(unfinished);
    if (std::rename(unfinished.c_str(), path.c_str()) != 0)
        throw std::system_error{errno, std::generic_category(), "cannot rename to " + path};
    sync_to_disk(folder_of(path));
}

}  // namespace loyal::database
