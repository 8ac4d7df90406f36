#include "core/ccf/ledger/signature_transaction.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/tables.h"
#include "core/ccf/receipt/service_header.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, std::move(what), std::move(detail)};
}

const TableBlock* find(const std::vector<TableBlock>& tables, std::string_view name)
{
    const auto found = std::ranges::find(tables, name, &TableBlock::name);
    return found == tables.end() ? nullptr : &*found;
}

/// One text for one value, as CCF writes rows: nothing else covers the spelling of a last signature.
bool spelledAsWritten(const nlohmann::json& json, Bytes text)
{
    return json.dump() == textOf(text);
}

} // namespace

Result<crypto::Certificate> CertificateCache::fromPem(const std::string& pem)
{
    if (const auto known = m_known.find(pem); known != m_known.end()) return known->second;
    auto certificate = crypto::Certificate::fromPem(pem);
    if (!certificate) return certificate;
    if (m_known.size() >= kMost) m_known.clear();
    m_known.emplace(pem, *certificate);
    return certificate;
}

Result<NodeSignatureRow> parseNodeSignatureRow(Bytes text, CertificateCache* cache)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    if (!spelledAsWritten(*json, text)) return malformed("signature row: spelling");
    const auto sig = jsonText(*json, "sig");
    const auto node = jsonText(*json, "node");
    const auto root = jsonText(*json, "root");
    const auto seqno = jsonNumber(*json, "seqno");
    const auto view = jsonNumber(*json, "view");
    if (!sig || !node || !root || !seqno || !view) return malformed("signature row: members");

    NodeSignatureRow row;
    row.stated = {*view, *seqno};
    auto rootDigest = digestFromHex(*root);
    if (!rootDigest) return malformed("signature row: root", *root);
    row.root = *rootDigest;
    if (!digestFromHex(*node)) return malformed("signature row: node", *node);
    row.node = *node;
    auto signature = fromBase64(*sig);
    if (!signature) return malformed("signature row: sig", signature.error().detail);
    row.signature = *std::move(signature);
    if (json->contains("cert") && !(*json)["cert"].is_null()) {
        const auto pem = jsonText(*json, "cert");
        if (!pem) return malformed("signature row: cert");
        auto certificate = cache ? cache->fromPem(*pem) : crypto::Certificate::fromPem(*pem);
        if (!certificate) return malformed("signature row: cert", certificate.error().detail);
        row.certificate = *std::move(certificate);
    }
    return row;
}

Result<ServiceSignatureRow> parseServiceSignature(ByteVector coseSign1)
{
    ServiceSignatureRow row;
    row.bytes = std::make_shared<const ByteVector>(std::move(coseSign1));
    auto cose = crypto::CoseSign1::parse(*row.bytes);
    if (!cose) return std::move(cose).error();
    row.cose = *std::move(cose);
    if (row.cose.payload) return malformed("service signature: payload is not detached");

    auto header = readServiceHeader(row.cose.protectedHeader);
    if (!header) return std::move(header).error();
    row.keyId = std::move(header->keyId);
    row.time = header->time;
    row.stated = header->stated;
    row.treeAlgorithm = header->treeAlgorithm;
    return row;
}

Result<ServiceSignatureRow> parseServiceSignatureRow(Bytes text)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    if (!json->is_string()) return malformed("service signature row: not a JSON string");
    if (!spelledAsWritten(*json, text)) return malformed("service signature row: spelling");
    auto bytes = fromBase64(json->get_ref<const std::string&>());
    if (!bytes) return std::move(bytes).error();
    auto row = parseServiceSignature(*std::move(bytes));
    // Nothing signs the unprotected header, and a ledger has nothing to say there.
    if (row && !row->cose.unprotectedHeader.entries.empty()) return malformed("service signature: unprotected header");
    return row;
}

bool isSignatureTransaction(const std::vector<TableBlock>& tables) noexcept
{
    return find(tables, tables::kSignatures) || find(tables, tables::kCoseSignatures);
}

SignatureTransaction readSignatureTransaction(const std::vector<TableBlock>& tables, CertificateCache* cache)
{
    SignatureTransaction result;
    const auto spoil = [&](std::string detail) {
        if (result.shapeHolds) result.shapeDetail = std::move(detail);
        result.shapeHolds = false;
    };
    for (const TableBlock& block : tables) {
        const auto value = block.singleValue();
        if (!value) spoil(std::string(block.name) + ": not one row under the single key");
        if (block.name == tables::kSignatures)
            result.node = value ? parseNodeSignatureRow(*value, cache) : malformed("signature row");
        else if (block.name == tables::kCoseSignatures)
            result.service = value ? parseServiceSignatureRow(*value) : malformed("service signature row");
        else if (block.name == tables::kTree)
            result.tree = value ? SerialisedTree::parse(*value) : malformed("tree row");
        else
            spoil(std::string(block.name));
    }
    if (!result.tree) spoil("no tree");
    return result;
}

} // namespace countersign::ccf
