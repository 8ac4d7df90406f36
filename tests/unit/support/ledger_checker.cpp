#include "tests/unit/support/ledger_checker.h"

#include "core/base/base64.h"
#include "core/base/byte_reader.h"
#include "core/base/hex.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/merkle.h"

namespace countersign::test {

using nlohmann::json;

namespace {

const std::string kOne(8, '\0');

Digest naiveRoot(const std::vector<Digest>& leaves)
{
    std::vector<Digest> level = leaves;
    while (level.size() > 1) {
        std::vector<Digest> above;
        for (std::size_t i = 0; i < level.size(); i += 2)
            above.push_back(i + 1 < level.size() ? crypto::sha256Pair(level[i], level[i + 1]) : level[i]);
        level = std::move(above);
    }
    return level.front();
}

class Walk
{
public:
    explicit Walk(LedgerCheck& result) : m_result(result) {}

    void take(const RawEntry& entry)
    {
        m_at = TransactionId{entry.view, entry.seqno};
        if (entry.seqno != m_leaves.size()) complain("seqno is not the next");
        if (entry.view < m_view) complain("view goes back");
        m_view = entry.view;
        signatures(entry);
        messages(entry);
        recovery(entry);
        store(entry);
        m_leaves.push_back(plainLeaf(entry));
        ++m_result.transactions;
    }

private:
    void complain(const std::string& what) { m_result.problems.push_back(m_at.toString() + ": " + what); }
    std::string value(const std::string& table, const std::string& key = kOne) { return m_state[table][key]; }
    json parsed(const std::string& text) { return text.empty() ? json::object() : json::parse(text, nullptr, false); }
    crypto::Certificate service()
    {
        return *crypto::Certificate::fromPem(parsed(value("public:ccf.gov.service.info"))["cert"].get<std::string>());
    }

    void signatures(const RawEntry& entry)
    {
        const std::string node = entry.written("public:ccf.internal.signatures");
        const std::string cose = entry.written("public:ccf.internal.cose_signatures");
        if (node.empty() && cose.empty()) return;
        const Digest root = naiveRoot(m_leaves);
        if (!node.empty()) nodeSignature(parsed(node), root);
        if (!cose.empty()) serviceSignature(parsed(cose), root);
        tree(entry.written("public:ccf.internal.tree"), root);
        if (entry.tables.size() != 1u + (node.empty() ? 0u : 1u) + (cose.empty() ? 0u : 1u)) complain("foreign tables");
        m_lastRoot = root;
        m_result.lastSigned = entry.seqno;
    }

    void nodeSignature(const json& row, const Digest& root)
    {
        ++m_result.nodeSignatures;
        const std::string id = row["node"];
        const std::string endorsed = value("public:ccf.gov.nodes.endorsed_certificates", id);
        const json info = parsed(value("public:ccf.gov.nodes.info", id));
        const std::string pem = endorsed.empty() ? info.value("cert", "") : endorsed;
        const auto certificate = crypto::Certificate::fromPem(pem);
        if (!certificate) return complain("the signer has no certificate");
        if (row["root"] != toHex(root)) complain("another root");
        if (row["seqno"] != m_at.seqno || row["view"] != m_at.view) complain("another id in the row");
        if (toHex(certificate->publicKey().spkiDigest()) != id) complain("node id is not that of the key");
        if (info["status"] != "Trusted" && info["status"] != "Retired") complain("the signer is not trusted");
        if (row.contains("cert") != !endorsed.empty() || (row.contains("cert") && row["cert"] != pem)) complain("cert");
        const auto signature = fromBase64(row["sig"].get<std::string>());
        if (!certificate->publicKey().ecdsaDerHolds(root, *signature).value_or(false)) complain("node signature");
        if (!endorsed.empty() && !certificate->issuedBy(service()).value_or(false)) complain("endorsement of the node");
    }

    void serviceSignature(const json& row, const Digest& root)
    {
        ++m_result.serviceSignatures;
        const auto bytes = fromBase64(row.get<std::string>());
        const auto cose = crypto::CoseSign1::parse(*bytes);
        if (!cose) return complain("COSE does not parse");
        const crypto::PublicKey key = service().publicKey();
        if (!cose->holds(key, root).value_or(false)) complain("service signature");
        const crypto::CborValue& header = cose->protectedHeader;
        const auto txid = header.find("ccf.v1")->find("txid")->asText();
        if (!txid || *txid != m_at.toString()) complain("another txid");
        if (textOf(*header.find(4)->asBytes()) != toHex(key.spkiDigest())) complain("kid");
        if (header.find(395)->asInt().value_or(0) != 2) complain("vds");
        const std::int64_t time = header.find(15)->find(6)->asInt().value_or(0);
        if (time < m_time) complain("time goes back");
        m_time = time;
    }

    void tree(const std::string& text, const Digest& root)
    {
        ByteReader in(bytesOf(text));
        const std::uint64_t kept = in.u64be("L").value_or(0);
        const std::uint64_t flushed = in.u64be("F").value_or(0);
        std::vector<Digest> hashes;
        while (const auto bytes = in.take(32, "hash"))
            std::copy(bytes->begin(), bytes->end(), hashes.emplace_back().begin());
        if (!in.atEnd() || kept > hashes.size() || kept + flushed != m_leaves.size()) return complain("tree size");
        const auto split = hashes.begin() + static_cast<std::ptrdiff_t>(kept);
        auto frontier = crypto::MerkleFrontier::fromPeaks(flushed, std::vector<Digest>(split, hashes.end()));
        if (!frontier) return complain("tree peaks");
        std::for_each(hashes.begin(), split, [&](const Digest& leaf) { frontier->append(leaf); });
        if (frontier->root() != root) complain("tree content");
    }

