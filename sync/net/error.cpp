#include <loyal/net/error.hpp>

#include <string>

namespace loyal::net {
namespace {

class Category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "loyal.net"; }

    std::string message(int code) const override
    {
        switch (static_cast<Errc>(code)) {
            case Errc::closed: return "the other side closed the connection";
            case Errc::cut_off: return "the connection was cut off";
            case Errc::timed_out: return "the other side did not answer in time";
            case Errc::unreachable: return "nobody answers at that address";
            case Errc::frame_too_long: return "the other side sent a frame over 1 MiB";
            case Errc::frame_too_short: return "the other side sent a frame without its header";
            case Errc::untrusted_peer:
                return "the other side's certificate was not issued by our authority";
            case Errc::certificate_missing: return "a certificate is missing";
            case Errc::certificate_expired: return "the dates of the certificate do not fit";
            case Errc::wrong_name: return "the certificate belongs to someone else";
            case Errc::refused_by_peer: return "the other side refuses our certificate";
            case Errc::wrong_protocol: return "the other side does not speak loyal/1";
            case Errc::wrong_tls_version: return "the other side does not speak TLS 1.3";
            case Errc::not_tls: return "the other side does not speak TLS";
            case Errc::malformed_request: return "this is not a valid certificate request";
            case Errc::malformed_certificate: return "this is not a valid certificate";
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

}  // namespace loyal::net
