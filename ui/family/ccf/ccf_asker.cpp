#include "ui/family/ccf/ccf_asker.h"

#include "core/base/hex.h"
#include "core/ccf/client/agreement.h"
#include "core/ccf/client/node_client.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"
#include "ui/family/ccf/ccf_evaluation.h"
#include "ui/family/ccf/ccf_proposal.h"
#include "ui/family/ccf/ccf_reading.h"
#include "ui/family/ccf/ccf_views.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

#include <chrono>
#include <mutex>

namespace countersign::ui::ccf_family {

namespace {

struct CcfAskerText {
    Q_DECLARE_TR_FUNCTIONS(CcfAsker)
};

/// One node and the clients that speak to it. The governance client is kept, so that a service that denies an
/// interface it spoke before is noticed.
struct NodeLine {
    NodeLine(net::HttpTransport& transport, const ccf::NodeAddress& address) : channel(transport, waiter, address), gov(channel) {}

    net::Waiter waiter;
    ccf::Channel channel;
    ccf::GovClient gov;
    std::mutex busy;
};

/// Gives what a reply holds, or the first Error of several.
class Taker
{
public:
    template <class T>
    std::optional<T> take(Result<ccf::Reply<T>> reply, const std::string& where)
    {
        auto value = answerOf(std::move(reply), where);
        if (value) return std::move(*value);
        if (!m_error) m_error = std::move(value).error();
        return {};
    }
    const std::optional<Error>& error() const { return m_error; }

private:
    std::optional<Error> m_error;
};

int millisecondsSince(std::chrono::steady_clock::time_point begin)
{
    return int(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count());
}

class CcfAsker final : public LiveAsker
{
public:
    CcfAsker(std::shared_ptr<net::HttpTransport> transport, CcfPlace place) : m_transport(std::move(transport))
    {
        for (const net::Url& url : place.nodes) {
            ccf::NodeAddress address{.url = url, .trust = place.trust, .client = {}, .limits = place.limits, .patience = {}};
            address.patience.retries = 1;
            m_nodes.push_back(std::make_unique<NodeLine>(*m_transport, address));
        }
    }

    QStringList origins() const override
    {
        QStringList names;
        for (const auto& node : m_nodes) names += QString::fromStdString(node->channel.origin());
        return names;
    }

    NodeAnswer ask(std::size_t node, AskDepth depth, const NodeAnswer& before, std::stop_token stop) override;
    LiveSnapshot compare(std::vector<NodeAnswer> answers, std::stop_token stop) override;
    Result<LiveProposalDetail> proposal(std::size_t node, const QString& id, const QStringList& members,
                                        std::stop_token stop) override
    {
        net::Waiter waiter;
        ccf::Channel channel(*m_transport, waiter, m_nodes[node]->channel.address());
        return readProposal(channel, id.toStdString(), members, std::move(stop));
    }
    Result<LiveEvaluation> evaluate(std::size_t node, const QString& id, std::stop_token stop) override
    {
        net::Waiter waiter;
        ccf::Channel channel(*m_transport, waiter, m_nodes[node]->channel.address());
        return evaluateProposal(channel, id.toStdString(), std::move(stop));
    }

private:
    void pulse(NodeLine& line, NodeAnswer& answer, std::stop_token stop);
    void judgeNode(const NodeAnswer& answer, LiveSnapshot& snapshot) const;
    void addAgreement(const ccf::Agreement& agreement, LiveSnapshot& snapshot) const;
    void compareStatements(LiveSnapshot& snapshot) const;
    void compareCommits(LiveSnapshot& snapshot, std::stop_token stop);
    void compareRoots(LiveSnapshot& snapshot, std::stop_token stop);
    void askRoots(const LiveSnapshot& snapshot, TransactionId at, std::stop_token stop);

