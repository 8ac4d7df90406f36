#pragma once

#include "core/family/family.h"
#include "ui/verify/anchor_choice.h"
#include "ui/verify/run_relay.h"

#include <QObject>
#include <QTimer>

class QThreadPool;

namespace countersign::ui {

/// One opened source: verifies it off the GUI thread and says what comes of it, in values that never change. Lives on the
/// GUI thread. Deleting it asks a run to stop and waits for nothing.
class LedgerSession final : public QObject
{
    Q_OBJECT
public:
    enum class State : quint8 { Idle, Running, Paused, Finished, Unasked };

    /// `pool` outlives the session.
    LedgerSession(QThreadPool& pool, std::shared_ptr<EvidenceSource> source, int jobs, QObject* parent = nullptr);
    ~LedgerSession() override;

    const SourceSummary& summary() const { return m_source->summary(); }
    std::shared_ptr<EvidenceSource> source() const { return m_source; }
    State state() const { return m_state; }
    /// Of the last run that ended; null before, and while another runs.
    std::shared_ptr<const VerificationReport> report() const { return m_report; }
    const AnchorChoice& anchor() const { return m_anchor; }

    /// What else the next run is asked; anchors and jobs in it are not used, and without a time it is judged at its own.
    void setQuestions(VerifyOptions questions) { m_questions = std::move(questions); }
    /// What the next run is held against. A run under way starts over.
    void setAnchor(AnchorChoice anchor);
    /// Verifies from the beginning; a run under way is given up first.
    void start();
    void pause(bool paused);
    void cancel();

Q_SIGNALS:
    void started();
    void paused(bool paused);
    /// At most ten times a second.
    void progressed(const countersign::Progress& progress);
    /// Of a run under way: all ranges so far. They say nothing of trust yet.
    void rangesChanged(const std::vector<countersign::RangeVerdict>& ranges);
    void findingsAdded(const std::vector<countersign::Finding>& findings);
    void finished(std::shared_ptr<const countersign::VerificationReport> report);
    /// Nothing could be judged.
    void failed(const countersign::Error& error);
    void anchorChanged();

private:
    void begin();
    void relayNews();
    void end(Result<VerificationReport> result);

    QThreadPool& m_pool;
    std::shared_ptr<EvidenceSource> m_source;
    int m_jobs;
    AnchorChoice m_anchor;
    VerifyOptions m_questions;
    std::shared_ptr<const VerificationReport> m_report;
    std::shared_ptr<RunRelay> m_relay;
    std::stop_source m_stop;
    QTimer m_newsTimer;
    State m_state = State::Idle;
    bool m_startAgain = false;
};

} // namespace countersign::ui
