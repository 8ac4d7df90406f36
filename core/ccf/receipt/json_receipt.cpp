#include "core/ccf/receipt/json_receipt.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <initializer_list>

namespace countersign::ccf {

namespace {

using nlohmann::json;

constexpr std::size_t kMostSteps = 64; ///< No tree over 64-bit numbers is higher.
constexpr std::size_t kMostEndorsements = 100;

struct MemberNames {
    const char* nodeId;
    const char* leafComponents;
    const char* writeSetDigest;
    const char* commitEvidence;
    const char* claimsDigest;
    const char* serviceEndorsements;
    const char* isSignatureTransaction;
};

constexpr MemberNames kSnake{"node_id",       "leaf_components",      "write_set_digest",        "commit_evidence",
                             "claims_digest", "service_endorsements", "is_signature_transaction"};
constexpr MemberNames kCamel{"nodeId",       "leafComponents",      "writeSetDigest",        "commitEvidence",
                             "claimsDigest", "serviceEndorsements", "isSignatureTransaction"};

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, "receipt: " + what, std::move(detail)};
}

Result<void> onlyMembers(const json& object, std::initializer_list<std::string_view> known)
{
    for (const auto& member : object.items())
        if (std::ranges::find(known, std::string_view(member.key())) == known.end())
            return malformed("unknown member", member.key().substr(0, 64));
    return {};
}

Result<Digest> digestMember(const json& object, const char* member)
{
    const auto text = jsonText(object, member);
    if (!text) return malformed(member);
    auto digest = digestFromHex(*text);
    if (!digest) return malformed(member, digest.error().detail);
    return digest;
}

class Reader
{
public:
    Reader(const json& receipt, const JsonReceiptForm& form)
        : m_receipt(receipt), m_form(form), m_names(form.spelling == ReceiptSpelling::Snake ? kSnake : kCamel)
    {
    }

    Result<JsonReceipt> read()
    {
        if (!m_receipt.is_object()) return malformed("not an object");
        const auto known = onlyMembers(m_receipt, {"signature", "cert", "proof", "leaf", "root", m_names.nodeId,
                                                   m_names.leafComponents, m_names.serviceEndorsements,
                                                   m_names.isSignatureTransaction});
        if (!known) return known.error();
        for (const auto part : {&Reader::signature, &Reader::node, &Reader::proof, &Reader::leaf, &Reader::kind,
                                &Reader::certificate, &Reader::endorsements})
            if (auto done = (this->*part)(); !done) return std::move(done).error();
        return std::move(m_result);
    }

private:
    Result<void> signature()
    {
        const auto text = jsonText(m_receipt, "signature");
        if (!text) return malformed("signature");
        auto bytes = fromBase64(*text);
        if (!bytes) return malformed("signature", bytes.error().detail);
        m_result.signature = *std::move(bytes);
        return {};
    }

    Result<void> node()
    {
        if (!m_form.nodeIdRequired && !m_receipt.contains(m_names.nodeId)) return {};
        const auto id = jsonText(m_receipt, m_names.nodeId);
        if (!id || !digestFromHex(*id)) return malformed(m_names.nodeId, id.value_or(""));
        m_result.nodeId = *id;
        return {};
    }

    Result<void> proof()
    {
        const auto proof = m_receipt.find("proof");
        if (proof == m_receipt.end() || !proof->is_array()) return malformed("proof");
        if (proof->size() > kMostSteps) return malformed("proof", "longer than any tree is high");
        for (const json& element : *proof) {
            if (!element.is_object() || element.size() != 1) return malformed("proof element", "one side each");
            const bool left = element.contains("left");
            auto sibling = digestMember(element, left ? "left" : "right");
            if (!sibling) return malformed("proof element", sibling.error().detail);
            m_result.proof.push_back({left, *sibling});
        }
        return {};
    }

    Result<void> leaf()
    {
        const auto components = m_receipt.find(m_names.leafComponents);
        const bool hasLeaf = m_receipt.contains("leaf");
        if (hasLeaf == (components != m_receipt.end())) return malformed("leaf", "either a leaf or its components");
        if (m_receipt.contains("root")) {
            auto root = digestMember(m_receipt, "root");
            if (!root) return std::move(root).error();
            m_result.statedRoot = *root;
        }
        if (!hasLeaf) return leafParts(*components);
        auto digest = digestMember(m_receipt, "leaf");
        if (!digest) return std::move(digest).error();
        m_result.leaf = *digest;
        return {};
    }

