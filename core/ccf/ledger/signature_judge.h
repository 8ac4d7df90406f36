#pragma once

#include "core/base/worker_pool.h"
#include "core/ccf/ledger/history_state.h"
#include "core/ccf/ledger/run_log.h"
#include "core/ccf/ledger/signature_transaction.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace countersign::ccf {

/// A signature transaction under judgement. Keys were chosen by the state of its moment; the arithmetic runs on the pool.
struct JudgedSignature {
    TransactionId id;
    Place where;
    Digest root{};
    std::vector<Answer> answers;  ///< Complete once remaining is 0 and finish() was called.
    bool bound = false;           ///< Node certificate endorsed by, or root signed with, the service key of the moment.
    bool statusKnown = true;      ///< False when the node's standing could not be told.
    std::string node;
    std::optional<UtcTime> time;
    bool hasNode = false, hasService = false;
    bool finished = false;

    struct Arithmetic {
        std::optional<crypto::PublicKey> nodeKey, serviceKey;
        ByteVector nodeSignature;
        std::optional<ServiceSignatureRow> service;
        std::optional<SerialisedTree> tree;
        std::shared_ptr<const void> keepAlive; ///< What `tree` views.
        bool nodeHolds = false, serviceHolds = false, treeHolds = false;
    } work;
    std::atomic<int> remaining{0};

    /// Turns the arithmetic into answers. Call once, when remaining is 0.
    void finish();
    Verdict verdict() const noexcept;
    const char* reason() const noexcept; ///< Of the worst answer.
};

/// Chooses keys, asks about standing and endorsement, and sets the arithmetic off.
class SignatureJudge
{
public:
    explicit SignatureJudge(WorkerPool& pool) : m_pool(pool) {}

    /// `root` is what the signatures must be over. With `now`, the arithmetic is done before this returns.
    std::shared_ptr<JudgedSignature> judge(const SignatureTransaction& signature, TransactionId own, const Digest& root,
                                           const HistoryState& state, Place where,
                                           std::shared_ptr<const void> keepAlive, bool now);

private:
    void judgeNode(JudgedSignature& judged, const NodeSignatureRow& row, const HistoryState& state);
    void judgeService(JudgedSignature& judged, const ServiceSignatureRow& row, const HistoryState& state);
    void judgeEndorsement(JudgedSignature& judged, const crypto::Certificate& certificate, const HistoryState& state);
    void judgeSelfSigned(JudgedSignature& judged, const HistoryState& state);
    bool endorsed(const crypto::Certificate& certificate, const crypto::PublicKey& service);

    WorkerPool& m_pool;
    std::map<std::pair<Digest, Digest>, bool> m_endorsed; ///< Certificate and service key to answer.
};

} // namespace countersign::ccf