    bool memberSigned(const std::string& id, const std::string& base64, crypto::CoseSign1& out, ByteVector& keep)
    {
        ++m_result.memberMessages;
        keep = fromBase64(base64).value_or(ByteVector{});
        const auto cose = crypto::CoseSign1::parse(keep);
        const auto certificate = crypto::Certificate::fromPem(value("public:ccf.gov.members.certs", id));
        if (!cose || !certificate) return complain("message or member missing"), false;
        if (!cose->holds(certificate->publicKey()).value_or(false)) complain("member's signature");
        if (textOf(*cose->protectedHeader.find(4)->asBytes()) != id) complain("member's kid");
        if (toHex(certificate->fingerprint()) != id) complain("member id");
        out = *cose;
        return true;
    }

    void messages(const RawEntry& entry)
    {
        crypto::CoseSign1 cose;
        ByteVector keep;
        if (const RawTable* history = entry.find("public:ccf.gov.cose_history")) {
            for (const auto& [id, row] : history->writes) {
                if (memberSigned(id, parsed(row).get<std::string>(), cose, keep)) meaning(entry, id, cose);
            }
        }
        if (const RawTable* acks = entry.find("public:ccf.gov.members.acks")) {
            for (const auto& [id, row] : acks->writes) {
                const json ack = parsed(row);
                if (!ack.contains("cose_sign1_req")) continue;
                if (!memberSigned(id, ack["cose_sign1_req"], cose, keep)) continue;
                if (parsed(std::string(textOf(*cose.payload)))["stateDigest"] != ack["state_digest"]) complain("ack");
            }
        }
    }

    void meaning(const RawEntry& entry, const std::string& member, const crypto::CoseSign1& cose)
    {
        const std::string type(cose.protectedHeader.find("ccf.gov.msg.type")->asText().value_or("?"));
        const std::string payload(textOf(*cose.payload));
        if (type == "proposal") {
            const RawTable* recent = entry.find("public:ccf.gov.cose_recent_proposals");
            const auto& [key, id] = *recent->writes.begin();
            const std::string created = std::to_string(*cose.protectedHeader.find("ccf.gov.msg.created_at")->asInt());
            if (key != created + ':' + toHex(crypto::sha256(cose.signature))) complain("recent proposal");
            if (entry.written("public:ccf.gov.proposals", parsed(id)) != payload) complain("proposal payload");
            if (parsed(entry.written("public:ccf.gov.proposals_info", parsed(id)))["proposer_id"] != member)
                complain("proposer");
            return;
        }
        const std::string id(cose.protectedHeader.find("ccf.gov.msg.proposal_id")->asText().value_or("?"));
        const json info = parsed(entry.written("public:ccf.gov.proposals_info", id));
        if (info.empty()) complain("the message is about another proposal");
        if (type == "ballot" && info["ballots"][member] != parsed(payload)["ballot"]) complain("ballot");
    }

    void recovery(const RawEntry& entry)
    {
        const std::string last = entry.written("public:ccf.internal.previous_service_last_signed_root");
        if (!last.empty() && parsed(last) != toHex(m_lastRoot)) complain("last signed root");
        const json row = parsed(entry.written("public:ccf.internal.previous_service_identity_endorsement"));
        if (row.empty()) return;
        ++m_result.endorsements;
        const auto bytes = fromBase64(row["endorsement"].get<std::string>());
        const auto key = fromBase64(row["endorsing_key"].get<std::string>());
        const auto cose = crypto::CoseSign1::parse(*bytes);
        if (!cose || !cose->holds(*crypto::PublicKey::fromSpkiDer(*key)).value_or(false)) complain("endorsement");
        const ByteVector endorsed = copyOf(*cose->payload);
        if (endorsed != (m_endorsing.empty() ? *key : m_endorsing)) complain("endorsed key");
        if (copyOf(service().publicKey().spkiDer()) != *key) complain("endorsing key is not the service's");
        m_endorsing = *key;
    }

    void store(const RawEntry& entry)
    {
        for (const RawTable& table : entry.tables) {
            for (const auto& [key, text] : table.writes) m_state[table.name][key] = text;
            for (const auto& key : table.removes) m_state[table.name].erase(key);
        }
    }

    LedgerCheck& m_result;
    std::vector<Digest> m_leaves = {Digest{}};
    std::map<std::string, std::map<std::string, std::string>> m_state;
    TransactionId m_at;
    View m_view = 0;
    std::int64_t m_time = 0;
    Digest m_lastRoot{};
    ByteVector m_endorsing;
};

} // namespace

LedgerCheck checkLedger(const std::filesystem::path& folder)
{
    LedgerCheck result;
    Walk walk(result);
    for (const RawEntry& entry : readLedger(folder, result.problems)) walk.take(entry);
    return result;
}

} // namespace countersign::test
