#include "openssl.hpp"

#include <loyal/net/certificate.hpp>

#include <boost/asio/ip/address.hpp>

#include <array>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <stdexcept>

namespace loyal::net {
namespace {

constexpr std::size_t serial_size = 16;  // random: nothing to keep in step after a restore

using NumberPointer = std::unique_ptr<BIGNUM, Release<BN_free>>;

const EVP_MD* digest_for(const EVP_PKEY& key)
{
    return EVP_PKEY_is_a(&key, "ED25519") == 1 ? nullptr : EVP_sha256();
}

void set_serial(X509& certificate)
{
    std::array<unsigned char, serial_size> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        fail_openssl("no random bytes");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7fU) | 0x40U);  // positive, full length
    const NumberPointer number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    if (BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) == nullptr)
        fail_openssl("cannot set a serial number");
}

void set_validity(X509& certificate, Validity validity)
{
    const auto to = validity.from + validity.lifetime;
    const auto begin = static_cast<std::time_t>(validity.from.time_since_epoch().count());
    const auto end =
        static_cast<std::time_t>(std::chrono::sys_seconds{to}.time_since_epoch().count());
    if (ASN1_TIME_set(X509_getm_notBefore(&certificate), begin) == nullptr ||
        ASN1_TIME_set(X509_getm_notAfter(&certificate), end) == nullptr) {
        fail_openssl("cannot set a validity");
    }
}

void set_common_name(X509_NAME& name, const std::string& common_name)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(common_name.data());
    if (X509_NAME_add_entry_by_NID(&name, NID_commonName, MBSTRING_UTF8, bytes,
                                   static_cast<int>(common_name.size()), -1, 0) != 1) {
        fail_openssl("cannot name a certificate");
    }
}

void add_extension(X509& certificate, X509& issuer, int kind, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    const ExtensionPointer extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    if (!extension || X509_add_ext(&certificate, extension.get(), -1) != 1)
        fail_openssl("cannot add an extension");
}

// Built as values and not as OpenSSL's configuration text, in which a comma would end a name.
void add_alternative_names(X509& certificate, const std::vector<std::string>& names)
{
    if (names.empty()) return;
    const std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>> list{GENERAL_NAMES_new()};
    for (const std::string& name : names) {
        boost::system::error_code is_no_address;
        const auto address = boost::asio::ip::make_address(name, is_no_address);
        GENERAL_NAME* entry = GENERAL_NAME_new();
        sk_GENERAL_NAME_push(list.get(), entry);
        if (is_no_address) {
            ASN1_IA5STRING* text = ASN1_IA5STRING_new();
            ASN1_STRING_set(text, name.data(), static_cast<int>(name.size()));
            GENERAL_NAME_set0_value(entry, GEN_DNS, text);
        } else {
            ASN1_OCTET_STRING* bytes = a2i_IPADDRESS(address.to_string().c_str());
            GENERAL_NAME_set0_value(entry, GEN_IPADD, bytes);
        }
    }
    if (X509_add1_ext_i2d(&certificate, NID_subject_alt_name, list.get(), 0, 0) != 1)
        fail_openssl("cannot add alternative names");
}

CertificatePointer begin_certificate(EVP_PKEY& key,
                                     const std::string& common_name,
                                     Validity validity)
{
    CertificatePointer certificate{X509_new()};
    if (!certificate || X509_set_version(certificate.get(), 2) != 1 ||
        X509_set_pubkey(certificate.get(), &key) != 1) {
        fail_openssl("cannot make a certificate");
    }
    set_serial(*certificate);
    set_validity(*certificate, validity);
    set_common_name(*X509_get_subject_name(certificate.get()), common_name);
    return certificate;
}

std::string sign(X509& certificate, EVP_PKEY& key)
{
    if (X509_sign(&certificate, &key, digest_for(key)) <= 0)
        fail_openssl("cannot sign a certificate");
    const BioPointer out{BIO_new(BIO_s_mem())};
    if (PEM_write_bio_X509(out.get(), &certificate) != 1)
        fail_openssl("cannot write a certificate");
    return text_of(*out);
}

}  // namespace

CertificateAuthority CertificateAuthority::create(const std::string& common_name, Validity validity)
{
    std::string key_text = make_key(KeyKind::ed25519);
    const KeyPointer key = parse_key(key_text);
    const CertificatePointer certificate = begin_certificate(*key, common_name, validity);
    X509& self = *certificate;
    X509_set_issuer_name(&self, X509_get_subject_name(&self));
    add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(self, self, NID_subject_key_identifier, "hash");
    return {sign(self, *key), std::move(key_text)};
}

CertificateAuthority::CertificateAuthority(std::string certificate, std::string key)
    : certificate_{std::move(certificate)}, key_{std::move(key)}
{
    const CertificatePointer own = parse_certificate(certificate_);
    const KeyPointer pair = parse_key(key_);
    if (!own || !pair || X509_check_private_key(own.get(), pair.get()) != 1)
        throw std::runtime_error{"the authority's certificate and key do not belong together"};
}

Result<std::string> CertificateAuthority::issue(const std::string& request,
                                                const Subject& subject,
                                                Validity validity) const
{
    if (const auto details = read_request(request); !details) return details.error();
    const RequestPointer parsed = parse_request(request);
    const CertificatePointer issuer = parse_certificate(certificate_);
    const KeyPointer issuer_key = parse_key(key_);
    const CertificatePointer certificate =
        begin_certificate(*X509_REQ_get0_pubkey(parsed.get()), subject.common_name, validity);
    X509& leaf = *certificate;
    X509_set_issuer_name(&leaf, X509_get_subject_name(issuer.get()));
    add_extension(leaf, *issuer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(leaf, *issuer, NID_key_usage, "critical,digitalSignature");
    add_extension(leaf, *issuer, NID_ext_key_usage, "serverAuth,clientAuth");
    add_extension(leaf, *issuer, NID_subject_key_identifier, "hash");
    add_extension(leaf, *issuer, NID_authority_key_identifier, "keyid");
    add_alternative_names(leaf, subject.names);
    return sign(leaf, *issuer_key);
}

}  // namespace loyal::net
