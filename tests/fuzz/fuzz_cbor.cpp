#include "core/crypto/cbor.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;
using namespace countersign::crypto;

namespace {

/// Only one encoding is accepted for a value, so writing it again gives the same bytes.
ByteVector encode(const CborValue& value)
{
    using enum CborValue::Kind;
    CborWriter head;
    switch (value.kind) {
    case Unsigned:
    case Negative:
        if (!value.asInt()) return {}; // beyond what the writer takes
        return head.integer(value.asInt().value()).bytes();
    case ByteString: return head.byteString(value.string).bytes();
    case TextString: return head.textString(textOf(value.string)).bytes();
    case Array: return head.array(value.items.size()).bytes();
    case Map: return head.map(value.entries.size()).bytes();
    case Tag: return head.tag(value.number).bytes();
    case Bool: return head.boolean(value.number != 0).bytes();
    case Null: return head.null().bytes();
    }
    return {};
}

/// Returns the end of `value`, whose parts must fill its range without a gap.
std::uint64_t checkRanges(const CborValue& value, Bytes bytes)
{
    const ByteVector head = encode(value);
    const bool tooWide = value.isInt() && head.empty();
    FUZZ_CHECK(tooWide || !head.empty());
    FUZZ_CHECK(value.range.end() <= bytes.size());
    const Bytes found = bytes.subspan(value.range.offset, value.range.length);
    FUZZ_CHECK(head.size() <= found.size() && std::ranges::equal(head, found.first(head.size())));
    std::uint64_t at = value.range.offset + (tooWide ? 9 : head.size());
    const auto next = [&](const CborValue& part) {
        FUZZ_CHECK(part.range.offset == at);
        at = checkRanges(part, bytes);
    };
    for (const CborValue& item : value.items) next(item);
    for (const auto& [key, entry] : value.entries) {
        next(key);
        next(entry);
    }
    FUZZ_CHECK(at == value.range.end());
    return at;
}

} // namespace

FUZZ_TARGET(cbor, bytes)
{
    const auto value = parseCbor(bytes);
    if (!value) return;
    FUZZ_CHECK(value->range.offset == 0 && checkRanges(*value, bytes) == bytes.size());
    const std::string text = cborDiagnostic(*value);
    FUZZ_CHECK(std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
}
