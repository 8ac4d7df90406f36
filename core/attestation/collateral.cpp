#include "core/attestation/collateral.h"

#include "core/attestation/fields.h"
#include "core/attestation/tcb_info.h"
#include "core/base/byte_reader.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"

#include <algorithm>
#include <array>

namespace countersign::attestation {

namespace {

using nlohmann::json;

constexpr JsonLimits kLimits{.depth = 32, .values = 200'000};

std::vector<crypto::Certificate> chainIn(std::string_view pem)
{
    auto chain = crypto::Certificate::manyFromPem(pem.substr(0, pem.find('\0')), kChainLimit);
    return chain ? *std::move(chain) : std::vector<crypto::Certificate>{};
}

/// The exact bytes of a member's value at the top of a JSON object that was found well-formed before.
std::string_view rawMember(std::string_view text, std::string_view name)
{
    const std::string key = '"' + std::string(name) + '"';
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c != '"') continue;
        const std::size_t begin = i;
        for (++i; i < text.size() && text[i] != '"'; ++i)
            if (text[i] == '\\') ++i;
        if (i >= text.size() || depth != 1 || text.substr(begin, i + 1 - begin) != key) continue;
        std::size_t at = text.find_first_not_of(" \t\r\n", i + 1);
        if (at == std::string_view::npos || text[at] != ':') continue;
        at = text.find_first_not_of(" \t\r\n", at + 1);
        if (at == std::string_view::npos || text[at] != '{') return {};
        int inner = 0;
        bool quoted = false;
        for (std::size_t end = at; end < text.size(); ++end) {
            if (quoted && text[end] == '\\') {
                ++end;
                continue;
            }
            if (text[end] == '"') quoted = !quoted;
            if (quoted) continue;
            if (text[end] == '{') ++inner;
            if (text[end] == '}' && --inner == 0) return text.substr(at, end + 1 - at);
        }
    }
    return {};
}

/// A whole reply of Intel's service: the signed object and its signature.
Result<SignedText> readReply(std::string_view reply, std::string_view member, const std::string& source)
{
    auto parsed = parseJson(bytesOf(reply), kLimits);
    if (!parsed) return std::move(parsed).error();
    const std::string_view raw = rawMember(reply, member);
    auto signature = fromHex(jsonText(*parsed, "signature").value_or(""), HexCase::Any);
    if (raw.empty() || !signature)
        return Error{ErrorCode::Malformed, "collateral: no signed " + std::string(member), source};
    return SignedText{std::string(raw), *std::move(signature), {}, source};
}

Result<Crl> crlFromHex(const std::string& hex)
{
    auto der = fromHex(hex, HexCase::Any);
    return der ? Crl::parse(*der) : Result<Crl>(std::move(der).error());
}

void keep(Collateral& collateral, Result<Crl> crl, std::optional<Crl>& target)
{
    if (crl)
        target = *std::move(crl);
    else
        collateral.problems.push_back(std::move(crl).error());
}

std::optional<SignedText> signedMember(const json& object, const std::string& name, const std::string& source,
                                       Collateral& collateral)
{
    const auto text = jsonText(object, name.c_str());
    if (!text) return {};
    auto signature = fromHex(jsonText(object, (name + "_signature").c_str()).value_or(""), HexCase::Any);
    if (!signature) {
        collateral.problems.push_back({ErrorCode::Malformed, "collateral: signature of " + name, source});
        return {};
    }
    return SignedText{*text, *std::move(signature),
                      chainIn(jsonText(object, (name + "_issuer_chain").c_str()).value_or("")), source};
}

constexpr std::size_t kOeItems = 9;

/// The nine items; the last byte of a text is a NUL, which is cut.
Result<std::array<Bytes, kOeItems>> oeItems(Bytes bytes)
{
    ByteReader reader(bytes, 0, "Open Enclave endorsements");
    std::array<std::uint32_t, 4> head{};
    for (std::uint32_t& value : head) {
        auto number = reader.u32le("head");
        if (!number) return std::move(number).error();
        value = *number;
    }
    if (head[0] != 1 || head[1] != 2 || head[3] != kOeItems) return reader.fault(ErrorCode::Unsupported, "head");
    std::array<std::uint32_t, kOeItems + 1> offsets{};
    for (std::size_t i = 0; i < kOeItems; ++i) {
        auto offset = reader.u32le("offset");
        if (!offset) return std::move(offset).error();
        offsets[i] = *offset;
    }
    offsets[kOeItems] = head[2];
    auto data = reader.take(head[2], "data");
    if (!data) return std::move(data).error();
    if (!reader.atEnd()) return reader.fault(ErrorCode::Malformed, "bytes after the data");
    std::array<Bytes, kOeItems> items;
    for (std::size_t i = 0; i < kOeItems; ++i) {
        if (offsets[i] > offsets[i + 1] || offsets[i + 1] > data->size())
            return reader.fault(ErrorCode::Malformed, "offsets");
        items[i] = data->subspan(offsets[i], offsets[i + 1] - offsets[i]);
    }
    return items;
}

Bytes withoutNul(Bytes item)
{
    return !item.empty() && item.back() == 0 ? item.first(item.size() - 1) : item;
}

/// DER ends where its own length says; the item may have a NUL after it.
Result<Crl> crlFromItem(Bytes item)
{
    auto crl = Crl::parse(item);
    return crl ? std::move(crl) : Crl::parse(withoutNul(item));
}

} // namespace

Collateral readCollateralJson(Bytes text, const std::string& source)
{
    Collateral collateral;
    auto parsed = parseJson(text, kLimits);
    if (!parsed) {
        collateral.problems.push_back(std::move(parsed).error());
        return collateral;
    }
    collateral.tcbInfo = signedMember(*parsed, "tcb_info", source, collateral);
    collateral.qeIdentity = signedMember(*parsed, "qe_identity", source, collateral);
    if (const auto crl = jsonText(*parsed, "pck_crl")) keep(collateral, crlFromHex(*crl), collateral.pckCrl);
    if (const auto crl = jsonText(*parsed, "root_ca_crl")) keep(collateral, crlFromHex(*crl), collateral.rootCrl);
    const auto takeReply = [&](const char* member, std::optional<SignedText>& target) {
        if (!parsed->contains(member)) return;
        auto reply = readReply(textOf(text), member, source);
        if (!reply) return collateral.problems.push_back(std::move(reply).error());
        target = *std::move(reply);
    };
    takeReply("tcbInfo", collateral.tcbInfo);
    takeReply("enclaveIdentity", collateral.qeIdentity);
    return collateral;
}

Result<Collateral> readOeEndorsements(Bytes bytes, const std::string& source)
{
    auto items = oeItems(bytes);
    if (!items) return std::move(items).error();
    const auto text = [&](std::size_t i) { return textOf(withoutNul((*items)[i])); };
    Collateral collateral;
    const auto take = [&](std::size_t at, const char* member, std::optional<SignedText>& target) {
        auto reply = readReply(text(at), member, source);
        if (!reply) return collateral.problems.push_back(std::move(reply).error());
        target = *std::move(reply);
    };
    take(1, "tcbInfo", collateral.tcbInfo);
    take(6, "enclaveIdentity", collateral.qeIdentity);
    if (collateral.tcbInfo) collateral.tcbInfo->chain = chainIn(text(2));
    if (collateral.qeIdentity) collateral.qeIdentity->chain = chainIn(text(7));
    keep(collateral, crlFromItem((*items)[3]), collateral.pckCrl);
    keep(collateral, crlFromItem((*items)[4]), collateral.rootCrl);
    return collateral;
}

} // namespace countersign::attestation
