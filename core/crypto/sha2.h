#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <initializer_list>

namespace countersign::crypto {

enum class HashAlgorithm : std::uint8_t { Sha256, Sha384, Sha512 };

/// SHA-256 of the concatenation. No allocation; safe from any thread; made for many short inputs.
Digest sha256(Bytes bytes) noexcept;
Digest sha256(std::initializer_list<Bytes> parts) noexcept;

/// H(left ‖ right), the inner node of CCF's Merkle tree.
Digest sha256Pair(const Digest& left, const Digest& right) noexcept;

ByteVector hashOf(HashAlgorithm algorithm, Bytes bytes);

} // namespace countersign::crypto
