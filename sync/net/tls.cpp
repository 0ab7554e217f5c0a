#include "tls.hpp"

#include "openssl.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <algorithm>
#include <array>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdexcept>

namespace loyal::net {
namespace {

constexpr int alert_base = SSL_AD_REASON_OFFSET;

// The ALPN wire form: each name behind its length.
std::string protocol_list()
{
    return static_cast<char>(protocol_name.size()) + std::string{protocol_name};
}

// NOLINTNEXTLINE(readability-function-size): the form is OpenSSL's
int select_protocol(SSL*,
                    const unsigned char** out,
                    unsigned char* out_size,
                    const unsigned char* offered,
                    unsigned offered_size,
                    void*)
{
    const std::string_view list{reinterpret_cast<const char*>(offered), offered_size};
    for (std::size_t i = 0; i < list.size();) {
        const auto size = static_cast<std::size_t>(offered[i]);
        if (list.substr(i + 1, size) == protocol_name) {
            *out = offered + i + 1;
            *out_size = offered[i];
            return SSL_TLSEXT_ERR_OK;
        }
        i += 1 + size;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::string fingerprint_of(const X509& certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    X509_digest(&certificate, EVP_sha256(), digest.data(), &size);
    return hexadecimal(digest.data(), size);
}

// Trusts the one certificate of the peer's own chain that has the pinned fingerprint.
int verify_by_fingerprint(X509_STORE_CTX* store, void* pinned)
{
    const auto& fingerprint = *static_cast<const std::string*>(pinned);
    STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(store);
    using Stack = std::unique_ptr<STACK_OF(X509),
                                  decltype([](STACK_OF(X509) * stack) { sk_X509_free(stack); })>;
    const Stack trusted{sk_X509_new_null()};
    for (int i = 0; i < sk_X509_num(sent); ++i) {
        X509* certificate = sk_X509_value(sent, i);
        if (fingerprint_of(*certificate) == fingerprint) sk_X509_push(trusted.get(), certificate);
    }
    X509_STORE_CTX_set0_trusted_stack(store, trusted.get());
    return X509_verify_cert(store);
}

// NOLINTNEXTLINE(readability-function-size): the form is OpenSSL's
void free_fingerprint(void*, void* pinned, CRYPTO_EX_DATA*, int, long, void*)
{
    delete static_cast<std::string*>(pinned);
}

void pin_fingerprint(SSL_CTX* context, const std::string& fingerprint)
{
    static const int slot =
        SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_fingerprint);
    auto pinned = std::make_unique<std::string>(fingerprint);
    SSL_CTX_set_cert_verify_callback(context, verify_by_fingerprint, pinned.get());
    SSL_CTX_set_ex_data(context, slot, pinned.release());
}

void use_identity(SSL_CTX* context, const Identity& identity)
{
    const CertificatePointer certificate = parse_certificate(identity.certificate);
    const KeyPointer key = parse_key(identity.key);
    if (!certificate || !key) throw std::runtime_error{"the certificate or its key does not parse"};
    if (SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
        fail_openssl("the certificate and the key do not belong together");
    }
}

void use_trust(SSL_CTX* context, Role role, const Trust& trust)
{
    if (!trust.authority.empty()) {
        const CertificatePointer authority = parse_certificate(trust.authority);
        if (!authority) throw std::runtime_error{"the authority's certificate does not parse"};
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
        if (role == Role::server && trust.certificate_optional &&
            SSL_CTX_add1_chain_cert(context, authority.get()) != 1) {
            fail_openssl("cannot send the authority's certificate");
        }
    } else if (!trust.authority_fingerprint.empty()) {
        pin_fingerprint(context, trust.authority_fingerprint);
    } else {
        throw std::runtime_error{"no authority to trust"};
    }
    if (!trust.check_dates)
        X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_NO_CHECK_TIME);
    const bool needs_certificate = role == Role::server && !trust.certificate_optional;
    SSL_CTX_set_verify(context,
                       SSL_VERIFY_PEER | (needs_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
                       nullptr);
}

Errc failed_verification(TlsStream& stream)
{
    switch (SSL_get_verify_result(stream.native_handle())) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID: return Errc::certificate_expired;
        default: return Errc::untrusted_peer;
    }
}

Errc meaning_of_reason(int reason, TlsStream& stream)
{
    switch (reason) {
        case SSL_R_CERTIFICATE_VERIFY_FAILED: return failed_verification(stream);
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
        case alert_base + TLS13_AD_CERTIFICATE_REQUIRED: return Errc::certificate_missing;
        case SSL_R_NO_APPLICATION_PROTOCOL:
        case alert_base + TLS1_AD_NO_APPLICATION_PROTOCOL: return Errc::wrong_protocol;
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_VERSION_TOO_LOW:
        case alert_base + TLS1_AD_PROTOCOL_VERSION: return Errc::wrong_tls_version;
        case alert_base + SSL3_AD_BAD_CERTIFICATE:
        case alert_base + SSL3_AD_UNSUPPORTED_CERTIFICATE:
        case alert_base + SSL3_AD_CERTIFICATE_REVOKED:
        case alert_base + SSL3_AD_CERTIFICATE_EXPIRED:
        case alert_base + SSL3_AD_CERTIFICATE_UNKNOWN:
        case alert_base + TLS1_AD_UNKNOWN_CA:
        case alert_base + TLS1_AD_ACCESS_DENIED:
        case alert_base + TLS1_AD_DECRYPT_ERROR: return Errc::refused_by_peer;
        case SSL_R_UNEXPECTED_EOF_WHILE_READING: return Errc::cut_off;
        default: return Errc::not_tls;
    }
}

}  // namespace

asio::ssl::context make_context(Role role, const Identity& identity, const Trust& trust)
{
    asio::ssl::context context{asio::ssl::context::tls};
    SSL_CTX* native = context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(native, 0);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    if (role == Role::server) {
        SSL_CTX_set_alpn_select_cb(native, select_protocol, nullptr);
    } else {
        const std::string list = protocol_list();
        SSL_CTX_set_alpn_protos(native, reinterpret_cast<const unsigned char*>(list.data()),
                                static_cast<unsigned>(list.size()));
    }
    if (role == Role::server || !identity.certificate.empty()) use_identity(native, identity);
    use_trust(native, role, trust);
    return context;
}

Errc meaning_of(boost::system::error_code error, TlsStream& stream)
{
    if (error == asio::error::eof) return Errc::closed;
    if (error.category() == asio::error::get_ssl_category())
        return meaning_of_reason(ERR_GET_REASON(static_cast<unsigned long>(error.value())), stream);
    return Errc::cut_off;
}

Result<std::optional<CertificateDetails>> examine_peer(TlsStream& stream, const Trust& trust)
{
    SSL* native = stream.native_handle();
    const unsigned char* protocol = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(native, &protocol, &size);
    if (std::string_view{reinterpret_cast<const char*>(protocol), size} != protocol_name)
        return Errc::wrong_protocol;

    X509* certificate = SSL_get0_peer_certificate(native);
    if (certificate == nullptr) {
        if (!trust.certificate_optional) return Errc::certificate_missing;
        return std::optional<CertificateDetails>{};
    }
    std::optional details{details_of(*certificate)};
    const std::string& name = trust.peer_name;
    const bool fits = name.empty() || details->common_name == name ||
                      std::ranges::find(details->names, name) != details->names.end();
    if (!fits) return Errc::wrong_name;
    return details;
}

}  // namespace loyal::net
