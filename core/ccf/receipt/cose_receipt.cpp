#include "core/ccf/receipt/cose_receipt.h"

#include "core/ccf/receipt/json_receipt.h"
#include "core/crypto/sha2.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

using crypto::CborValue;

constexpr std::int64_t kProofsLabel = 396;
constexpr std::int64_t kInclusionProofs = -1;
constexpr std::int64_t kLeaf = 1;
constexpr std::int64_t kPath = 2;
constexpr std::size_t kMostSteps = 64;
constexpr std::size_t kMostProofs = 1000;

Error malformed(std::string what)
{
    return {ErrorCode::Malformed, "COSE receipt: " + what, {}};
}

Result<Digest> digestOf(const CborValue& value, const char* what)
{
    auto bytes = value.asBytes();
    Digest digest;
    if (!bytes || bytes->size() != digest.size()) return malformed(what);
    std::ranges::copy(*bytes, digest.begin());
    return digest;
}

bool isArray(const CborValue* value, std::size_t size)
{
    return value && value->kind == CborValue::Kind::Array && value->items.size() == size;
}

Result<void> readLeaf(const CborValue* leaf, CcfInclusion& result)
{
    if (!isArray(leaf, 3)) return malformed("leaf");
    auto writeSet = digestOf(leaf->items[0], "write set digest");
    if (!writeSet) return std::move(writeSet).error();
    result.writeSetDigest = *writeSet;
    auto evidence = leaf->items[1].asText();
    if (!evidence) return malformed("commit evidence");
    auto id = parseCommitEvidence(*evidence);
    if (!id) return std::move(id).error();
    result.commitEvidence = *evidence;
    result.id = *id;
    auto claims = digestOf(leaf->items[2], "claims digest");
    if (!claims) return std::move(claims).error();
    result.claimsDigest = *claims;
    return {};
}

Result<CcfInclusion> readCcf(const CborValue& proof)
{
    if (proof.kind != CborValue::Kind::Map || proof.entries.size() != 2) return malformed("inclusion proof");
    CcfInclusion result;
    if (auto done = readLeaf(proof.find(kLeaf), result); !done) return std::move(done).error();
    const CborValue* path = proof.find(kPath);
    if (!path || path->kind != CborValue::Kind::Array || path->items.size() > kMostSteps) return malformed("path");
    for (const CborValue& step : path->items) {
        if (!isArray(&step, 2) || step.items[0].kind != CborValue::Kind::Bool) return malformed("path element");
        auto sibling = digestOf(step.items[1], "path element");
        if (!sibling) return std::move(sibling).error();
        result.path.push_back({step.items[0].number == 1, *sibling});
    }
    return result;
}

Result<Rfc9162Inclusion> readRfc9162(const CborValue& proof)
{
    if (!isArray(&proof, 3) || proof.items[0].kind != CborValue::Kind::Unsigned
        || proof.items[1].kind != CborValue::Kind::Unsigned)
        return malformed("inclusion proof");
    Rfc9162Inclusion result{proof.items[0].number, proof.items[1].number, {}};
    if (result.leafIndex >= result.treeSize) return malformed("leaf index");
    const CborValue& path = proof.items[2];
    if (path.kind != CborValue::Kind::Array || path.items.size() > kMostSteps) return malformed("path");
    for (const CborValue& element : path.items) {
        auto sibling = digestOf(element, "path element");
        if (!sibling) return std::move(sibling).error();
        result.path.push_back(*sibling);
    }
    return result;
}

/// The proofs of the one kind there may be, each a byte string around CBOR. Null when there is no header for them.
Result<const CborValue*> proofList(const CborValue& unprotectedHeader)
{
    if (unprotectedHeader.entries.empty()) return nullptr;
    const CborValue* proofs = unprotectedHeader.find(kProofsLabel);
    if (!proofs || unprotectedHeader.entries.size() != 1) return malformed("unknown label that nobody signed");
    if (proofs->kind != CborValue::Kind::Map || proofs->entries.size() != 1) return malformed("proofs");
    const CborValue* list = proofs->find(kInclusionProofs);
    if (!list) return Error{ErrorCode::Unsupported, "COSE receipt: kind of proof", {}};
    if (list->kind != CborValue::Kind::Array || list->items.empty() || list->items.size() > kMostProofs)
        return malformed("inclusion proofs");
    return list;
}

Result<void> readProof(const CborValue& wrapped, CoseReceipt& receipt)
{
    auto content = wrapped.asBytes();
    if (!content) return malformed("inclusion proof is not wrapped");
    auto proof = crypto::parseCbor(*content);
    if (!proof) return std::move(proof).error();
    if (receipt.header.treeAlgorithm == kTreeCcf) {
        auto inclusion = readCcf(*proof);
        if (!inclusion) return std::move(inclusion).error();
        receipt.ccf.push_back(*std::move(inclusion));
        return {};
    }
    auto inclusion = readRfc9162(*proof);
    if (!inclusion) return std::move(inclusion).error();
    receipt.rfc9162.push_back(*std::move(inclusion));
    return {};
}

} // namespace

Digest CcfInclusion::leaf() const
{
    return leafOfComponents(writeSetDigest, commitEvidence, claimsDigest);
}

Digest rfc9162Leaf(Bytes entry) noexcept
{
    constexpr std::uint8_t kLeafPrefix[] = {0x00};
    return crypto::sha256({kLeafPrefix, entry});
}

Result<Digest> Rfc9162Inclusion::root(const Digest& leaf) const
{
    constexpr std::uint8_t kNodePrefix[] = {0x01};
    std::uint64_t index = leafIndex;
    std::uint64_t last = treeSize - 1;
    Digest node = leaf;
    for (const Digest& sibling : path) {
        if (last == 0) return malformed("path is too long for the tree");
        if (index % 2 == 1 || index == last) {
            node = crypto::sha256({kNodePrefix, sibling, node});
            for (; index % 2 == 0 && index != 0; last /= 2) index /= 2;
        } else {
            node = crypto::sha256({kNodePrefix, node, sibling});
        }
        index /= 2;
        last /= 2;
    }
    if (last != 0) return malformed("path is too short for the tree");
    return node;
}

Result<CoseReceipt> parseCoseReceipt(ByteVector bytes)
{
    CoseReceipt receipt;
    receipt.bytes = std::make_shared<const ByteVector>(std::move(bytes));
    auto cose = crypto::CoseSign1::parse(*receipt.bytes);
    if (!cose) return std::move(cose).error();
    receipt.cose = *std::move(cose);
    if (receipt.cose.payload) return malformed("payload is not detached");
    auto header = readServiceHeader(receipt.cose.protectedHeader);
    if (!header) return std::move(header).error();
    receipt.header = *std::move(header);
    const auto algorithm = receipt.header.treeAlgorithm;
    if (!algorithm) return malformed("no tree algorithm");
    if (*algorithm != kTreeCcf && *algorithm != kTreeRfc9162)
        return Error{ErrorCode::Unsupported, "COSE receipt: tree algorithm", std::to_string(*algorithm)};
    auto list = proofList(receipt.cose.unprotectedHeader);
    if (!list) return std::move(list).error();
    if (!*list) return receipt;
    receipt.hasProofs = true;
    for (const CborValue& wrapped : (*list)->items)
        if (auto done = readProof(wrapped, receipt); !done) return std::move(done).error();
    return receipt;
}

} // namespace countersign::ccf
