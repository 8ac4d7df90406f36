#include "core/attestation/oe_evidence.h"

#include "core/attestation/fields.h"
#include "core/attestation/quote.h"
#include "core/base/byte_reader.h"

namespace countersign::attestation {

namespace {

constexpr std::uint64_t kMostClaims = 64;

struct Shape {
    std::size_t sizeAt;
    std::size_t length;
};

// Version and type; version and format id; the same, aligned.
constexpr Shape kHeaders[] = {{8, 16}, {20, 28}, {24, 32}};

} // namespace

std::size_t oeQuoteOffset(Bytes evidence)
{
    if (evidence.size() < 4 || littleEndian(evidence.first(4)) != 1) return 0;
    for (const Shape& shape : kHeaders) {
        if (evidence.size() < shape.length + kQuoteHeaderSize) continue;
        const Bytes rest = evidence.subspan(shape.length);
        const auto header = parseQuoteHeader(rest);
        if (header && header->known() && littleEndian(evidence.subspan(shape.sizeAt, 8)) == rest.size())
            return shape.length;
    }
    return 0;
}

Result<OeClaims> parseOeClaims(Bytes buffer)
{
    ByteReader reader(buffer, 0, "custom claims");
    auto version = reader.u64le("version");
    if (!version) return std::move(version).error();
    if (*version != 1) return reader.fault(ErrorCode::Unsupported, "version", std::to_string(*version));
    auto count = reader.u64le("count");
    if (!count) return std::move(count).error();
    if (*count > kMostClaims) return reader.fault(ErrorCode::LimitExceeded, "count", std::to_string(*count));
    OeClaims claims;
    for (std::uint64_t i = 0; i < *count; ++i) {
        auto nameSize = reader.u64le("name size");
        if (!nameSize) return std::move(nameSize).error();
        auto valueSize = reader.u64le("value size");
        if (!valueSize) return std::move(valueSize).error();
        auto name = reader.take(*nameSize, "name");
        if (!name) return std::move(name).error();
        if (name->empty() || name->back() != 0) return reader.fault(ErrorCode::Malformed, "name without its end");
        auto value = reader.take(*valueSize, "value");
        if (!value) return std::move(value).error();
        claims.emplace_back(std::string(textOf(name->first(name->size() - 1))), copyOf(*value));
    }
    if (!reader.atEnd()) return reader.fault(ErrorCode::Malformed, "bytes after the claims");
    return claims;
}

} // namespace countersign::attestation