    std::shared_ptr<net::HttpTransport> m_transport;
    std::vector<std::unique_ptr<NodeLine>> m_nodes;
    std::mutex m_rootsBusy;
    std::optional<TransactionId> m_rootsAt;     ///< Where roots were compared last.
    std::vector<ccf::NodeStatement> m_roots;        ///< There.
    std::vector<LiveFinding> m_rootsNotCompared;
};

void CcfAsker::pulse(NodeLine& line, NodeAnswer& answer, std::stop_token stop)
{
    ccf::NodeClient client(line.channel);
    const std::string origin = line.channel.origin();
    Taker taker;
    const auto begin = std::chrono::steady_clock::now();
    const auto state = taker.take(client.state(stop), origin + ": state");
    answer.latencyMs = millisecondsSince(begin);
    const auto network = taker.take(client.network(stop), origin + ": network");
    const auto commit = taker.take(client.commit(stop), origin + ": commit");
    answer.error = taker.error();
    if (answer.error) return;
    answer.nodeId = safeText(state->nodeId, 128);
    answer.nodeState = safeText(state->state, 60);
    answer.serviceStatus = safeText(network->serviceStatus, 60);
    answer.primaryId = safeText(network->primaryId.value_or(""), 128);
    answer.view = network->view;
    answer.commit = commit->id;
    const auto consensus = client.consensus(stop); // absent on some services; nothing rests on it
    if (consensus && consensus->value) answer.leadership = safeText(consensus->value->leadership.value_or(""), 40);
}

NodeAnswer CcfAsker::ask(std::size_t node, AskDepth depth, const NodeAnswer& before, std::stop_token stop)
{
    NodeLine& line = *m_nodes[node];
    const std::scoped_lock lock(line.busy);
    NodeAnswer answer{.origin = QString::fromStdString(line.channel.origin()),
                      .asked = QDateTime::currentDateTimeUtc(),
                      .version = before.version,
                      .service = before.service,
                      .serviceRead = before.serviceRead,
                      .statements = before.statements};
    auto identity = ccf::askIdentity(*m_transport, line.waiter, line.channel.address(), stop);
    if (!identity) {
        answer.error = std::move(identity).error();
        return answer;
    }
    answer.identity = seenIdentity(*identity);
    if (!answer.identity->answersUnderPin()) return answer;
    pulse(line, answer, stop);
    if (answer.error || (depth == AskDepth::Pulse && answer.service)) return answer;
    Reading reading = readService(line.channel, line.gov, answer.primaryId.toStdString(), stop);
    if (stop.stop_requested()) {
        answer.error = Error{ErrorCode::Cancelled, line.channel.origin(), {}};
        return answer;
    }
    answer.version = reading.version.isEmpty() ? before.version : reading.version;
    answer.service = std::make_shared<const LiveService>(std::move(reading.service));
    answer.statements = std::move(reading.statements);
    answer.serviceRead = answer.asked;
    return answer;
}

void CcfAsker::judgeNode(const NodeAnswer& answer, LiveSnapshot& snapshot) const
{
    const std::string origin = answer.origin.toStdString();
    Check reached{kCheckLiveReachable, Verdict::Passed, {}, origin, 1, {}};
    if (answer.error) {
        reached.verdict = Verdict::Indeterminate;
        reached.reason = kReasonUnreachable;
        snapshot.findings.push_back({Severity::Warning, kReasonUnreachable, answer.origin,
                                     safeText(answer.error->where + ' ' + answer.error->detail, 600), {}});
    }
    snapshot.checks.add(std::move(reached));
    if (!answer.identity) return;
    Check identity{kCheckLiveIdentity, Verdict::Passed, {}, origin, 1, {}};
    if (!answer.identity->answersUnderPin()) {
        const bool claimed = answer.identity->kind == LiveIdentity::RecoveryClaimed;
        identity.verdict = claimed ? Verdict::Indeterminate : Verdict::Failed;
        identity.reason = claimed ? kReasonRecoveryClaimed : kReasonOtherIdentity;
        snapshot.findings.push_back({Severity::Fault, identity.reason, answer.origin, answer.identity->detail, {}});
    }
    snapshot.checks.add(std::move(identity));
}

void CcfAsker::addAgreement(const ccf::Agreement& agreement, LiveSnapshot& snapshot) const
{
    for (const Check& check : agreement.checks) snapshot.checks.add(check);
    for (const Finding& finding : agreement.findings) {
        LiveFinding shown{finding.severity, finding.reason, {}, safeText(finding.detail, 600), {}};
        shown.subject = shown.detail.section(QLatin1Char(':'), 0, 0);
        for (const NodeAnswer& node : snapshot.nodes)
            for (const LiveStatement& said : node.statements)
                if (node.isUsable() && shown.subject == QString::fromStdString(said.subject) &&
                    shown.detail.contains(node.origin + QLatin1Char(' ')))
                    shown.answers.emplace_back(node.origin, said.answer);
        snapshot.findings.push_back(std::move(shown));
    }
}

void CcfAsker::compareStatements(LiveSnapshot& snapshot) const
{
    std::vector<ccf::NodeStatement> statements;
    for (const NodeAnswer& node : snapshot.nodes)
        for (const LiveStatement& said : node.statements)
            if (node.isUsable()) statements.push_back({node.origin.toStdString(), said.subject, said.digest, said.state});
    addAgreement(ccf::compareStatements(statements), snapshot);
}

void CcfAsker::compareCommits(LiveSnapshot& snapshot, std::stop_token stop)
{
    std::vector<ccf::CommittedAt> told;
    for (std::size_t i = 0; i < snapshot.nodes.size(); ++i)
        if (snapshot.nodes[i].isUsable() && snapshot.nodes[i].commit)
            told.push_back({m_nodes[i]->channel.address(), *snapshot.nodes[i].commit});
    net::Waiter waiter;
    ccf::Agreement agreement = ccf::crossCheckCommits(*m_transport, waiter, told, stop);
    for (const Check& check : agreement.checks) snapshot.checks.add(check);
    for (const Finding& finding : agreement.findings)
        snapshot.findings.push_back(
            {finding.severity, finding.reason, QStringLiteral("commit"), safeText(finding.detail, 600), {}});
}

void CcfAsker::askRoots(const LiveSnapshot& snapshot, TransactionId at, std::stop_token stop)
{
    m_rootsAt = at;
    m_roots.clear();
    m_rootsNotCompared.clear();
    for (std::size_t i = 0; i < snapshot.nodes.size(); ++i) {
        if (!snapshot.nodes[i].isUsable()) continue;
        net::Waiter waiter;
        ccf::Channel channel(*m_transport, waiter, m_nodes[i]->channel.address());
        const auto receipt = ccf::NodeClient(channel).receipt(at, stop);
        if (receipt && receipt->value) {
            m_roots.push_back({channel.origin(), "root", receipt->value->root(), at});
            continue;
        }
        const QString why = CcfAskerText::tr("%1 gave no receipt for %2, so its root there is not compared.")
                                .arg(snapshot.nodes[i].origin, QString::fromStdString(at.toString()));
        m_rootsNotCompared.push_back({Severity::Remark, kReasonNotReady, QStringLiteral("root"), why, {}});
    }
    if (stop.stop_requested()) m_rootsAt.reset();
}

// At the last transaction that all call committed. A receipt makes a node read its ledger, so it is asked for only when
// the service is read as a whole.
void CcfAsker::compareRoots(LiveSnapshot& snapshot, std::stop_token stop)
{
    std::optional<TransactionId> common;
    bool whole = true;
    for (const NodeAnswer& node : snapshot.nodes) {
        if (!node.isUsable() || !node.commit) continue;
        if (!common || node.commit->seqno < common->seqno) common = node.commit;
        whole = whole && node.serviceRead == node.asked;
    }
    const std::scoped_lock lock(m_rootsBusy);
    if (whole && common && common != m_rootsAt) askRoots(snapshot, *common, std::move(stop));
    addAgreement(ccf::compareStatements(m_roots), snapshot);
    snapshot.findings.insert(snapshot.findings.end(), m_rootsNotCompared.begin(), m_rootsNotCompared.end());
}

LiveSnapshot CcfAsker::compare(std::vector<NodeAnswer> answers, std::stop_token stop)
{
    LiveSnapshot snapshot{.time = QDateTime::currentDateTimeUtc(), .nodes = std::move(answers)};
    for (const NodeAnswer& node : snapshot.nodes) judgeNode(node, snapshot);
    if (snapshot.usableNodes() < 2) {
        snapshot.checks.add({kCheckLiveAgreement, Verdict::NotChecked, ccf::kReasonNothingToCompare, {}, 1, {}});
        return snapshot;
    }
    compareStatements(snapshot);
    compareCommits(snapshot, stop);
    compareRoots(snapshot, std::move(stop));
    return snapshot;
}

} // namespace

std::shared_ptr<LiveAsker> makeCcfAsker(std::shared_ptr<net::HttpTransport> transport, CcfPlace place)
{
    return std::make_shared<CcfAsker>(std::move(transport), std::move(place));
}

Result<SeenIdentity> firstContact(net::HttpTransport& transport, const net::Url& url, const std::string& peerName,
                                  const net::HttpLimits& limits, std::stop_token stop)
{
    net::Waiter waiter;
    ccf::NodeAddress address{.url = url, .trust = {}, .client = {}, .limits = limits, .patience = {}};
    address.trust = std::make_shared<const net::PeerTrust>(net::PeerTrust{{}, {}, peerName, false});
    auto answer = ccf::askIdentity(transport, waiter, address, stop);
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, url.origin(), {}};
    if (!answer) return std::move(answer).error();
    if (!answer->detail.empty() || !answer->present)
        return Error{ErrorCode::Crypto, url.origin() + ": service certificate",
                     answer->detail.empty() ? "the node tells none" : answer->detail};
    return seenIdentity(*answer);
}

net::HttpLimits liveLimits()
{
    net::HttpLimits limits;
    limits.connect = std::chrono::milliseconds(5'000);
    limits.idle = std::chrono::milliseconds(8'000);
    limits.total = std::chrono::milliseconds(20'000);
    return limits;
}

} // namespace countersign::ui::ccf_family
