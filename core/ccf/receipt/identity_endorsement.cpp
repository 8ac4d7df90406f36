#include "core/ccf/receipt/identity_endorsement.h"

#include "core/base/base64.h"
#include "core/base/strict_json.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostEndorsements = 100;

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, "endorsement: " + what, std::move(detail)};
}

Result<std::optional<TransactionId>> optionalId(const crypto::CborValue& map, std::string_view label)
{
    const auto* value = map.find(label);
    if (!value) return std::optional<TransactionId>{};
    auto text = value->asText();
    if (!text) return std::move(text).error();
    auto id = parseTransactionId(*text);
    if (!id) return std::move(id).error();
    return std::optional(*id);
}

} // namespace

bool IdentityEndorsement::covers(TransactionId id) const noexcept
{
    return isClosed() && begin.seqno <= id.seqno && id.seqno <= end->seqno && begin.view <= id.view
           && id.view <= end->view;
}

Result<IdentityEndorsement> parseIdentityEndorsement(ByteVector coseSign1)
{
    const auto bytes = std::make_shared<const ByteVector>(std::move(coseSign1));
    auto cose = crypto::CoseSign1::parse(*bytes);
    if (!cose) return std::move(cose).error();
    if (!cose->payload) return malformed("no payload");
    auto endorsed = crypto::PublicKey::fromSpkiDer(*cose->payload);
    if (!endorsed) return malformed("payload", endorsed.error().detail);
    const auto* own = cose->protectedHeader.find("ccf.v1");
    if (!own) return malformed("no ccf.v1");
    auto begin = optionalId(*own, "epoch.start.txid");
    auto end = optionalId(*own, "epoch.end.txid");
    if (!begin || !*begin || !end) return malformed("epoch");
    std::optional<Digest> lastRoot;
    if (const auto* root = own->find("epoch.end.merkle.root")) {
        auto digest = root->asBytes();
        if (!digest || digest->size() != lastRoot.emplace().size()) return malformed("root");
        std::ranges::copy(*digest, lastRoot->begin());
    }
    return IdentityEndorsement{bytes, *std::move(cose), *std::move(endorsed), **begin, *end, lastRoot};
}

Result<std::vector<IdentityEndorsement>> parseEndorsementList(Bytes text)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    if (!json->is_object() || json->size() != 1 || !json->contains("endorsements")) return malformed("list");
    const auto& list = (*json)["endorsements"];
    if (!list.is_array() || list.size() > kMostEndorsements) return malformed("list");
    std::vector<IdentityEndorsement> result;
    for (const auto& element : list) {
        if (!element.is_string()) return malformed("list element");
        auto bytes = fromBase64(element.get_ref<const std::string&>());
        if (!bytes) return malformed("list element", bytes.error().detail);
        auto endorsement = parseIdentityEndorsement(*std::move(bytes));
        if (!endorsement) return std::move(endorsement).error();
        result.push_back(*std::move(endorsement));
    }
    return result;
}

} // namespace countersign::ccf
