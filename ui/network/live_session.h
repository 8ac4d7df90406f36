#pragma once

#include "ui/network/live_asker.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

class QThreadPool;

namespace countersign::ui {

struct LiveTiming {
    int pulseMs = 5'000;      ///< Between the end of a round and the next.
    int longestMs = 60'000;   ///< The pause grows up to this while no node answers.
    int wholeEvery = 6;       ///< Every how many rounds the whole service is read, though nothing was committed.
};

/// What was seen of one node since the connection opened, for the charts.
struct LiveSample {
    double seconds = 0; ///< Since the session began.
    std::optional<quint64> commit, view;
    std::optional<int> latencyMs;
};

/// One connection to a service: asks its nodes again and again off the GUI thread and says what comes of it, in values
/// that never change. Lives on the GUI thread. Deleting it asks what is under way to stop and waits for nothing.
class LiveSession final : public QObject
{
    Q_OBJECT
public:
    enum class State : quint8 { Connecting, Live, Offline, Paused };

    /// `pool` outlives the session.
    LiveSession(QThreadPool& pool, std::shared_ptr<LiveAsker> asker, LiveTiming timing, QObject* parent = nullptr);
    ~LiveSession() override;

    State state() const { return m_state; }
    /// Of the last round that ended; null before.
    std::shared_ptr<const LiveSnapshot> snapshot() const { return m_snapshot; }
    /// When a node last answered under the pinned identity; invalid before.
    QDateTime lastContact() const { return m_lastContact; }
    const std::vector<std::vector<LiveSample>>& samples() const { return m_samples; } ///< One list a node.
    /// Since when the shown node's commit stands where it is, as seen here; invalid before.
    QDateTime commitSince() const { return m_commitSince; }
    QStringList origins() const { return m_origins; }
    /// Proposals that were seen in this session, also those the service has forgotten since; latest first.
    const QList<LiveProposal>& proposals() const { return m_proposals; }
    QDateTime proposalSeen(const QString& id) const { return m_proposalSeen.value(id); }

    /// Begins, or asks everything again at once.
    void refresh();
    void pause(bool paused);
    /// Answered by proposalAnswered(); an earlier question that is still open is dropped.
    void askProposal(const QString& id);
    /// Answered by evaluated(); likewise.
    void askEvaluation(const QString& id);
    /// Asks anew under another trust.
    void setAsker(std::shared_ptr<LiveAsker> asker);

Q_SIGNALS:
    /// A round has ended, or the state changed.
    void changed();
    void evaluated(const QString& id, const countersign::Result<countersign::ui::LiveEvaluation>& answer);
    void proposalAnswered(const QString& id, const countersign::Result<countersign::ui::LiveProposalDetail>& answer);

private:
    void beginRound();
    void nodeAnswered(quint64 round, std::size_t node, NodeAnswer answer);
    void compare(quint64 round);
    void roundEnded(LiveSnapshot snapshot);
    void noteSamples(const LiveSnapshot& snapshot);
    void noteProposals(const LiveSnapshot& snapshot);
    void scheduleNext();
    void stopAll();

    QThreadPool& m_pool;
    std::shared_ptr<LiveAsker> m_asker;
    LiveTiming m_timing;
    QStringList m_origins;
    State m_state = State::Connecting;
    std::shared_ptr<const LiveSnapshot> m_snapshot;
    std::vector<NodeAnswer> m_answers; ///< Of the round under way.
    std::vector<std::stop_source> m_stops;
    std::stop_source m_proposalStop, m_evaluationStop;
    std::vector<std::vector<LiveSample>> m_samples;
    QList<LiveProposal> m_proposals;
    QHash<QString, QDateTime> m_proposalSeen;
    QDateTime m_lastContact, m_commitSince;
    std::optional<TransactionId> m_commit, m_wholeAt;
    QElapsedTimer m_clock;
    QTimer m_next;
    quint64 m_round = 0, m_proposalAsked = 0, m_evaluationAsked = 0;
    int m_waiting = 0, m_silentRounds = 0, m_roundsSinceWhole = 0;
    bool m_wholeWanted = true;
};

} // namespace countersign::ui
