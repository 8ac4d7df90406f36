#include "core/ccf/receipt/service_header.h"

#include "core/base/hex.h"

namespace countersign::ccf {

namespace {

constexpr std::int64_t kKeyIdLabel = 4;
constexpr std::int64_t kCwtClaimsLabel = 15;
constexpr std::int64_t kIssuedAtClaim = 6;
constexpr std::int64_t kTreeAlgorithmLabel = 395;

Error malformed(std::string what)
{
    return {ErrorCode::Malformed, "service signature: " + what, {}};
}

} // namespace

Result<ServiceHeader> readServiceHeader(const crypto::CborValue& header)
{
    ServiceHeader result;
    if (const auto* kid = header.find(kKeyIdLabel)) {
        auto bytes = kid->asBytes();
        if (!bytes) return malformed("kid");
        const std::string text(textOf(*bytes));
        result.keyId = digestFromHex(text) ? text : toHex(*bytes);
    }
    if (const auto* claims = header.find(kCwtClaimsLabel))
        if (const auto* issuedAt = claims->find(kIssuedAtClaim)) {
            auto seconds = issuedAt->asInt();
            if (!seconds) return malformed("iat");
            result.time = UtcTime{*seconds};
        }
    if (const auto* own = header.find("ccf.v1"))
        if (const auto* txid = own->find("txid")) {
            auto text = txid->asText();
            auto id = text ? parseTransactionId(*text) : Result<TransactionId>(text.error());
            if (!id) return malformed("txid");
            result.stated = *id;
        }
    if (const auto* algorithm = header.find(kTreeAlgorithmLabel)) {
        auto number = algorithm->asInt();
        if (!number) return malformed("label 395");
        result.treeAlgorithm = *number;
    }
    return result;
}

std::optional<std::int64_t> coseAlgorithmOf(const crypto::PublicKey& key) noexcept
{
    switch (key.kind()) {
    case crypto::KeyKind::P256: return crypto::kCoseEs256;
    case crypto::KeyKind::P384: return crypto::kCoseEs384;
    case crypto::KeyKind::P521: return crypto::kCoseEs512;
    case crypto::KeyKind::Rsa:
    case crypto::KeyKind::Other: break;
    }
    return {};
}

} // namespace countersign::ccf
