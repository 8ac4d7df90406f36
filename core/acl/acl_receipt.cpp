#include "core/acl/acl_receipt.h"

#include "core/base/strict_json.h"

#include <algorithm>
#include <array>

namespace countersign::acl {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> kEnvelopeMembers{"state", "transactionId", "receipt", "applicationClaims"};

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, "receipt: " + what, std::move(detail)};
}

Result<ccf::JsonReceipt> parseInner(const json& receipt, ccf::ReceiptCertificates* cache)
{
    const bool camel = receipt.contains("leafComponents") || receipt.contains("nodeId")
                       || receipt.contains("serviceEndorsements") || receipt.contains("isSignatureTransaction");
    return ccf::readJsonReceipt(receipt, {.spelling = camel ? ccf::ReceiptSpelling::Camel : ccf::ReceiptSpelling::Snake,
                                          .nodeIdRequired = false,
                                          .cache = cache});
}

bool isNullOrMissing(const json& object, const char* name)
{
    return !object.contains(name) || object[name].is_null();
}

Result<AclReceipt> parseEnvelope(const json& envelope, ccf::ReceiptCertificates* cache)
{
    for (const auto& one : envelope.items())
        if (std::ranges::find(kEnvelopeMembers, std::string_view(one.key())) == kEnvelopeMembers.end())
            return malformed("unknown member", one.key().substr(0, 64));
    const auto state = jsonText(envelope, "state");
    const auto id = jsonText(envelope, "transactionId");
    AclReceipt result;
    if (state == "Loading") {
        if (!isNullOrMissing(envelope, "receipt") || (id && !id->empty())) return malformed("loading, and yet there");
        result.ready = false;
        return result;
    }
    if (state != "Ready") return malformed("state", state.value_or(""));
    if (!id) return malformed("transactionId");
    auto parsed = parseTransactionId(*id);
    if (!parsed) return malformed("transactionId", *id);
    result.envelope = *parsed;
    if (isNullOrMissing(envelope, "receipt")) return malformed("receipt");
    auto inner = parseInner(envelope["receipt"], cache);
    if (!inner) return std::move(inner).error();
    result.receipt = *std::move(inner);
    if (isNullOrMissing(envelope, "applicationClaims")) return result;
    const json& claims = envelope["applicationClaims"];
    if (!claims.is_array()) return malformed("applicationClaims");
    if (!claims.empty()) result.claims = parseApplicationClaims(claims);
    return result;
}

} // namespace

Result<AclReceipt> parseAclReceipt(Bytes text, ccf::ReceiptCertificates* cache)
{
    auto parsed = parseJson(text);
    if (!parsed) return std::move(parsed).error();
    if (!parsed->is_object()) return malformed("not an object");
    if (parsed->contains("state") || parsed->contains("transactionId") || parsed->contains("receipt"))
        return parseEnvelope(*parsed, cache);
    auto inner = parseInner(*parsed, cache);
    if (!inner) return std::move(inner).error();
    return AclReceipt{.receipt = *std::move(inner)};
}

} // namespace countersign::acl