    Result<void> leafParts(const json& components)
    {
        if (!components.is_object()) return malformed(m_names.leafComponents);
        const auto known =
            onlyMembers(components, {m_names.writeSetDigest, m_names.commitEvidence, m_names.claimsDigest});
        if (!known) return known.error();
        auto writeSet = digestMember(components, m_names.writeSetDigest);
        if (!writeSet) return std::move(writeSet).error();
        m_result.writeSetDigest = *writeSet;
        const auto evidence = jsonText(components, m_names.commitEvidence);
        if (!evidence || !parseCommitEvidence(*evidence)) return malformed(m_names.commitEvidence);
        m_result.commitEvidence = *evidence;
        if (!components.contains(m_names.claimsDigest)) return {};
        auto claims = digestMember(components, m_names.claimsDigest);
        if (!claims) return std::move(claims).error();
        m_result.claimsDigest = *claims;
        return {};
    }

    Result<void> kind()
    {
        const auto stated = m_receipt.find(m_names.isSignatureTransaction);
        if (stated == m_receipt.end()) return {};
        if (!stated->is_boolean()) return malformed(m_names.isSignatureTransaction);
        if (stated->get<bool>() && (!m_result.leaf || !m_result.proof.empty()))
            return malformed(m_names.isSignatureTransaction, "its leaf is the signed root");
        return {};
    }

    Result<crypto::Certificate> certificateIn(const json& value, const char* member) const
    {
        if (!value.is_string()) return malformed(member);
        const std::string& pem = value.get_ref<const std::string&>();
        auto certificate = m_form.cache ? m_form.cache->fromPem(pem) : crypto::Certificate::fromPem(pem);
        if (!certificate)
            return Error{certificate.error().code, std::string("receipt: ") + member, certificate.error().where};
        return certificate;
    }

    Result<void> certificate()
    {
        const auto member = m_receipt.find("cert");
        if (member == m_receipt.end()) return {};
        auto certificate = certificateIn(*member, "cert");
        if (!certificate) return std::move(certificate).error();
        m_result.certificate = *std::move(certificate);
        return {};
    }

    Result<void> endorsements()
    {
        const auto list = m_receipt.find(m_names.serviceEndorsements);
        if (list == m_receipt.end()) return {};
        if (!list->is_array() || list->size() > kMostEndorsements) return malformed(m_names.serviceEndorsements);
        for (const json& element : *list) {
            auto certificate = certificateIn(element, m_names.serviceEndorsements);
            if (!certificate) return std::move(certificate).error();
            m_result.serviceEndorsements.push_back(*std::move(certificate));
        }
        return {};
    }

    const json& m_receipt;
    const JsonReceiptForm& m_form;
    const MemberNames& m_names;
    JsonReceipt m_result;
};

} // namespace

Digest leafOfComponents(const Digest& writeSet, std::string_view evidence, const std::optional<Digest>& claims)
{
    const Digest evidenceDigest = crypto::sha256(bytesOf(evidence));
    return claims ? crypto::sha256({writeSet, evidenceDigest, *claims}) : crypto::sha256({writeSet, evidenceDigest});
}

Digest JsonReceipt::leafDigest() const
{
    return leaf ? *leaf : leafOfComponents(*writeSetDigest, commitEvidence, claimsDigest);
}

Digest JsonReceipt::root() const
{
    return crypto::rootFromPath(leafDigest(), proof);
}

std::optional<TransactionId> JsonReceipt::transactionId() const
{
    const auto id = parseCommitEvidence(commitEvidence);
    return id ? std::optional(*id) : std::nullopt;
}

Result<TransactionId> parseCommitEvidence(std::string_view evidence)
{
    constexpr std::string_view kPrefix = "ce:";
    const auto end = evidence.find(':', kPrefix.size());
    if (!evidence.starts_with(kPrefix) || end == std::string_view::npos || !digestFromHex(evidence.substr(end + 1)))
        return malformed("commit evidence");
    return parseTransactionId(evidence.substr(kPrefix.size(), end - kPrefix.size()));
}

Result<JsonReceipt> readJsonReceipt(const json& receipt, const JsonReceiptForm& form)
{
    return Reader(receipt, form).read();
}

Result<JsonReceipt> parseJsonReceipt(Bytes text, const JsonReceiptForm& form)
{
    auto parsed = parseJson(text);
    if (!parsed) return std::move(parsed).error();
    return readJsonReceipt(*parsed, form);
}

} // namespace countersign::ccf
