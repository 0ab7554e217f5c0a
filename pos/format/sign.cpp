#include <loyal/format/sign.hpp>

#include <sodium.h>

namespace loyal::format {
namespace {

struct Pair {
    PublicKey open{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
};

Pair pair_of(const Key& seed)
{
    Pair pair;
    crypto_sign_seed_keypair(pair.open.data(), pair.secret.data(), seed.data());
    return pair;
}

const std::uint8_t* bytes(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

PublicKey public_key(const Key& seed)
{
    return pair_of(seed).open;
}

Signature sign(std::string_view text, const Key& seed)
{
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes(text), text.size(),
                         pair_of(seed).secret.data());
    return signature;
}

bool is_signed_by(std::string_view text, const Signature& signature, const PublicKey& key)
{
    return crypto_sign_verify_detached(signature.data(), bytes(text), text.size(), key.data()) == 0;
}

std::optional<Signature> signature_from_hex(std::string_view text)
{
    Signature signature{};
    if (text.size() != 2 * signature.size()) return std::nullopt;
    const auto first = hash_from_hex(text.substr(0, 64));
    const auto second = hash_from_hex(text.substr(64));
    if (!first || !second) return std::nullopt;
    for (std::size_t i = 0; i < 32; ++i) {
        signature.at(i) = first->at(i);
        signature.at(i + 32) = second->at(i);
    }
    return signature;
}

}  // namespace loyal::format
