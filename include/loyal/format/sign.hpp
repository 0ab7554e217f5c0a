#pragma once

#include <loyal/format/seal.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

/// Ed25519 signatures on libsodium; deterministic, so pure. Call start_crypto() once before.
namespace loyal::format {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// The public half of the key that grows from this seed.
PublicKey public_key(const Key& seed);

Signature sign(std::string_view text, const Key& seed);
bool is_signed_by(std::string_view text, const Signature& signature, const PublicKey& key);

std::optional<Signature> signature_from_hex(std::string_view text);

}  // namespace loyal::format
