#pragma once

#include "app/sandbox/ledger/service_types.h"
#include "app/sandbox/ledger/snapshot_writer.h"

namespace countersign::sandbox {

/// A CCF service as its ledger shows it: each call appends the transactions that a real node writes for it. What members
/// decide is for a class built on this one. Call create() first, finish() last. Failures to write are kept and told by
/// finish(); misuse throws.
class LedgerService
{
public:
    LedgerService(std::filesystem::path folder, ServiceOptions options, ServiceHooks hooks = {});
    virtual ~LedgerService() = default;

    LedgerService(const LedgerService&) = delete;
    LedgerService& operator=(const LedgerService&) = delete;

    /// Genesis with the first node, and a signature.
    void create();
    /// A node joins while the service is not open yet: Trusted at once. Returns its index.
    std::size_t joinBeforeOpening();

    /// Fills in view, seqno, entry type and evidence and appends. Returns the transaction's id.
    TransactionId commit(Transaction transaction);
    /// One application write of `size` bytes, public or private.
    void writeRecord(std::size_t size, bool isPrivate);
    void sign(std::uint8_t flags = 0);
    /// A signature that ends a chunk, a snapshot as of it, and its evidence. The file gets its receipt at the next
    /// signature.
    void snapshot();
    /// Another primary (the next one trusted, when none is named), view + 1.
    void elect(std::optional<std::size_t> node = {});

    /// Ends the last chunk (a signature first unless `end` is Open) and tells what was made.
    Result<GeneratedLedger> finish(ChunkEnd end = ChunkEnd::Committed);

    std::size_t primary() const noexcept { return m_primary; }
    TransactionId last() const noexcept { return {m_view, m_seqno}; }
    const GeneratedLedger& made() const noexcept { return m_made; }
    LedgerWriter& writer() noexcept { return m_writer; }

    /// What a receipt reveals of a transaction: "ce:V.S:…".
    std::string commitEvidence(TransactionId id) const;

protected:
    /// Called for each transaction once it is in the tree.
    virtual void appended(const Transaction&, const Digest&) {}
    /// A member's share as its row holds it, base64; here random bytes that nobody can decrypt.
    virtual std::string shareOf(const std::string& memberId);

    std::uint8_t entryType() const;
    UtcTime tick();
    SeqNo latestSecret() const noexcept { return m_secretVersion; } ///< Where the ledger secret in use begins.
    nlohmann::json row(const std::string& table, const std::string& key = kSingle) const;
    bool isActive(const std::string& member) const;
    Member newMember(crypto::KeyKind kind);
    Node newNode();
    nlohmann::json nodeInfo(const Node& node, std::size_t number, const std::string& status) const;
    void writeNode(Transaction& transaction, const Node& node, const nlohmann::json& info);
    std::string newNodeCertificate(const EcKey& key, std::size_t number);
    std::string newServiceCertificate(const EcKey& key, std::size_t number, std::int64_t days);

    /// Writes the row that keeps a proposal from being sent again. Returns the proposal's id.
    std::string recordRecent(Transaction& transaction, UtcTime createdAt, Bytes signature);
    /// Takes away the rows of proposals that are not Open, but for one.
    void removeFinished(Transaction& transaction, const std::string& except) const;
    void openService(Transaction& transaction);
    void writeShares(Transaction& transaction);
    void rekeyLedger(Transaction& transaction);
    /// Disaster recovery from the last signature: a new identity and node, view + 2; members are to open it next.
    void startRecovery();
    /// Once the service waits for shares: shares come in, and it is Open.
    void endRecovery();
    void retireForGood(); ///< The nodes that a recovery retired.
    void openRecovered(); ///< Once enough shares are in.
    std::string randomBase64(std::size_t size);

    ServiceOptions m_options;
    ServiceHooks m_hooks;
    LedgerWriter m_writer;
    TableState m_tables;
    GeneratedLedger m_made;
    std::vector<SeqNo> m_viewStarts = {1}; ///< Element i: first seqno of view i + 1.

private:
    bool coseNow() const;
    Digest append(Transaction& transaction);
    void keep(const Transaction& transaction);
    static nlohmann::json signatureRow(const SignaturePlan& plan, Bytes signature);
    void finishSignature(Transaction& transaction, const SignaturePlan& plan, const ByteVector& signature);
    void writeJoinPolicy(Transaction& transaction) const;
    void writeEndorsement(Transaction& transaction);

    SnapshotWriter m_snapshots;
    Random m_random;
    Transaction m_record; ///< Reused by writeRecord().
    View m_view = 2;
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

/// Shares that came in during a recovery, encrypted, by member.
inline const std::string kSubmittedShares = "public:ccf.internal.encrypted_submitted_shares";

/// An RSA key in PEM for rows that hold one; nobody has its private half.
const char* encryptionPublicKey();

} // namespace countersign::sandbox
