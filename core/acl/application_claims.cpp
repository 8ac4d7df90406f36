#include "core/acl/application_claims.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <initializer_list>

namespace countersign::acl {

namespace {

using nlohmann::json;

constexpr std::size_t kMostClaims = 1000;
constexpr std::size_t kBlock = 64; ///< Of SHA-256.
constexpr std::string_view kProtocol = "LedgerEntryV1";

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, "application claim: " + what, std::move(detail)};
}

/// RFC 2104.
Digest hmacSha256(Bytes key, Bytes message)
{
    std::array<std::uint8_t, kBlock> inner{}, outer{};
    if (key.size() > kBlock)
        std::ranges::copy(crypto::sha256(key), inner.begin());
    else
        std::ranges::copy(key, inner.begin());
    outer = inner;
    for (std::uint8_t& byte : inner) byte ^= 0x36;
    for (std::uint8_t& byte : outer) byte ^= 0x5c;
    return crypto::sha256({outer, crypto::sha256({inner, message})});
}

/// A member under either spelling; never under both.
const json* member(const json& object, const char* camel, const char* snake)
{
    if (object.contains(camel)) return object.contains(snake) && std::string_view(camel) != snake ? nullptr : &object[camel];
    return object.contains(snake) ? &object[snake] : nullptr;
}

Result<std::string> text(const json& object, const char* camel, const char* snake)
{
    const json* value = member(object, camel, snake);
    if (!value || !value->is_string()) return malformed(camel);
    return value->get<std::string>();
}

Result<void> onlyMembers(const json& object, std::initializer_list<std::string_view> known)
{
    if (!object.is_object()) return malformed("not an object");
    for (const auto& one : object.items())
        if (std::ranges::find(known, std::string_view(one.key())) == known.end())
            return malformed("unknown member", one.key().substr(0, 64));
    return {};
}

Result<void> knownProtocol(const json& object)
{
    auto protocol = text(object, "protocol", "protocol");
    if (!protocol) return std::move(protocol).error();
    if (*protocol != kProtocol) return Error{ErrorCode::Unsupported, "application claim: protocol", *protocol};
    return {};
}

ApplicationClaim claimOver(const Digest& inner, std::optional<std::string> contents)
{
    return {crypto::sha256({bytesOf(kProtocol), inner}), std::move(contents)};
}

Result<ApplicationClaim> parseEntry(const json& entry)
{
    auto known = onlyMembers(entry, {"collectionId", "collection_id", "contents", "secretKey", "secret_key", "protocol"});
    if (!known) return std::move(known).error();
    if (auto protocol = knownProtocol(entry); !protocol) return std::move(protocol).error();
    auto collection = text(entry, "collectionId", "collection_id");
    if (!collection) return std::move(collection).error();
    auto contents = text(entry, "contents", "contents");
    if (!contents) return std::move(contents).error();
    auto secret = text(entry, "secretKey", "secret_key");
    if (!secret) return std::move(secret).error();
    auto key = fromBase64(*secret);
    if (!key) return malformed("secretKey", key.error().detail);
    return claimOver(ledgerEntryDigest(*key, *collection, *contents), *contents);
}

Result<ApplicationClaim> parseDigest(const json& digest)
{
    if (auto known = onlyMembers(digest, {"value", "protocol"}); !known) return std::move(known).error();
    if (auto protocol = knownProtocol(digest); !protocol) return std::move(protocol).error();
    auto value = text(digest, "value", "value");
    if (!value) return std::move(value).error();
    auto inner = digestFromHex(*value);
    if (!inner) return malformed("value", inner.error().detail);
    return claimOver(*inner, {});
}

Result<ApplicationClaim> parseClaim(const json& claim)
{
    auto known = onlyMembers(claim, {"kind", "ledgerEntry", "ledger_entry", "digest"});
    if (!known) return std::move(known).error();
    const auto kind = jsonText(claim, "kind");
    if (!kind) return malformed("kind");
    const json* entry = member(claim, "ledgerEntry", "ledger_entry");
    const json* digest = member(claim, "digest", "digest");
    if (*kind == "LedgerEntry" && entry && claim.size() == 2) return parseEntry(*entry);
    if (*kind == "ClaimDigest" && digest && claim.size() == 2) return parseDigest(*digest);
    if (*kind == "LedgerEntry" || *kind == "ClaimDigest") return malformed(*kind);
    return Error{ErrorCode::Unsupported, "application claim: kind", *kind};
}

} // namespace

Digest ledgerEntryDigest(Bytes secretKey, std::string_view collection, std::string_view contents)
{
    return crypto::sha256({hmacSha256(secretKey, bytesOf(collection)), hmacSha256(secretKey, bytesOf(contents))});
}

Result<std::vector<ApplicationClaim>> parseApplicationClaims(const json& list)
{
    if (!list.is_array() || list.empty() || list.size() > kMostClaims) return malformed("list");
    std::vector<ApplicationClaim> claims;
    for (const json& element : list) {
        auto claim = parseClaim(element);
        if (!claim) return std::move(claim).error();
        claims.push_back(*std::move(claim));
    }
    return claims;
}

Digest claimsDigestOf(const std::vector<ApplicationClaim>& claims)
{
    const auto count = static_cast<std::uint32_t>(claims.size());
    ByteVector bytes;
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(count >> shift));
    for (const ApplicationClaim& claim : claims) bytes.insert(bytes.end(), claim.digest.begin(), claim.digest.end());
    return crypto::sha256(bytes);
}

} // namespace countersign::acl
