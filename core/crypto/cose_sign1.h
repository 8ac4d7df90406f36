#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/cbor.h"
#include "core/crypto/public_key.h"

#include <initializer_list>
#include <optional>
#include <string_view>

namespace countersign::crypto {

/// COSE algorithm numbers (RFC 9053 section 2.1).
inline constexpr std::int64_t kCoseEs256 = -7;
inline constexpr std::int64_t kCoseEs384 = -35;
inline constexpr std::int64_t kCoseEs512 = -36;

/// COSE_Sign1 (RFC 9052 section 4.2). Views point into the bytes given to parse().
struct CoseSign1 {
    Bytes protectedBytes;             ///< The serialised protected header, as signed.
    CborValue protectedHeader;        ///< A map; empty for a zero-length string. Ranges count in protectedBytes.
    CborValue unprotectedHeader;      ///< A map.
    std::optional<Bytes> payload;     ///< Empty when detached (nil).
    Bytes signature;
    std::int64_t algorithm = 0;       ///< Label 1 of the protected header.

    /// Tag 18 required. Malformed when label 1 is missing, stands in the unprotected header, or any label stands in
    /// both; when a label is neither integer nor text; and when crit (RFC 9052 section 3.1) is not protected or names a
    /// label that is not. Unsupported when crit names a text label that is not in `understood`, or an integer one above
    /// 4.
    static Result<CoseSign1> parse(Bytes bytes, const CborLimits& limits = {},
                                   std::initializer_list<std::string_view> understood = {});

    /// True only if the signature holds under `key` over `payload` (the embedded one, or the detached one given), with
    /// the algorithm that belongs to the key's curve: ES256 P-256, ES384 P-384, ES512 P-521. A mismatch of curve and
    /// algorithm is false. Malformed when no payload is at hand or two are; Unsupported with any other algorithm.
    Result<bool> holds(const PublicKey& key, std::optional<Bytes> detachedPayload = {}) const;
};

/// CBOR(["Signature1", protected, h'', payload]).
ByteVector sigStructure(Bytes protectedBytes, Bytes payload);

} // namespace countersign::crypto
