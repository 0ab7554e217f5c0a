#include <loyal/format/seal.hpp>

#include <sodium.h>
#include <stdexcept>
#include <vector>

namespace loyal::format {
namespace {

class Hasher {
public:
    explicit Hasher(std::span<const std::uint8_t> key = {})
    {
        crypto_generichash_init(&state_, key.empty() ? nullptr : key.data(), key.size(),
                                Hash{}.size());
    }
    // Lengths go in before texts, so that no two inputs run together.
    Hasher& add(std::string_view text)
    {
        add(static_cast<std::int64_t>(text.size()));
        crypto_generichash_update(&state_, bytes(text), text.size());
        return *this;
    }
    Hasher& add(std::int64_t number)
    {
        std::array<std::uint8_t, 8> big_endian{};
        for (std::size_t i = 0; i < 8; ++i) {
            big_endian[i] =
                static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * (7 - i)));
        }
        crypto_generichash_update(&state_, big_endian.data(), big_endian.size());
        return *this;
    }
    Hasher& add(const Hash& hash)
    {
        crypto_generichash_update(&state_, hash.data(), hash.size());
        return *this;
    }
    Hasher& add_raw(std::string_view text)
    {
        crypto_generichash_update(&state_, bytes(text), text.size());
        return *this;
    }
    Hash finish()
    {
        Hash hash{};
        crypto_generichash_final(&state_, hash.data(), hash.size());
        return hash;
    }

private:
    static const std::uint8_t* bytes(std::string_view text)
    {
        return reinterpret_cast<const std::uint8_t*>(text.data());
    }

    crypto_generichash_state state_{};
};

const std::uint8_t* bytes(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

void start_crypto()
{
    if (sodium_init() < 0) throw std::runtime_error{"libsodium could not start"};
}

Hash entry_hash(std::string_view terminal,
                std::int64_t epoch,
                std::int64_t seq,
                const Hash& prev,
                std::string_view body)
{
    return Hasher{}
        .add("loyal/entry/1")
        .add(terminal)
        .add(epoch)
        .add(seq)
        .add(prev)
        .add(body)
        .finish();
}

Hash hash(std::string_view text, std::span<const std::uint8_t> key)
{
    return Hasher{key}.add_raw(text).finish();
}

std::int64_t phone_key(std::string_view phone, const Key& lookup_key)
{
    std::string digits;
    for (const char c : phone) {
        if (c >= '0' && c <= '9') digits.push_back(c);
    }
    const Hash hashed = hash(digits, lookup_key);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | hashed[i];
    return static_cast<std::int64_t>(value >> 1);
}

std::string seal(std::string_view text,
                 std::string_view context,
                 const Key& key,
                 const Nonce& nonce)
{
    std::vector<std::uint8_t> sealed(nonce.begin(), nonce.end());
    sealed.resize(nonce.size() + text.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce.size(), &size, bytes(text),
                                               text.size(), bytes(context), context.size(), nullptr,
                                               nonce.data(), key.data());
    return to_base64(sealed);
}

std::optional<std::string> unseal(std::string_view sealed, std::string_view context, const Key& key)
{
    const auto raw = from_base64(sealed);
    constexpr std::size_t nonce_size = Nonce{}.size();
    constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (!raw || raw->size() < nonce_size + tag_size) return std::nullopt;
    std::string text(raw->size() - nonce_size - tag_size, '\0');
    const int outcome = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<std::uint8_t*>(text.data()), nullptr, nullptr, bytes(*raw) + nonce_size,
        raw->size() - nonce_size, bytes(context), context.size(), bytes(*raw), key.data());
    if (outcome != 0) return std::nullopt;
    return text;
}

std::string to_hex(std::span<const std::uint8_t> data)
{
    std::string text(data.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), data.data(), data.size());
    text.pop_back();
    return text;
}

std::optional<Hash> hash_from_hex(std::string_view text)
{
    Hash hash{};
    if (text.size() != hash.size() * 2) return std::nullopt;
    std::size_t size = 0;
    const int outcome =
        sodium_hex2bin(hash.data(), hash.size(), text.data(), text.size(), nullptr, &size, nullptr);
    if (outcome != 0 || size != hash.size()) return std::nullopt;
    return hash;
}

std::string to_base64(std::span<const std::uint8_t> data)
{
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_ENCODED_LEN(data.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), data.data(), data.size(), variant);
    text.pop_back();
    return text;
}

std::optional<std::string> from_base64(std::string_view text)
{
    std::string data(text.size(), '\0');
    std::size_t size = 0;
    const int outcome =
        sodium_base642bin(reinterpret_cast<std::uint8_t*>(data.data()), data.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
    if (outcome != 0) return std::nullopt;
    data.resize(size);
    return data;
}

}  // namespace loyal::format
