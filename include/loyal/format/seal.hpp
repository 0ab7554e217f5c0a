#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Hashes, chains and sealed texts, on libsodium. Pure: random bytes come in as arguments.
/// Call sodium_init() once before (start() does). Thread-safe after that.
namespace loyal::format {

using Hash = std::array<std::uint8_t, 32>;
using Key = std::array<std::uint8_t, 32>;
using Nonce = std::array<std::uint8_t, 24>;

void start_crypto();  ///< once per process; throws std::runtime_error if libsodium cannot start

/// BLAKE2b-256 over the tag "loyal/entry/1", terminal, epoch, seq, prev and the stored body.
Hash entry_hash(std::string_view terminal,
                std::int64_t epoch,
                std::int64_t seq,
                const Hash& prev,
                std::string_view body);

/// BLAKE2b-256 of a text; keyed if a key is given.
Hash hash(std::string_view text, std::span<const std::uint8_t> key = {});

/// The look-up key of a phone number: first 63 bits of a keyed hash of its digits.
std::int64_t phone_key(std::string_view phone, const Key& lookup_key);

/// XChaCha20-Poly1305: base64 of nonce and ciphertext. `context` is authenticated with it.
std::string seal(std::string_view text,
                 std::string_view context,
                 const Key& key,
                 const Nonce& nonce);
/// The text, or nothing if key, context or ciphertext do not belong together.
std::optional<std::string> unseal(std::string_view sealed,
                                  std::string_view context,
                                  const Key& key);

std::string to_hex(std::span<const std::uint8_t> data);
std::optional<Hash> hash_from_hex(std::string_view text);
std::string to_base64(std::span<const std::uint8_t> data);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace loyal::format
