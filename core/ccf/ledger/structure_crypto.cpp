#include "core/base/hex.h"
#include "core/base/utc_time.h"
#include "core/ccf/ledger/structure_parts.h"
#include "core/ccf/ledger/tables.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/pem.h"
#include "core/crypto/public_key.h"

#include <algorithm>
#include <map>

namespace countersign::ccf::structure {

namespace {

using crypto::CborValue;

constexpr std::size_t kMostPemBlocks = 100;
constexpr std::uint8_t kCoseTag = 0xd2;
constexpr std::uint8_t kDerSequence = 0x30;
constexpr std::size_t kShortestDer = 40;

std::string fingerprintName(std::string_view table)
{
    if (table == tables::kMemberCertificates) return "member id";
    return table == "public:ccf.gov.users.certs" ? "user id" : "fingerprint";
}

std::string keyIdName(std::string_view table)
{
    return table == tables::kNodeCertificates || table == tables::kNodesInfo || table == tables::kSignatures ? "node id"
                                                                                                             : "key id";
}

void addKey(StructureNode& node, const crypto::PublicKey& key, const Context& context, Budget& budget)
{
    add(node, part("key kind", crypto::keyKindName(key.kind()), "text"), budget);
    add(node, number("key bits", static_cast<std::uint64_t>(std::max(key.bits(), 0))), budget);
    add(node, part(keyIdName(context.table), toHex(key.spkiDigest()), "digest"), budget);
}

void addCertificate(StructureNode& node, const crypto::Certificate& certificate, const Context& context, Budget& budget)
{
    const auto text = [&](const char* name, const std::string& value) {
        add(node, part(name, displayText(bytesOf(value), 1024), "text"), budget);
    };
    text("subject", certificate.subject());
    text("issuer", certificate.issuer());
    add(node, part("serial", certificate.serialHex(), "hex"), budget);
    add(node, part("not before", toIso8601(certificate.notBefore()), "time"), budget);
    add(node, part("not after", toIso8601(certificate.notAfter()), "time"), budget);
    addKey(node, certificate.publicKey(), context, budget);
    add(node, part(fingerprintName(context.table), toHex(certificate.fingerprint()), "digest"), budget);
}

StructureNode pemBlock(const crypto::PemBlock& block, const Context& context, Budget& budget)
{
    StructureNode node = part(displayText(bytesOf(block.label)), std::to_string(block.der.size()), "der");
    if (block.label == "CERTIFICATE") {
        if (const auto certificate = crypto::Certificate::fromDer(block.der)) {
            node.name = "certificate";
            node.value = displayText(bytesOf(certificate->subject()), 1024);
            addCertificate(node, *certificate, context, budget);
        }
    } else if (block.label == "PUBLIC KEY") {
        if (const auto key = crypto::PublicKey::fromSpkiDer(block.der)) {
            node.name = "public key";
            addKey(node, *key, context, budget);
        }
    }
    return node;
}

struct Label {
    std::string name;
    bool time = false;
};

Label headerLabel(const CborValue& label)
{
    static const std::map<std::int64_t, const char*> kNames = {{1, "alg"},  {2, "crit"},        {3, "content type"},
                                                               {4, "kid"},  {15, "CWT claims"}, {33, "x5chain"},
                                                               {34, "x5t"}, {395, "395"},       {396, "396"}};
    if (const auto text = label.asText()) return {displayText(bytesOf(*text), 256), *text == "ccf.gov.msg.created_at"};
    const auto value = label.asInt();
    if (!value) return {displayText(bytesOf(crypto::cborDiagnostic(label)), 256)};
    const auto known = kNames.find(*value);
    return {known == kNames.end() ? std::to_string(*value) : known->second};
}

Label claimLabel(const CborValue& label)
{
    const auto value = label.asInt();
    if (!value) return headerLabel(label);
    switch (*value) {
    case 1:
        return {"issuer"};
    case 2:
        return {"subject"};
    case 6:
        return {"iat", true};
    default:
        return {std::to_string(*value)};
    }
}

std::string algorithmName(std::int64_t value)
{
    const char* name = value == crypto::kCoseEs256   ? "ES256"
                       : value == crypto::kCoseEs384 ? "ES384"
                       : value == crypto::kCoseEs512 ? "ES512"
                                                     : nullptr;
    return std::to_string(value) + (name ? std::string(" (") + name + ")" : std::string());
}

void describeHeaderValue(StructureNode& node, const Label& label, const CborValue& value, const Context& context,
                         Budget& budget)
{
    describeCbor(node, value, context, budget);
    const auto integer = value.asInt();
    if (integer && label.time) node.value = displayTime(*integer);
    if (integer && label.name == "alg") node.value = algorithmName(*integer);
    if (integer && label.name == "395" && *integer == 2) node.value = "2 (CCF_LEDGER_SHA256)";
}

void describeHeader(StructureNode& node, const CborValue& map, bool claims, const Context& context, Budget& budget)
{
    node.format = "cbor";
    node.value = std::to_string(map.entries.size());
    std::size_t shown = 0;
    for (const auto& [key, value] : map.entries) {
        if (!budget.take(node)) return addElided(node, map.entries.size() - shown);
        ++shown;
        const Label label = claims ? claimLabel(key) : headerLabel(key);
        StructureNode child = part(label.name, {}, {});
        if (!claims && label.name == "CWT claims" && value.kind == CborValue::Kind::Map)
            describeHeader(child, value, true, context, budget);
        else
            describeHeaderValue(child, label, value, context, budget);
        node.children.push_back(std::move(child));
    }
}

} // namespace

bool describePem(StructureNode& node, std::string_view text, const Context& context, Budget& budget)
{
    if (!text.starts_with("-----BEGIN ")) return false;
    const auto blocks = crypto::parsePem(text, crypto::PemSurroundings::Blank, kMostPemBlocks);
    if (!blocks || blocks->empty()) return false;
    node.value = displayText(bytesOf(text), budget.limits.text);
    node.format = "pem";
    for (const crypto::PemBlock& block : *blocks) {
        if (!budget.take(node)) break;
        node.children.push_back(pemBlock(block, context, budget));
    }
    return true;
}

bool describeDer(StructureNode& node, Bytes der, const Context& context, Budget& budget)
{
    if (der.size() < kShortestDer || der[0] != kDerSequence) return false;
    if (const auto key = crypto::PublicKey::fromSpkiDer(der)) {
        node.format = "public key";
        node.value = displayHex(der, budget.limits.hex);
        addKey(node, *key, context, budget);
        return true;
    }
    const auto certificate = crypto::Certificate::fromDer(der);
    if (!certificate) return false;
    node.format = "certificate";
    node.value = displayHex(der, budget.limits.hex);
    addCertificate(node, *certificate, context, budget);
    return true;
}

bool describeCose(StructureNode& node, Bytes value, const Context& context, Budget& budget)
{
    if (value.size() < 8 || value[0] != kCoseTag) return false;
    const auto cose = crypto::CoseSign1::parse(value);
    if (!cose) return false;
    node.format = "cose";
    node.value = displayHex(value, 64);
    StructureNode header = part("protected", {}, {});
    describeHeader(header, cose->protectedHeader, false, context, budget);
    add(node, std::move(header), budget);
    StructureNode unprotected = part("unprotected", {}, {});
    describeHeader(unprotected, cose->unprotectedHeader, false, context, budget);
    add(node, std::move(unprotected), budget);
    StructureNode payload = part("payload", "nil", "detached");
    if (cose->payload) describeValue(payload, *cose->payload, {context.table, {}}, budget);
    add(node, std::move(payload), budget);
    add(node, part("signature", displayHex(cose->signature, budget.limits.hex), "hex"), budget);
    return true;
}

void describeCbor(StructureNode& node, const CborValue& value, const Context& context, Budget& budget)
{
    using Kind = CborValue::Kind;
    node.format = "cbor";
    if (value.kind == Kind::ByteString || value.kind == Kind::TextString) {
        const bool text = isText(value.string);
        node.value = text ? displayText(value.string, budget.limits.text) : displayHex(value.string, budget.limits.hex);
        node.format = text ? "text" : "hex";
        return;
    }
    if (value.kind != Kind::Array && value.kind != Kind::Map && value.kind != Kind::Tag) {
        node.value = crypto::cborDiagnostic(value);
        return;
    }
    const std::size_t count = value.items.size() + value.entries.size();
    node.value = value.kind == Kind::Tag ? std::to_string(value.number) : std::to_string(count);
    const Deeper deeper(budget);
    if (deeper.tooDeep()) return addElided(node, count);
    for (std::size_t i = 0; i < count; ++i) {
        if (!budget.take(node)) return addElided(node, count - i);
        const bool entry = value.kind == Kind::Map;
        StructureNode child =
            part(entry ? headerLabel(value.entries[i].first).name : "[" + std::to_string(i) + "]", {}, {});
        describeCbor(child, entry ? value.entries[i].second : value.items[i], context, budget);
        node.children.push_back(std::move(child));
    }
}

} // namespace countersign::ccf::structure
