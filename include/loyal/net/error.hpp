#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <type_traits>

namespace loyal::net {

/// Why a connection could not be made, or ended. Each has one clear message.
enum class Errc {
    closed = 1,               ///< the other side closed the connection in good order
    cut_off = 2,              ///< the connection ended within a frame, or without a goodbye
    timed_out = 3,            ///< the deadline passed
    unreachable = 4,          ///< nobody answers at that address
    frame_too_long = 5,       ///< a frame above frame_size_max
    frame_too_short = 6,      ///< a frame without room for type and flags
    untrusted_peer = 7,       ///< the other side's certificate is not of our authority
    certificate_missing = 8,  ///< the other side shows no certificate, or misses ours
    certificate_expired = 9,  ///< it is of our authority, but its dates do not fit
    wrong_name = 10,          ///< a certificate of our authority, but of someone else
    refused_by_peer = 11,     ///< the other side refuses our certificate
    wrong_protocol = 12,      ///< the other side does not speak loyal/1
    wrong_tls_version = 13,   ///< the other side does not speak TLS 1.3
    not_tls = 14,             ///< what came is not TLS
    malformed_request = 15,   ///< a certificate request that does not parse or verify
    malformed_certificate = 16,
};

boost::system::error_code make_error_code(Errc code);

template <class T>
using Result = boost::system::result<T>;

}  // namespace loyal::net

template <>
struct boost::system::is_error_code_enum<loyal::net::Errc> : std::true_type {
};
