#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::crypto {

struct CborLimits {
    std::size_t depth = 32;
    std::size_t items = 100'000; ///< Data items in all, maps count keys and values.
};

/// One data item of RFC 8949 with the bytes it was read from. Text and byte strings are views into the input.
struct CborValue {
    enum class Kind : std::uint8_t { Unsigned, Negative, ByteString, TextString, Array, Map, Tag, Bool, Null };

    Kind kind = Kind::Null;
    std::uint64_t number = 0; ///< Unsigned: the value. Negative: n of −1−n. Tag: its number. Bool: 0 or 1.
    Bytes string{};           ///< ByteString, TextString (valid UTF-8).
    std::vector<CborValue> items{};                           ///< Array; Tag: exactly one.
    std::vector<std::pair<CborValue, CborValue>> entries{};   ///< Map, in the order found.
    ByteRange range{};                                        ///< The whole item, in the input.

    bool isInt() const noexcept { return kind == Kind::Unsigned || kind == Kind::Negative; }
    /// Of an integer that fits; Malformed otherwise.
    Result<std::int64_t> asInt() const;
    Result<Bytes> asBytes() const;
    Result<std::string_view> asText() const;
    /// The value under an integer or text label of a map; null when it is not there or this is no map.
    const CborValue* find(std::int64_t label) const noexcept;
    const CborValue* find(std::string_view label) const noexcept;
};

/// Exactly one data item filling `bytes`. Refused: indefinite lengths, integers or lengths not in shortest form,
/// duplicate map keys, floats and simple values but false, true and null, invalid UTF-8 in text, bytes after the item.
/// Map order is taken as found (CCF signs maps in several orders). Never allocates by a stated length.
Result<CborValue> parseCbor(Bytes bytes, const CborLimits& limits = {});

/// Writes deterministic CBOR; map entries in the order they are given.
class CborWriter
{
public:
    CborWriter& integer(std::int64_t value);
    CborWriter& byteString(Bytes value);
    CborWriter& textString(std::string_view value);
    CborWriter& array(std::uint64_t count);
    CborWriter& map(std::uint64_t count);
    CborWriter& tag(std::uint64_t number);
    CborWriter& boolean(bool value);
    CborWriter& null();

    const ByteVector& bytes() const noexcept { return m_bytes; }

private:
    void head(std::uint8_t major, std::uint64_t value);

    ByteVector m_bytes;
};

/// Diagnostic notation (RFC 8949 section 8), for panes that show decoded values.
std::string cborDiagnostic(const CborValue& value);

} // namespace countersign::crypto
