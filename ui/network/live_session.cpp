#include "ui/network/live_session.h"

#include "ui/tasks/run_task.h"

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr std::size_t kMostSamples = 720;
constexpr qsizetype kMostProposals = 2000;

} // namespace

LiveSession::LiveSession(QThreadPool& pool, std::shared_ptr<LiveAsker> asker, LiveTiming timing, QObject* parent)
    : QObject(parent), m_pool(pool), m_asker(std::move(asker)), m_timing(timing), m_origins(m_asker->origins())
{
    m_samples.resize(std::size_t(m_origins.size()));
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &LiveSession::beginRound);
    m_clock.start();
}

LiveSession::~LiveSession()
{
    stopAll();
}

void LiveSession::stopAll()
{
    for (std::stop_source& stop : m_stops) stop.request_stop();
    m_stops.clear();
    m_proposalStop.request_stop();
    m_evaluationStop.request_stop();
}

void LiveSession::refresh()
{
    if (m_state == State::Paused) m_state = m_snapshot ? State::Live : State::Connecting;
    m_wholeWanted = true;
    if (m_waiting == 0) beginRound();
}

void LiveSession::pause(bool paused)
{
    if (paused == (m_state == State::Paused)) return;
    if (!paused) return refresh();
    ++m_round; // what is under way comes too late
    stopAll();
    m_waiting = 0;
    m_next.stop();
    m_state = State::Paused;
    Q_EMIT changed();
}

void LiveSession::setAsker(std::shared_ptr<LiveAsker> asker)
{
    ++m_round;
    stopAll();
    m_waiting = 0;
    m_asker = std::move(asker);
    m_origins = m_asker->origins();
    m_samples.resize(std::size_t(m_origins.size()));
    m_wholeWanted = true;
    beginRound();
}

void LiveSession::beginRound()
{
    m_next.stop();
    m_stops.clear();
    const quint64 round = ++m_round;
    m_waiting = int(m_origins.size());
    const bool whole = m_wholeWanted || ++m_roundsSinceWhole >= m_timing.wholeEvery;
    if (whole) m_roundsSinceWhole = 0;
    m_wholeWanted = false;
    m_answers.assign(std::size_t(m_origins.size()), {});
    for (std::size_t node = 0; node < m_answers.size(); ++node) {
        const bool known = m_snapshot && node < m_snapshot->nodes.size();
        m_stops.push_back(runTask(
            m_pool, this,
            [asker = m_asker, node, depth = whole ? AskDepth::Whole : AskDepth::Pulse,
             before = known ? m_snapshot->nodes[node] : NodeAnswer()](std::stop_token stop) {
                return asker->ask(node, depth, before, std::move(stop));
            },
            [this, round, node](NodeAnswer answer) { nodeAnswered(round, node, std::move(answer)); }));
    }
}

void LiveSession::nodeAnswered(quint64 round, std::size_t node, NodeAnswer answer)
{
    if (round != m_round) return;
    m_answers[node] = std::move(answer);
    if (--m_waiting == 0) compare(round);
}

void LiveSession::compare(quint64 round)
{
    m_waiting = 1; // the round is not over
    m_stops.push_back(runTask(
        m_pool, this,
        [asker = m_asker, answers = m_answers](std::stop_token stop) mutable {
            return asker->compare(std::move(answers), std::move(stop));
        },
        [this, round](LiveSnapshot snapshot) {
            if (round != m_round) return;
            m_waiting = 0;
            roundEnded(std::move(snapshot));
        }));
}

