#include "openssl.hpp"

#include <arpa/inet.h>
#include <array>
#include <ctime>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdexcept>

namespace loyal::net {
namespace {

std::chrono::sys_seconds instant_of(const ASN1_TIME& time)
{
    std::tm parts{};
    ASN1_TIME_to_tm(&time, &parts);
    return std::chrono::sys_seconds{std::chrono::seconds{::timegm(&parts)}};
}

std::string serial_of(const X509& certificate)
{
    const ASN1_INTEGER* serial = X509_get0_serialNumber(&certificate);
    return hexadecimal(ASN1_STRING_get0_data(serial),
                       static_cast<std::size_t>(ASN1_STRING_length(serial)));
}

std::string text_of(const ASN1_STRING& text)
{
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text)),
            static_cast<std::size_t>(ASN1_STRING_length(&text))};
}

std::string address_of(const ASN1_OCTET_STRING& bytes)
{
    const int family = ASN1_STRING_length(&bytes) == 4 ? AF_INET : AF_INET6;
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(family, ASN1_STRING_get0_data(&bytes), text.data(), text.size());
    return text.data();
}

std::vector<std::string> alternative_names_of(X509& certificate)
{
    const std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>> names{
        static_cast<GENERAL_NAMES*>(
            X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
    std::vector<std::string> out;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS) out.push_back(text_of(*name->d.dNSName));
        if (name->type == GEN_IPADD) out.push_back(address_of(*name->d.iPAddress));
    }
    return out;
}

}  // namespace

void fail_openssl(const std::string& what)
{
    const unsigned long code = ERR_get_error();
    const char* reason = ERR_reason_error_string(code);
    ERR_clear_error();
    throw std::runtime_error{reason == nullptr ? what : what + ": " + reason};
}

BioPointer memory(const std::string& text)
{
    BioPointer bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    if (!bio) fail_openssl("no memory");
    return bio;
}

std::string text_of(BIO& memory)
{
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(&memory, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

KeyPointer parse_key(const std::string& pem)
{
    auto no_passphrase = [](char*, int, int, void*) { return 0; };
    KeyPointer key{PEM_read_bio_PrivateKey(memory(pem).get(), nullptr, no_passphrase, nullptr)};
    ERR_clear_error();
    return key;
}

CertificatePointer parse_certificate(const std::string& pem)
{
    CertificatePointer certificate{PEM_read_bio_X509(memory(pem).get(), nullptr, nullptr, nullptr)};
    ERR_clear_error();
    return certificate;
}

RequestPointer parse_request(const std::string& pem)
{
    RequestPointer request{PEM_read_bio_X509_REQ(memory(pem).get(), nullptr, nullptr, nullptr)};
    ERR_clear_error();
    return request;
}

std::string common_name_of(const X509_NAME& name)
{
    const int at = X509_NAME_get_index_by_NID(&name, NID_commonName, -1);
    if (at < 0) return "";
    unsigned char* utf8 = nullptr;
    const int size =
        ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(&name, at)));
    if (size < 0) return "";
    std::string out{reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size)};
    OPENSSL_free(utf8);
    return out;
}

std::string hexadecimal(const unsigned char* bytes, std::size_t size)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4U];
        out += digits[bytes[i] & 0xfU];
    }
    return out;
}

CertificateDetails details_of(X509& certificate)
{
    const BioPointer out{BIO_new(BIO_s_mem())};
    if (!out || PEM_write_bio_X509(out.get(), &certificate) != 1)
        fail_openssl("cannot write a certificate");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1)
        fail_openssl("cannot hash a certificate");
    return {.pem = text_of(*out),
            .common_name = common_name_of(*X509_get_subject_name(&certificate)),
            .names = alternative_names_of(certificate),
            .serial = serial_of(certificate),
            .fingerprint = hexadecimal(digest.data(), size),
            .not_before = instant_of(*X509_get0_notBefore(&certificate)),
            .not_after = instant_of(*X509_get0_notAfter(&certificate))};
}

}  // namespace loyal::net
