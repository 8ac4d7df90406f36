#include "ui/sign/act_run.h"

#include "ui/sign/act_proof.h"
#include "ui/tasks/run_task.h"

namespace countersign::ui {

ActRun::ActRun(std::shared_ptr<ActPort> port, QThreadPool& pool, ActOrder order, QObject* parent)
    : QObject(parent), m_port(std::move(port)), m_pool(pool), m_order(std::move(order))
{
    m_outcome.member = m_order.act.member;
}

ActRun::~ActRun()
{
    m_stop.request_stop();
}

void ActRun::begin(ActStage stage)
{
    m_stage = stage;
    Q_EMIT stageBegan(stage);
}

void ActRun::stop()
{
    m_stop.request_stop();
}

void ActRun::fail(const Error& error)
{
    m_outcome.error = error;
    Q_EMIT ended(m_outcome);
}

void ActRun::start()
{
    begin(ActStage::Checking);
    m_stop = runTask(
        m_pool, this, [port = m_port, act = m_order.act](std::stop_token stop) { return port->check(act, std::move(stop)); },
        [this](const Result<ActCheck>& check) { checked(check); });
}

void ActRun::checked(const Result<ActCheck>& check)
{
    if (!check) return fail(check.error());
    m_outcome.block = check->block;
    m_outcome.clockSeconds = check->clockSeconds.value_or(0);
    m_outcome.clockKnown = check->clockSeconds.has_value();
    if (check->block == ActBlock::None) return sign();
    m_outcome.original = check->detail;
    Q_EMIT ended(m_outcome);
}

void ActRun::sign()
{
    begin(ActStage::Signing);
    m_stop = runTask(
        m_pool, this,
        [port = m_port, prepared = m_order.prepared, key = m_order.key, secret = std::move(m_order.secret),
         answer = m_order.answer](const std::stop_token& stop) -> Result<crypto::SecretBytes> {
            if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "signing", {}};
            if (key.place == KeyPlace::Elsewhere) return port->finish(prepared, answer);
            const auto opened = openKey(key, secret);
            if (!opened) return opened.error();
            return port->sign(prepared, *opened);
        },
        [this](Result<crypto::SecretBytes> message) { signedWith(std::move(message)); });
}

void ActRun::signedWith(Result<crypto::SecretBytes> message)
{
    if (!message) {
        const std::string& where = message.error().where;
        const bool others = where.starts_with("signing key: not the member's") || where.starts_with("signature: ");
        if (others && message.error().code == ErrorCode::Crypto) m_outcome.block = ActBlock::NotTheMembers;
        return fail(message.error());
    }
    if (m_stop.stop_requested()) return fail({ErrorCode::Cancelled, "signing", {}});
    m_message = std::make_shared<const crypto::SecretBytes>(*std::move(message));
    begin(ActStage::Sending);
    m_stop = runTask(
        m_pool, this, [port = m_port, bytes = m_message](std::stop_token stop) { return port->send(*bytes, std::move(stop)); },
        [this](const Result<ActAnswer>& answer) { sent(answer); });
}

void ActRun::sent(const Result<ActAnswer>& answer)
{
    if (!answer) {
        m_outcome.end = ActEnd::Unclear;
        m_outcome.error = answer.error();
        return keep({});
    }
    m_outcome.end = answer->taken ? ActEnd::Taken : ActEnd::Refused;
    m_outcome.status = answer->status;
    m_outcome.code = answer->code;
    m_outcome.original = answer->original;
    m_outcome.proposalId = answer->proposalId;
    m_outcome.proposalState = answer->proposalState;
    m_outcome.stateDigest = answer->stateDigest;
    if (!answer->taken) return Q_EMIT ended(m_outcome);
    m_outcome.transaction = answer->transaction;
    if (!m_outcome.transaction) return keep({});
    begin(ActStage::Following);
    m_stop = runTask(
        m_pool, this,
        [port = m_port, id = *m_outcome.transaction](std::stop_token stop) { return port->follow(id, std::move(stop)); },
        [this](const Result<ActCommit>& commit) { followed(commit); });
}

void ActRun::followed(const Result<ActCommit>& commit)
{
    if (commit) m_outcome.commit = *commit;
    else m_outcome.error = commit.error();
    if (m_outcome.commit != ActCommit::Committed) return keep({});
    begin(ActStage::Proving);
    m_stop = runTask(
        m_pool, this,
        [port = m_port, id = *m_outcome.transaction](std::stop_token stop) { return port->receipt(id, std::move(stop)); },
        [this](const Result<ActReceipt>& receipt) { proved(receipt); });
}

void ActRun::proved(const Result<ActReceipt>& receipt)
{
    if (!receipt) {
        m_outcome.receipt = Verdict::Indeterminate;
        m_outcome.error = receipt.error();
        return keep({});
    }
    m_outcome.receipt = receipt->verdict;
    m_outcome.receiptReason = receipt->reason;
    keep(receipt->bytes);
}

void ActRun::keep(ByteVector receipt)
{
    ActProof proof{.folder = m_order.proofFolder, .kind = m_order.act.kind, .transaction = m_outcome.transaction,
                   .created = m_order.prepared.createdAt, .receipt = std::move(receipt), .message = m_message};
    if (!m_order.prepared.mayLeave) proof.message.reset(); // it holds the share in clear
    runTask(m_pool, this, [proof = std::move(proof)](const std::stop_token&) { return keepProof(proof); },
            [this](const Result<KeptProof>& kept) {
                if (kept) {
                    m_outcome.receiptFile = kept->receipt;
                    m_outcome.messageFile = kept->message;
                } else {
                    m_outcome.keepProblem = QString::fromStdString(kept.error().where + ' ' + kept.error().detail);
                }
                Q_EMIT ended(m_outcome);
            });
}

} // namespace countersign::ui
