#pragma once

#include "tests/support/service_types.h"
#include "tests/support/snapshot_writer.h"

namespace countersign::support {

/// A CCF service as its ledger shows it: each call appends the transactions that a real node writes for it. Call
/// create() first, finish() last. Failures to write are kept and told by finish(); misuse throws.
class SyntheticService
{
public:
    SyntheticService(std::filesystem::path folder, ServiceOptions options = {}, ServiceHooks hooks = {});

    /// Genesis with the first node, and a signature.
    void create();
    /// A node joins while the service is not open yet: Trusted at once. Returns its index.
    std::size_t joinBeforeOpening();
    /// Members' acks, proposal, ballots, service Open, signature.
    void open();

    /// Fills in view, seqno, entry type and evidence and appends. Returns the transaction's id.
    TransactionId commit(Transaction transaction);
    /// One application write of `size` bytes, public or private.
    void writeRecord(std::size_t size, bool isPrivate);
    void sign(std::uint8_t flags = 0);
    /// A signature that ends a chunk, a snapshot as of it, and its evidence. The file gets its receipt at the next
    /// signature.
    void snapshot();

    /// `actions` as in a proposal. Returns the proposal's id.
    std::string propose(std::size_t member, const nlohmann::json& actions);
    /// Decides and applies with the last ballot that makes a majority. Returns the state.
    std::string vote(std::size_t member, const std::string& proposal, bool yes = true);
    void withdraw(std::size_t member, const std::string& proposal);
    /// Proposal by the first active member and ballots until it is decided, then a signature.
    std::string decide(const nlohmann::json& actions);

    std::size_t addMember(crypto::KeyKind kind); ///< By decision; then acknowledged and Active.
    void removeMember(std::size_t member);       ///< By decision.
    std::size_t addNode();                       ///< Joins Pending, trusted by decision.
    void retireNode(std::size_t node);           ///< By decision, then retired_committed, then deleted.
    void renewServiceCertificate();              ///< By decision; the key stays.
    /// Another primary (the next one trusted, when none is named), view + 1.
    void elect(std::optional<std::size_t> node = {});
    /// Disaster recovery from the last signature: a new identity and node, view + 2, up to Open.
    void recover();

    /// Ends the last chunk (a signature first unless `end` is Open) and tells what was made.
    Result<GeneratedLedger> finish(ChunkEnd end = ChunkEnd::Committed);

    std::size_t primary() const noexcept { return m_primary; }
    TransactionId last() const noexcept { return {m_view, m_seqno}; }
    const GeneratedLedger& made() const noexcept { return m_made; }
    LedgerWriter& writer() noexcept { return m_writer; }

    /// What a receipt reveals of a transaction: "ce:V.S:…".
    std::string commitEvidence(TransactionId id) const;

private:
    std::uint8_t entryType() const;
    bool coseNow() const;
    Digest append(Transaction& transaction);
    void keep(const Transaction& transaction);
    static nlohmann::json signatureRow(const SignaturePlan& plan, Bytes signature);
    void finishSignature(Transaction& transaction, const SignaturePlan& plan, const ByteVector& signature);
    UtcTime tick() { return UtcTime{m_options.start.seconds + m_ticks++}; }
    std::string newNodeCertificate(const EcKey& key, std::size_t number);
    std::string newServiceCertificate(const EcKey& key, std::size_t number, std::int64_t days);
    Member newMember(crypto::KeyKind kind);
    Node newNode();
    nlohmann::json nodeInfo(const Node& node, std::size_t number, const std::string& status) const;
    void writeJoinPolicy(Transaction& transaction) const;
    void writeNode(Transaction& transaction, const Node& node, const nlohmann::json& info);
    nlohmann::json row(const std::string& table, const std::string& key = kSingle) const;
    bool isActive(const std::string& member) const;

    void acknowledge(std::size_t member);
    ByteVector signMessage(std::size_t member, GovernanceMessage& content);
    void writeMessage(Transaction& transaction, std::size_t member, GovernanceMessage& content);
    void removeFinished(Transaction& transaction, const std::string& except) const;
    void apply(Transaction& transaction, const nlohmann::json& actions);
    void applyMemberAction(Transaction& transaction, const std::string& name, const nlohmann::json& args);
    void applyNodeAction(Transaction& transaction, const std::string& name, const nlohmann::json& args);
    void applyServiceAction(Transaction& transaction, const std::string& name, const nlohmann::json& args);
    std::string randomBase64(std::size_t size);
    void writeEndorsement(Transaction& transaction);
    void openService(Transaction& transaction);
    void writeShares(Transaction& transaction);
    void startRecovery();
    void endRecovery();

    ServiceOptions m_options;
    ServiceHooks m_hooks;
    LedgerWriter m_writer;
    SnapshotWriter m_snapshots;
    TableState m_tables;
    GeneratedLedger m_made;
    Random m_random;
    Transaction m_record; ///< Reused by writeRecord().
    View m_view = 2;
    std::vector<SeqNo> m_viewStarts = {1}; ///< Element i: first seqno of view i + 1.
    SeqNo m_seqno = 0;
    std::int64_t m_ticks = 0;
    std::size_t m_primary = 0;
    std::uint64_t m_signatures = 0;
    SeqNo m_endorsementAt = 0; ///< Where the last endorsement row stands.
    SeqNo m_secretAt = 1;      ///< Where the ledger secret was stored last.
    SeqNo m_secretVersion = 1;
    TransactionId m_epochBegin, m_epochEnd; ///< Of the service that was recovered from.
    Digest m_epochEndRoot{};
};

/// An RSA key in PEM for rows that hold one; nobody has its private half.
const char* encryptionPublicKey();

} // namespace countersign::support
