#include "core/ccf/receipt/statement.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

using crypto::CborValue;

constexpr std::int64_t kCwtClaimsLabel = 15;
constexpr std::int64_t kIssuerClaim = 1;
constexpr std::int64_t kSubjectClaim = 2;
constexpr std::int64_t kChainLabel = 33;
constexpr std::int64_t kReceiptsLabel = 394;
constexpr std::uint64_t kTag = 18;
constexpr std::size_t kMostReceipts = 100;
constexpr std::size_t kMostCertificates = 20;

Error malformed(std::string what)
{
    return {ErrorCode::Malformed, "statement: " + what, {}};
}


void append(ByteVector& target, Bytes bytes)
{
    target.insert(target.end(), bytes.begin(), bytes.end());
}

/// The message with its unprotected header rewritten to the given entries, all else as it stands.
ByteVector withHeader(const Statement& statement, bool keepOthers)
{
    const Bytes whole = *statement.bytes;
    const CborValue& header = statement.cose.unprotectedHeader;
    std::vector<Bytes> kept;
    for (const auto& [label, value] : header.entries) {
        const auto number = label.asInt();
        if (!keepOthers || (number && *number == kReceiptsLabel)) continue;
        kept.push_back(whole.subspan(label.range.offset, value.range.end() - label.range.offset));
    }
    crypto::CborWriter head;
    head.tag(kTag).array(4).byteString(statement.cose.protectedBytes).map(kept.size());
    ByteVector result = head.bytes();
    for (const Bytes entry : kept) append(result, entry);
    append(result, whole.subspan(header.range.end()));
    return result;
}

Result<void> readReceipts(Statement& statement)
{
    const CborValue* list = statement.cose.unprotectedHeader.find(kReceiptsLabel);
    if (!list) return {};
    if (list->kind != CborValue::Kind::Array || list->items.size() > kMostReceipts) return malformed("receipts");
    for (const CborValue& item : list->items) {
        auto bytes = item.asBytes();
        if (!bytes) return malformed("receipts");
        statement.receipts.push_back(copyOf(*bytes));
    }
    return {};
}

Result<void> readChain(Statement& statement)
{
    const CborValue* chain = statement.cose.protectedHeader.find(kChainLabel);
    if (!chain) return {};
    std::vector<const CborValue*> items;
    if (chain->kind == CborValue::Kind::ByteString) items.push_back(chain);
    for (const CborValue& item : chain->items) items.push_back(&item);
    if (items.empty() || items.size() > kMostCertificates) return malformed("x5chain");
    for (const CborValue* item : items) {
        auto der = item->asBytes();
        auto certificate = der ? crypto::Certificate::fromDer(*der) : Result<crypto::Certificate>(der.error());
        if (!certificate) return std::move(certificate).error();
        statement.chain.push_back(*std::move(certificate));
    }
    return {};
}

Result<void> readClaims(Statement& statement)
{
    const CborValue* claims = statement.cose.protectedHeader.find(kCwtClaimsLabel);
    if (!claims) return {};
    for (const auto& [label, target] : {std::pair(kIssuerClaim, &statement.issuer), {kSubjectClaim, &statement.subject}}) {
        const CborValue* claim = claims->find(label);
        if (!claim) continue;
        auto text = claim->asText();
        if (!text) return malformed("CWT claims");
        *target = *text;
    }
    return {};
}

} // namespace

Result<Statement> parseStatement(ByteVector bytes)
{
    Statement statement;
    statement.bytes = std::make_shared<const ByteVector>(std::move(bytes));
    auto cose = crypto::CoseSign1::parse(*statement.bytes);
    if (!cose) return std::move(cose).error();
    statement.cose = *std::move(cose);
    if (!statement.cose.payload) return malformed("payload is detached");
    for (const auto part : {readReceipts, readChain, readClaims})
        if (auto done = part(statement); !done) return std::move(done).error();
    for (const bool keepOthers : {true, false}) {
        ByteVector form = withHeader(statement, keepOthers);
        if (std::ranges::find(statement.registered, form) == statement.registered.end())
            statement.registered.push_back(std::move(form));
    }
    return statement;
}

} // namespace countersign::ccf
