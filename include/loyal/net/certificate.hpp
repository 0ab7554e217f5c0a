#pragma once

#include <loyal/net/error.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::net {

// Keys, requests and certificates are PEM texts everywhere outside this library.

enum class KeyKind { ed25519, p256 };

/// A new private key (PKCS #8). Keep it with save_private.
std::string make_key(KeyKind kind = KeyKind::ed25519);

/// Whom a certificate names.
struct Subject {
    std::string common_name;           ///< at most 64 bytes
    std::vector<std::string> names{};  ///< host names and IP addresses (subjectAltName)
};

/// From when and how long a certificate is good. The clock is the caller's.
struct Validity {
    std::chrono::sys_seconds from;
    std::chrono::days lifetime;
};

/// A certificate request (PKCS #10) for that key, signed with it.
std::string make_request(const std::string& key, const std::string& common_name);

/// What a certificate says.
struct CertificateDetails {
    std::string pem;
    std::string common_name;
    std::vector<std::string> names;
    std::string serial;       ///< hexadecimal, lower case
    std::string fingerprint;  ///< SHA-256 of the DER form, 64 hexadecimal digits, lower case
    std::chrono::sys_seconds not_before;
    std::chrono::sys_seconds not_after;
};

/// @return Errc::malformed_certificate
Result<CertificateDetails> read_certificate(const std::string& pem);

/// Who a certificate request comes from; its signature has been checked.
struct RequestDetails {
    std::string common_name;
    std::string key_fingerprint;  ///< SHA-256 of the public key (SubjectPublicKeyInfo)
};

/// @return Errc::malformed_request
Result<RequestDetails> read_request(const std::string& pem);

/// A small authority: a self-signed certificate and its key.
class CertificateAuthority {
public:
    /// A new authority with its own new key.
    static CertificateAuthority create(const std::string& common_name, Validity validity);

    /// An existing one. @throws std::runtime_error when the two do not belong together.
    CertificateAuthority(std::string certificate, std::string key);

    /// A certificate for the key of `request`. The names in the request are ignored: what is
    /// certified is `subject`, as the caller has checked it. For both ends of a connection.
    /// @return Errc::malformed_request
    Result<std::string> issue(const std::string& request,
                              const Subject& subject,
                              Validity validity) const;

    const std::string& certificate() const noexcept { return certificate_; }
    const std::string& key() const noexcept { return key_; }

private:
    std::string certificate_;
    std::string key_;
};

/// Writes a file that only its owner may read (0600): complete and durable, or not at all.
/// @throws std::system_error
void save_private(const std::string& path, std::string_view content);

/// @throws std::system_error; std::runtime_error for a private key that others may read
std::string load_private(const std::string& path);

}  // namespace loyal::net
