#include "core/crypto/cose_sign1.h"

#include "core/crypto/sha2.h"

#include <algorithm>

namespace countersign::crypto {

namespace {

constexpr std::uint64_t kTag = 18;
constexpr std::int64_t kAlgorithmLabel = 1;
constexpr std::int64_t kCriticalLabel = 2;
constexpr std::int64_t kKeyIdLabel = 4;

Error malformed(std::string_view what)
{
    return {ErrorCode::Malformed, "COSE_Sign1: " + std::string(what), {}};
}

struct Scheme {
    std::int64_t algorithm;
    KeyKind kind;
    HashAlgorithm hash;
};

constexpr Scheme kSchemes[] = {
    {kCoseEs256, KeyKind::P256, HashAlgorithm::Sha256},
    {kCoseEs384, KeyKind::P384, HashAlgorithm::Sha384},
    {kCoseEs512, KeyKind::P521, HashAlgorithm::Sha512},
};

/// The encoded labels of a header map, sorted; `source` is what its ranges count in.
Result<std::vector<std::string_view>> labelsOf(const CborValue& header, Bytes source)
{
    if (header.kind != CborValue::Kind::Map) return malformed("a header is no map");
    std::vector<std::string_view> labels;
    for (const auto& [key, value] : header.entries) {
        if (!key.isInt() && key.kind != CborValue::Kind::TextString) return malformed("a label is no integer or text");
        labels.push_back(textOf(source.subspan(key.range.offset, key.range.length)));
    }
    std::ranges::sort(labels);
    return labels;
}

Result<CborValue> parseProtected(Bytes bytes, const CborLimits& limits)
{
    if (bytes.empty()) return CborValue{.kind = CborValue::Kind::Map};
    return parseCbor(bytes, limits);
}

Result<void> checkHeaders(const CoseSign1& message, Bytes bytes)
{
    auto signedLabels = labelsOf(message.protectedHeader, message.protectedBytes);
    if (!signedLabels) return std::move(signedLabels).error();
    auto otherLabels = labelsOf(message.unprotectedHeader, bytes);
    if (!otherLabels) return std::move(otherLabels).error();
    if (std::ranges::any_of(*otherLabels,
                            [&](std::string_view label) { return std::ranges::binary_search(*signedLabels, label); }))
        return malformed("a label stands in both headers");
    if (message.unprotectedHeader.find(kAlgorithmLabel)) return malformed("the algorithm is not protected");
    if (message.unprotectedHeader.find(kCriticalLabel)) return malformed("crit is not protected");
    return {};
}

/// RFC 9052 section 3.1: whoever does not understand a label named there must not accept the message.
Result<void> checkCritical(const CborValue& header, std::initializer_list<std::string_view> understood)
{
    const CborValue* critical = header.find(kCriticalLabel);
    if (!critical) return {};
    if (critical->kind != CborValue::Kind::Array || critical->items.empty()) return malformed("crit is no list");
    for (const CborValue& label : critical->items) {
        if (!label.isInt() && label.kind != CborValue::Kind::TextString) return malformed("crit names no label");
        const bool isText = !label.isInt();
        auto number = isText ? Result<std::int64_t>(0) : label.asInt();
        if (!number) return malformed("crit names no label");
        if (!(isText ? header.find(textOf(label.string)) : header.find(*number)))
            return malformed("crit names a label that is not protected");
        const bool known = isText ? std::ranges::find(understood, textOf(label.string)) != understood.end()
                                  : *number >= kAlgorithmLabel && *number <= kKeyIdLabel;
        if (!known) return Error{ErrorCode::Unsupported, "COSE_Sign1: crit", cborDiagnostic(label)};
    }
    return {};
}

} // namespace

Result<CoseSign1> CoseSign1::parse(Bytes bytes, const CborLimits& limits,
                                   std::initializer_list<std::string_view> understood)
{
    auto whole = parseCbor(bytes, limits);
    if (!whole) return std::move(whole).error();
    if (whole->kind != CborValue::Kind::Tag || whole->number != kTag) return malformed("no tag 18");
    std::vector<CborValue>& parts = whole->items.front().items;
    using enum CborValue::Kind;
    if (whole->items.front().kind != Array || parts.size() != 4 || parts[0].kind != ByteString || parts[1].kind != Map
        || (parts[2].kind != ByteString && parts[2].kind != Null) || parts[3].kind != ByteString)
        return malformed("not an array of bytes, map, bytes or nil, bytes");

    CoseSign1 message;
    message.protectedBytes = parts[0].string;
    message.unprotectedHeader = std::move(parts[1]);
    if (parts[2].kind == ByteString) message.payload = parts[2].string;
    message.signature = parts[3].string;
    auto header = parseProtected(message.protectedBytes, limits);
    if (!header) return std::move(header).error();
    message.protectedHeader = *std::move(header);
    if (auto checked = checkHeaders(message, bytes); !checked) return std::move(checked).error();
    if (auto checked = checkCritical(message.protectedHeader, understood); !checked) return std::move(checked).error();

    const CborValue* algorithm = message.protectedHeader.find(kAlgorithmLabel);
    if (!algorithm) return malformed("no algorithm");
    auto number = algorithm->asInt();
    if (!number) return malformed("the algorithm is no integer");
    message.algorithm = *number;
    return message;
}

Result<bool> CoseSign1::holds(const PublicKey& key, std::optional<Bytes> detachedPayload) const
{
    if (payload.has_value() == detachedPayload.has_value()) return malformed(payload ? "two payloads" : "no payload");
    const auto scheme = std::ranges::find(kSchemes, algorithm, &Scheme::algorithm);
    if (scheme == std::end(kSchemes))
        return Error{ErrorCode::Unsupported, "COSE_Sign1: algorithm", std::to_string(algorithm)};
    if (scheme->kind != key.kind()) return false;
    const ByteVector toBeSigned = sigStructure(protectedBytes, payload ? *payload : *detachedPayload);
    return key.ecdsaRawHolds(hashOf(scheme->hash, toBeSigned), signature);
}

ByteVector sigStructure(Bytes protectedBytes, Bytes payload)
{
    CborWriter writer;
    writer.array(4).textString("Signature1").byteString(protectedBytes).byteString({}).byteString(payload);
    return writer.bytes();
}

} // namespace countersign::crypto
