#pragma once

#include <string>

namespace loyal::link {

// What enrolment leaves in the terminal's folder, each readable by its owner only.
inline std::string key_path(const std::string& folder)
{
    return folder + "/terminal.key";
}
inline std::string certificate_path(const std::string& folder)
{
    return folder + "/terminal.pem";
}
inline std::string authority_path(const std::string& folder)
{
    return folder + "/authority.pem";
}

}  // namespace loyal::link
