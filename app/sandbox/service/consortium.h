#pragma once

#include "app/sandbox/ledger/ledger_service.h"
#include "app/sandbox/service/signed_request.h"
#include "core/ccf/evaluator/evaluator.h"

#include <set>

namespace countersign::sandbox {

/// The service behind the demo's nodes: one state, one ledger, governed by the constitution in its own tables, which the
/// evaluator runs. Not for several threads at once. Answers are those of CCF's governance interface 2024-07-01.
class Consortium final : public LedgerService
{
public:
    /// `evaluator` outlives the consortium.
    Consortium(std::filesystem::path folder, ServiceOptions options, ccf::ConstitutionEvaluator& evaluator);

    using LedgerService::endRecovery;
    using LedgerService::startRecovery;

    const TableState& tables() const noexcept { return m_tables; }
    nlohmann::json rowOf(const std::string& table, const std::string& key = kSingle) const { return row(table, key); }
    const std::vector<SeqNo>& viewStarts() const noexcept { return m_viewStarts; }
    View viewAt(SeqNo seqno) const; ///< 0 when there is no such transaction.
    /// The last signature: all before it, and itself, count as committed.
    TransactionId committed() const noexcept { return m_made.lastSignature; }
    bool unsignedWrites() const noexcept { return committed() != last(); }
    bool isRecovering() const; ///< A recovery has begun and shares are not all in.
    bool readsPrivateLedger() const noexcept { return m_opensNext; } ///< They are; it opens at the next signature.
    /// Signs, and makes the chunk or snapshot that was asked for meanwhile.
    void signNow();
    /// So that whoever reads the folder sees all that was written.
    void flush() { m_writer.flush(); }

    HttpAnswer propose(const SignedRequest& request);
    HttpAnswer ballot(const SignedRequest& request, const std::string& proposal, const std::string& member);
    HttpAnswer withdraw(const SignedRequest& request, const std::string& proposal);
    HttpAnswer updateDigest(const SignedRequest& request);
    HttpAnswer acknowledge(const SignedRequest& request);
    HttpAnswer recoverShare(const SignedRequest& request);

    /// A node asks to join: Pending until the members trust it. Returns its index.
    std::size_t joinNode();
    /// Deletes nodes that the network has retired for good.
    void deleteRetiredNodes();
    HttpAnswer deleteNode(const std::string& id);
    /// An application's write, with claims when `claimed` is not empty.
    TransactionId writeApplication(const std::string& key, const std::string& value, bool isPrivate,
                                   const std::string& claimed = {});

    /// Of a committed transaction; none when there is no signature after it.
    std::optional<nlohmann::json> receipt(SeqNo seqno) const;
    std::optional<ByteVector> coseReceipt(SeqNo seqno) const; ///< Not of signature transactions.

    /// From now on transactions are remembered, for rewrite().
    void remember() { m_remembers = true; }
    /// Forges: moves the ledger's files to `keptAs` and writes the history anew, with another value under `key` in the
    /// application's table, and all signatures after it made again. Needs remember() before the first transaction.
    void rewrite(const std::filesystem::path& keptAs, const std::string& key, const std::string& value);

    static nlohmann::json proposalJson(const std::string& id, const nlohmann::json& info);

private:
    struct Leaf {
        View view = 0;
        Digest writeSet{};
        Digest claims{};
    };
    struct Signature {
        nlohmann::json row;
        ByteVector cose;
        std::size_t identity = 0; ///< Index into made().identities.
    };

    void appended(const Transaction& transaction, const Digest& writeSet) override;
    std::string shareOf(const std::string& memberId) override;
    bool isShareOf(const std::string& memberId, Bytes share) const;
    HttpAnswer combineShares(Transaction transaction, std::size_t submitted, std::size_t threshold);

    ccf::PublicState stateWith(const Transaction& transaction) const;
    Checked<Nothing> checkTime(const SignedRequest& request) const;
    Checked<Nothing> validate(const std::string& proposal) const;
    /// Runs ballots and resolve(), and apply() when they accept; `info` and `transaction` become what follows.
    Checked<Nothing> decide(Transaction& transaction, const std::string& id, nlohmann::json& info,
                            const std::string& text);
    Checked<std::vector<ccf::CastVote>> castVotes(const ccf::ProposalCase& proposal, const ccf::PublicState& state,
                                                  const nlohmann::json& info, nlohmann::json& failures) const;
    Checked<Nothing> apply(Transaction& transaction, const ccf::ProposalCase& proposal);
    Checked<Nothing> carryOut(Transaction& transaction, const std::vector<ccf::NodeEffect>& effects);
    Checked<Nothing> openAgain(Transaction& transaction, const std::vector<std::string>& identities);
    Checked<Nothing> issue(Transaction& transaction, const ccf::NodeEffect& effect);
    void removeRow(Transaction& transaction, const std::string& table, const std::string& key) const;
    HttpAnswer written(HttpAnswer answer, Transaction transaction);
    void signAnew(Transaction& transaction, const Signature& old);
    const Signature* signatureAfter(SeqNo seqno, SeqNo& at) const;

    ccf::ConstitutionEvaluator& m_evaluator;
    LedgerTree m_tree; ///< Of all leaves; the writer's forgets.
    std::vector<Leaf> m_leaves{1};
    std::map<SeqNo, Signature> m_signatureRows;
    std::vector<Transaction> m_history;
    std::map<std::string, Digest> m_issuedShares; ///< SHA-256 of each share that was ever issued, by its encrypted form.
    std::set<std::string> m_wrongShares;          ///< Members who submitted something else than their share.
    bool m_opensNext = false;
    bool m_remembers = false;
    bool m_chunkDue = false;
    bool m_snapshotDue = false;
};

} // namespace countersign::sandbox
