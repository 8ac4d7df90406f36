#include "core/ccf/receipt/json_receipt.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/crypto/sha2.h"

namespace countersign::ccf {

namespace {

using nlohmann::json;

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, "receipt: " + what, std::move(detail)};
}

Result<Digest> digestMember(const json& object, const char* member)
{
    const auto text = jsonText(object, member);
    if (!text) return malformed(member);
    return digestFromHex(*text);
}

Result<std::vector<crypto::MerklePathStep>> parseProof(const json& receipt)
{
    const auto proof = receipt.find("proof");
    if (proof == receipt.end() || !proof->is_array()) return malformed("proof");
    if (proof->size() > 64) return malformed("proof", "longer than any tree is high");
    std::vector<crypto::MerklePathStep> steps;
    for (const json& element : *proof) {
        if (!element.is_object() || element.size() != 1) return malformed("proof element", "one side each");
        const bool left = element.contains("left");
        auto sibling = digestMember(element, left ? "left" : "right");
        if (!sibling) return malformed("proof element", sibling.error().detail);
        steps.push_back({left, *sibling});
    }
    return steps;
}

Result<void> parseLeaf(const json& receipt, JsonReceipt& result)
{
    const auto components = receipt.find("leaf_components");
    const bool hasLeaf = receipt.contains("leaf");
    if (hasLeaf == (components != receipt.end())) return malformed("leaf", "either a leaf or its components");
    if (hasLeaf) {
        auto leaf = digestMember(receipt, "leaf");
        if (!leaf) return malformed("leaf", leaf.error().detail);
        result.leaf = *leaf;
        return {};
    }
    auto writeSet = digestMember(*components, "write_set_digest");
    if (!writeSet) return malformed("write_set_digest", writeSet.error().detail);
    result.writeSetDigest = *writeSet;
    const auto evidence = jsonText(*components, "commit_evidence");
    if (!evidence) return malformed("commit_evidence");
    result.commitEvidence = *evidence;
    if (components->contains("claims_digest")) {
        auto claims = digestMember(*components, "claims_digest");
        if (!claims) return malformed("claims_digest", claims.error().detail);
        result.claimsDigest = *claims;
    }
    return {};
}

Result<void> parseCertificates(const json& receipt, JsonReceipt& result)
{
    if (receipt.contains("cert")) {
        const auto pem = jsonText(receipt, "cert");
        auto certificate = pem ? crypto::Certificate::fromPem(*pem) : malformed("cert");
        if (!certificate) return malformed("cert", certificate.error().detail);
        result.certificate = *std::move(certificate);
    }
    const auto endorsements = receipt.find("service_endorsements");
    if (endorsements == receipt.end()) return {};
    if (!endorsements->is_array() || endorsements->size() > 100) return malformed("service_endorsements");
    for (const json& element : *endorsements) {
        auto certificate = element.is_string() ? crypto::Certificate::fromPem(element.get_ref<const std::string&>())
                                               : malformed("service_endorsements");
        if (!certificate) return malformed("service_endorsements", certificate.error().detail);
        result.serviceEndorsements.push_back(*std::move(certificate));
    }
    return {};
}

} // namespace

Digest JsonReceipt::leafDigest() const
{
    if (leaf) return *leaf;
    const Digest evidence = crypto::sha256(bytesOf(commitEvidence));
    if (claimsDigest) return crypto::sha256({*writeSetDigest, evidence, *claimsDigest});
    return crypto::sha256({*writeSetDigest, evidence});
}

Digest JsonReceipt::root() const
{
    return crypto::rootFromPath(leafDigest(), proof);
}

std::optional<TransactionId> JsonReceipt::transactionId() const
{
    const std::string_view evidence = commitEvidence;
    if (!evidence.starts_with("ce:")) return {};
    const auto end = evidence.find(':', 3);
    if (end == std::string_view::npos) return {};
    const auto id = parseTransactionId(evidence.substr(3, end - 3));
    return id ? std::optional(*id) : std::nullopt;
}

Result<JsonReceipt> parseJsonReceipt(Bytes text)
{
    auto parsed = parseJson(text);
    if (!parsed) return std::move(parsed).error();
    if (!parsed->is_object()) return malformed("not an object");
    JsonReceipt receipt;
    const auto signature = jsonText(*parsed, "signature");
    const auto nodeId = jsonText(*parsed, "node_id");
    if (!signature || !nodeId) return malformed("members");
    auto signatureBytes = fromBase64(*signature);
    if (!signatureBytes) return malformed("signature", signatureBytes.error().detail);
    receipt.signature = *std::move(signatureBytes);
    if (!digestFromHex(*nodeId)) return malformed("node_id", *nodeId);
    receipt.nodeId = *nodeId;
    auto proof = parseProof(*parsed);
    if (!proof) return std::move(proof).error();
    receipt.proof = *std::move(proof);
    if (auto done = parseLeaf(*parsed, receipt); !done) return std::move(done).error();
    if (auto done = parseCertificates(*parsed, receipt); !done) return std::move(done).error();
    return receipt;
}

} // namespace countersign::ccf
