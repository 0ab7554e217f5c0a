#include <loyal/client/client.hpp>

namespace loyal::client {
namespace {

class Category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "loyal.client"; }

    std::string message(int code) const override
    {
        switch (static_cast<Errc>(code)) {
            case Errc::unreachable: return "the daemon is not running or may not be reached";
            case Errc::timed_out: return "the daemon did not answer in time";
            case Errc::broken: return "the daemon's answer broke off";
            case Errc::refused: return "the daemon refuses the event stream";
        }
        return "unknown error";
    }
};

}  // namespace

boost::system::error_code make_error_code(Errc code)
{
    static const Category category;
    return {static_cast<int>(code), category};
}

}  // namespace loyal::client
