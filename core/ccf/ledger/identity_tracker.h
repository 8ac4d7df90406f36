#pragma once

#include "core/ccf/ledger/history_state.h"
#include "core/ccf/ledger/run_log.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace countersign::ccf {

/// The last signed root of a stretch, recomputed.
struct SignedHead {
    TransactionId id;
    Digest root{};
    bool viewSigned = false; ///< The view of `id` is under a signature of its own, not only under later ones.
};

/// The time under one service key.
struct Epoch {
    SeqNo from = 0;
    View firstView = 0;
    ServiceRecord service;             ///< Latest.
    std::uint32_t renewals = 0;
    std::optional<SignedHead> lastHead; ///< Of this epoch, so far.
    bool recovered = true;             ///< The change to it looked like a recovery; true for the first.

    std::optional<std::size_t> endorses; ///< Earlier epoch whose key a good endorsement row of this one names.
    SeqNo endorsedTo = 0;                ///< The last seqno that row vouches for, as signed.
    std::string endorsementEvidence;

    // What members of the epoch before say of this one, for trust that goes forward.
    std::map<std::string, MemberState> membersBefore;
    std::uint64_t thresholdBefore = 0;
    bool membersBeforeKnown = false;
    std::map<std::string, std::set<std::string>> openings; ///< Proposal id that names this identity to approving members.
    std::optional<std::string> acceptedOpening;
};

/// Follows service.info, recoveries, endorsement rows and the members' messages that open a recovered service.
class IdentityTracker
{
public:
    /// `proposalIdFits(id, signature)` answers whether a proposal's id is the one CCF gives to a message with this signature at the
    /// present point of the history (spec ccf (f), proposalId).
    using ProposalIdFits = std::function<bool(const std::string& id, Bytes signature)>;

    /// What costs the range around a seqno.
    using Blame = std::function<void(SeqNo, Verdict, const char*)>;

    IdentityTracker(RunLog& log, Blame blame, ProposalIdFits proposalIdFits)
        : m_log(log), m_blame(std::move(blame)), m_proposalIdFits(std::move(proposalIdFits))
    {
    }

    /// A transaction of the framework, before its writes are applied to `state`.
    void before(const std::vector<TableBlock>& tables, TransactionId id, const HistoryState& state, Place where);
    /// The same, after.
    void after(const std::vector<TableBlock>& tables, TransactionId id, const HistoryState& state, Place where);
    /// The first identity of a history that does not begin at its genesis.
    void begin(SeqNo from, const ServiceRecord& service);
    /// A root whose signature was judged good.
    void signedHead(const SignedHead& head);

    const std::vector<Epoch>& epochs() const noexcept { return m_epochs; }
    std::size_t current() const noexcept { return m_epochs.empty() ? 0 : m_epochs.size() - 1; }

private:
    void change(const ServiceRecord& next, TransactionId id, const HistoryState& state,
                const std::vector<TableBlock>& tables, const Place& where);
    void checkStatus(const std::string& before, const std::string& after, bool complete, const Place& where);
    void checkRecoveryRows(const Epoch& previous, const std::vector<TableBlock>& tables, bool complete,
                           const Place& where);
    void checkPreviousIdentity(const Epoch& previous, Bytes row, bool complete, const Place& where);
    void endorsement(Bytes value, const HistoryState& state, const Place& where);
    const crypto::PublicKey& previousKey() const noexcept;
    void link(const EndorsementRecord& row, bool complete, const Place& where);
    void openingMessages(const std::vector<TableBlock>& tables);
    void openingMessage(const std::string& member, Bytes message, const std::vector<TableBlock>& tables);

    void fail(const char* check, const char* reason, const Place& where, std::string detail);
    void unseen(const char* check, const Place& where, std::string detail);

    RunLog& m_log;
    Blame m_blame;
    ProposalIdFits m_proposalIdFits;
    std::vector<Epoch> m_epochs;
    std::optional<crypto::PublicKey> m_lastEndorser;
};

} // namespace countersign::ccf
