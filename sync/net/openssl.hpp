#pragma once

#include <loyal/net/certificate.hpp>

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string>

namespace loyal::net {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const noexcept
    {
        release(object);
    }
};

using KeyPointer = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Release<X509_free>>;
using RequestPointer = std::unique_ptr<X509_REQ, Release<X509_REQ_free>>;
using BioPointer = std::unique_ptr<BIO, Release<BIO_free_all>>;
using ExtensionPointer = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;

/// Something of ours failed in OpenSSL. @throws std::runtime_error always; empties its queue
[[noreturn]] void fail_openssl(const std::string& what);

BioPointer memory(const std::string& text);
std::string text_of(BIO& memory);

/// Null for a text that does not parse; OpenSSL's error queue is empty afterwards.
KeyPointer parse_key(const std::string& pem);
CertificatePointer parse_certificate(const std::string& pem);
RequestPointer parse_request(const std::string& pem);

CertificateDetails details_of(X509& certificate);
std::string common_name_of(const X509_NAME& name);
std::string hexadecimal(const unsigned char* bytes, std::size_t size);

}  // namespace loyal::net
