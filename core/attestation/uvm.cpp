#include "core/attestation/uvm.h"

#include "core/attestation/fields.h"
#include "core/attestation/x509.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace countersign::attestation {

namespace {

using crypto::CborValue;

constexpr std::int64_t kContentType = 3;
constexpr std::int64_t kCwtClaims = 15;
constexpr std::int64_t kX5Chain = 33;
constexpr std::int64_t kX5T = 34;
constexpr std::int64_t kPreimageContentType = 259;
constexpr std::int64_t kSha256 = -16;
constexpr std::size_t kMeasurementSize = 48;

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, "UVM endorsement: " + std::move(what), std::move(detail)};
}

std::string textAt(const CborValue* value)
{
    if (!value) return {};
    const auto text = value->asText();
    return text ? std::string(*text) : std::string();
}

/// Digits and nothing else, compared as a number.
std::optional<std::uint64_t> numberIn(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

std::optional<UtcTime> timeAt(const CborValue* value)
{
    if (value && value->kind == CborValue::Kind::Tag && value->number == 1) value = &value->items.front();
    if (!value) return {};
    const auto seconds = value->asInt();
    return seconds ? std::optional(UtcTime{*seconds}) : std::nullopt;
}

Result<void> readChain(const CborValue& header, UvmEndorsement& result)
{
    const CborValue* chain = header.find(kX5Chain);
    if (!chain) return malformed("no x5chain");
    std::vector<Bytes> ders;
    if (chain->kind == CborValue::Kind::ByteString) ders.push_back(chain->string);
    for (const CborValue& item : chain->items) {
        if (item.kind != CborValue::Kind::ByteString) return malformed("x5chain holds no bytes");
        ders.push_back(item.string);
    }
    if (ders.empty()) return malformed("x5chain is empty");
    if (ders.size() > kChainLimit) return Error{ErrorCode::LimitExceeded, "UVM endorsement: x5chain", {}};
    for (const Bytes der : ders) {
        auto certificate = crypto::Certificate::fromDer(der);
        if (!certificate) return std::move(certificate).error();
        result.chain.push_back(*std::move(certificate));
    }
    return {};
}

Result<void> readThumbprint(const CborValue& header, UvmEndorsement& result)
{
    const CborValue* x5t = header.find(kX5T);
    if (!x5t) return {};
    if (x5t->kind != CborValue::Kind::Array || x5t->items.size() != 2) return malformed("x5t");
    const auto algorithm = x5t->items[0].asInt();
    const auto digest = x5t->items[1].asBytes();
    if (!algorithm || !digest) return malformed("x5t");
    result.thumbprint = *algorithm == kSha256 ? copyOf(*digest) : ByteVector{};
    return {};
}

Result<void> readOlder(const CborValue& header, UvmEndorsement& result)
{
    result.issuer = textAt(header.find("iss"));
    result.feed = textAt(header.find("feed"));
    result.contentType = textAt(header.find(kContentType));
    result.signedAt = timeAt(header.find("signingtime"));
    auto json = parseJson(*result.message.payload, {.depth = 32, .values = 1000});
    if (!json) return std::move(json).error();
    auto measurement = fromHex(jsonText(*json, "x-ms-sevsnpvm-launchmeasurement").value_or(""), HexCase::Any);
    if (!measurement || measurement->size() != kMeasurementSize) return malformed("launch measurement");
    result.measurement = *std::move(measurement);
    result.svn = jsonNumber(*json, "x-ms-sevsnpvm-guestsvn");
    if (const auto text = jsonText(*json, "x-ms-sevsnpvm-guestsvn")) result.svn = numberIn(*text);
    return {};
}

Result<void> readNewer(const CborValue& header, UvmEndorsement& result)
{
    const CborValue& claims = *header.find(kCwtClaims);
    result.issuer = textAt(claims.find(1));
    result.feed = textAt(claims.find(2));
    result.signedAt = timeAt(claims.find(6));
    const CborValue* svn = claims.find("svn");
    if (svn && svn->kind == CborValue::Kind::Unsigned) result.svn = svn->number;
    result.contentType = textAt(header.find(kPreimageContentType));
    if (result.message.payload->size() != kMeasurementSize) return malformed("launch measurement");
    result.measurement = copyOf(*result.message.payload);
    return {};
}

std::vector<StructureNode> chainNodes(const UvmEndorsement& endorsement)
{
    std::vector<StructureNode> nodes;
    for (const crypto::Certificate& certificate : endorsement.chain)
        nodes.push_back(valueNode("certificate", describe(certificate), {}, "certificate"));
    return nodes;
}

} // namespace

Result<UvmEndorsement> parseUvm(Bytes bytes)
{
    UvmEndorsement result;
    result.bytes = copyOf(bytes);
    auto message = crypto::CoseSign1::parse(result.bytes);
    if (!message) return std::move(message).error();
    result.message = *std::move(message);
    if (!result.message.payload) return malformed("no payload");
    const CborValue& header = result.message.protectedHeader;
    const CborValue* claims = header.find(kCwtClaims);
    result.cwt = claims != nullptr;
    if (claims && claims->kind != CborValue::Kind::Map) return malformed("claims are no map");
    if (claims && (header.find("iss") || header.find("feed"))) return malformed("both generations at once");
    if (auto read = readChain(header, result); !read) return std::move(read).error();
    if (auto read = readThumbprint(header, result); !read) return std::move(read).error();
    if (auto read = claims ? readNewer(header, result) : readOlder(header, result); !read)
        return std::move(read).error();
    if (result.issuer.empty() || result.feed.empty() || !result.svn)
        return malformed("issuer, feed or version missing");
    return result;
}

bool looksLikeUvm(Bytes bytes)
{
    const auto message = crypto::CoseSign1::parse(bytes);
    if (!message) return false;
    if (!textAt(message->protectedHeader.find("feed")).empty()) return message->payload.has_value();
    const CborValue* claims = message->protectedHeader.find(kCwtClaims);
    return claims && claims->kind == CborValue::Kind::Map && claims->find("svn") && message->payload &&
           message->payload->size() == kMeasurementSize;
}

StructureNode uvmStructure(const UvmEndorsement& endorsement)
{
    const auto placed = [&](Bytes part) {
        return ByteRange{static_cast<std::uint64_t>(part.data() - endorsement.bytes.data()), part.size()};
    };
    std::vector<StructureNode> header = {
        valueNode("alg", std::to_string(endorsement.message.algorithm), {}, "int"),
        valueNode("iss", endorsement.issuer),
        valueNode("feed", endorsement.feed),
        valueNode("content_type", endorsement.contentType),
        valueNode("generation", endorsement.cwt ? "cwt" : "legacy"),
        valueNode("signed_at", endorsement.signedAt ? toIso8601(*endorsement.signedAt) : std::string()),
        groupNode("x5chain", placed(endorsement.message.protectedBytes), chainNodes(endorsement)),
    };
    const Bytes payload = *endorsement.message.payload;
    return groupNode(
        "uvm_endorsement", {0, endorsement.bytes.size()},
        {groupNode("protected", placed(endorsement.message.protectedBytes), std::move(header)),
         groupNode("unprotected", endorsement.message.unprotectedHeader.range, {}),
         groupNode("payload", placed(payload),
                   {valueNode("launch_measurement", toHex(endorsement.measurement), placed(payload), "hex"),
                    valueNode("svn", std::to_string(*endorsement.svn), {}, "uint")}),
         valueNode("signature", toHex(endorsement.message.signature), placed(endorsement.message.signature), "hex")});
}

} // namespace countersign::attestation
