#include "openssl.hpp"

#include <loyal/net/certificate.hpp>

#include <array>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace loyal::net {

std::string make_key(KeyKind kind)
{
    const KeyPointer key{kind == KeyKind::ed25519
                             ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                             : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
    if (!key) fail_openssl("cannot make a key");
    const BioPointer out{BIO_new(BIO_s_mem())};
    if (PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                      nullptr) != 1) {
        fail_openssl("cannot write a key");
    }
    return text_of(*out);
}

std::string make_request(const std::string& key, const std::string& common_name)
{
    const KeyPointer pair = parse_key(key);
    if (!pair) throw std::runtime_error{"this is not a private key"};
    const RequestPointer request{X509_REQ_new()};
    const auto* name = reinterpret_cast<const unsigned char*>(common_name.data());
    if (X509_REQ_set_version(request.get(), 0) != 1 ||
        X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request.get()), NID_commonName,
                                   MBSTRING_UTF8, name, static_cast<int>(common_name.size()), -1,
                                   0) != 1 ||
        X509_REQ_set_pubkey(request.get(), pair.get()) != 1) {
        fail_openssl("cannot make a certificate request");
    }
    const EVP_MD* digest = EVP_PKEY_is_a(pair.get(), "ED25519") == 1 ? nullptr : EVP_sha256();
    if (X509_REQ_sign(request.get(), pair.get(), digest) <= 0)
        fail_openssl("cannot sign a certificate request");
    const BioPointer out{BIO_new(BIO_s_mem())};
    if (PEM_write_bio_X509_REQ(out.get(), request.get()) != 1)
        fail_openssl("cannot write a certificate request");
    return text_of(*out);
}

Result<CertificateDetails> read_certificate(const std::string& pem)
{
    const CertificatePointer certificate = parse_certificate(pem);
    if (!certificate) return Errc::malformed_certificate;
    return details_of(*certificate);
}

Result<RequestDetails> read_request(const std::string& pem)
{
    const RequestPointer request = parse_request(pem);
    EVP_PKEY* key = request ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    const bool is_signed = key != nullptr && X509_REQ_verify(request.get(), key) == 1;
    ERR_clear_error();
    if (!is_signed) return Errc::malformed_request;

    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    if (size <= 0) fail_openssl("cannot write a public key");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned digest_size = 0;
    EVP_Digest(der, static_cast<std::size_t>(size), digest.data(), &digest_size, EVP_sha256(),
               nullptr);
    OPENSSL_free(der);
    return RequestDetails{
        .common_name = common_name_of(*X509_REQ_get_subject_name(request.get())),
        .key_fingerprint = hexadecimal(digest.data(), digest_size),
    };
}

}  // namespace loyal::net