void LiveSession::roundEnded(LiveSnapshot snapshot)
{
    const bool reached = snapshot.usableNodes() > 0;
    m_silentRounds = reached ? 0 : m_silentRounds + 1;
    m_state = reached ? State::Live : State::Offline;
    if (reached) m_lastContact = snapshot.time;
    const NodeAnswer* shown = snapshot.shown();
    if (shown && shown->isUsable() && shown->commit != m_commit) {
        m_commit = shown->commit;
        m_commitSince = snapshot.time;
    }
    // Governance is read again soon after something was committed, or when nodes were read at different moments.
    if (reached && m_commit != m_wholeAt) {
        if (m_wholeAt) m_wholeWanted = true;
        m_wholeAt = m_commit;
    }
    m_wholeWanted = m_wholeWanted || (reached && !snapshot.service());
    noteSamples(snapshot);
    noteProposals(snapshot);
    m_snapshot = std::make_shared<const LiveSnapshot>(std::move(snapshot));
    scheduleNext();
    Q_EMIT changed();
}

void LiveSession::scheduleNext()
{
    const int doublings = std::clamp(m_silentRounds - 1, 0, 10);
    const qint64 pause = qint64(m_timing.pulseMs) << doublings;
    m_next.start(int(std::min<qint64>(pause, std::max(m_timing.pulseMs, m_timing.longestMs))));
}

void LiveSession::noteSamples(const LiveSnapshot& snapshot)
{
    const double seconds = double(m_clock.elapsed()) / 1000.0;
    for (std::size_t i = 0; i < snapshot.nodes.size() && i < m_samples.size(); ++i) {
        const NodeAnswer& node = snapshot.nodes[i];
        LiveSample sample{.seconds = seconds};
        if (node.isUsable()) {
            if (node.commit) sample.commit = node.commit->seqno;
            sample.view = node.view;
            sample.latencyMs = node.latencyMs;
        }
        if (m_samples[i].size() >= kMostSamples) m_samples[i].erase(m_samples[i].begin());
        m_samples[i].push_back(sample);
    }
}

// A service forgets decided proposals; what was seen here stays to be looked at.
void LiveSession::noteProposals(const LiveSnapshot& snapshot)
{
    const LiveService* service = snapshot.service();
    if (!service || service->problems.contains(LivePart::Proposals)) return;
    QList<LiveProposal> gone;
    for (const LiveProposal& old : std::as_const(m_proposals)) {
        const auto same = [&](const LiveProposal& one) { return one.id == old.id; };
        if (std::ranges::none_of(service->proposals, same)) gone += old;
    }
    m_proposals = service->proposals + gone;
    while (m_proposals.size() > kMostProposals) m_proposalSeen.remove(m_proposals.takeLast().id);
    for (const LiveProposal& one : std::as_const(m_proposals))
        if (!m_proposalSeen.contains(one.id)) m_proposalSeen.insert(one.id, snapshot.time);
}

void LiveSession::askProposal(const QString& id)
{
    const LiveService* service = m_snapshot ? m_snapshot->service() : nullptr;
    if (!service) return;
    QStringList members;
    for (const LiveMember& member : service->members) members += member.id;
    const auto node = std::size_t(m_snapshot->shown() - m_snapshot->nodes.data());
    m_proposalStop.request_stop();
    const quint64 asked = ++m_proposalAsked;
    m_proposalStop = runTask(
        m_pool, this,
        [asker = m_asker, node, id, members](std::stop_token stop) {
            return asker->proposal(node, id, members, std::move(stop));
        },
        [this, asked, id](const Result<LiveProposalDetail>& answer) {
            if (asked == m_proposalAsked) Q_EMIT proposalAnswered(id, answer);
        });
}

void LiveSession::askEvaluation(const QString& id)
{
    m_evaluationStop.request_stop();
    const quint64 asked = ++m_evaluationAsked;
    const NodeAnswer* shown = m_snapshot ? m_snapshot->shown() : nullptr;
    if (!shown) return;
    const auto node = std::size_t(shown - m_snapshot->nodes.data());
    m_evaluationStop = runTask(
        m_pool, this,
        [asker = m_asker, node, id](std::stop_token stop) { return asker->evaluate(node, id, std::move(stop)); },
        [this, asked, id](const Result<LiveEvaluation>& answer) {
            if (asked == m_evaluationAsked) Q_EMIT evaluated(id, answer);
        });
}

} // namespace countersign::ui
