#include "ui/verify/ledger_session.h"

#include "ui/tasks/run_task.h"

namespace countersign::ui {

namespace {
constexpr int kNewsEveryMs = 100;
}

LedgerSession::LedgerSession(QThreadPool& pool, std::shared_ptr<EvidenceSource> source, int jobs, QObject* parent)
    : QObject(parent), m_pool(pool), m_source(std::move(source)), m_jobs(jobs)
{
    m_newsTimer.setInterval(kNewsEveryMs);
    connect(&m_newsTimer, &QTimer::timeout, this, &LedgerSession::relayNews);
}

LedgerSession::~LedgerSession()
{
    m_stop.request_stop();
    if (m_relay) m_relay->release();
}

void LedgerSession::setAnchor(AnchorChoice anchor)
{
    m_anchor = std::move(anchor);
    Q_EMIT anchorChanged();
    if (m_state != State::Idle) start();
}

void LedgerSession::start()
{
    if (m_state != State::Running && m_state != State::Paused) return begin();
    m_startAgain = true;
    cancel();
}

void LedgerSession::begin()
{
    m_startAgain = false;
    m_report.reset();
    m_relay = std::make_shared<RunRelay>();
    m_state = State::Running;
    VerifyOptions options = m_questions;
    options.anchors = m_anchor.inputs;
    if (!options.at) options.at = systemTime();
    options.jobs = unsigned(std::max(0, m_jobs));
    m_stop = runTask(
        m_pool, this,
        [source = m_source, options = std::move(options), relay = m_relay](const std::stop_token& stop) {
            return source->verify(options, stop, RunRelay::observer(relay));
        },
        [this](Result<VerificationReport> result) { end(std::move(result)); });
    m_newsTimer.start();
    Q_EMIT started();
}

void LedgerSession::pause(bool paused)
{
    if (m_state != State::Running && m_state != State::Paused) return;
    m_state = paused ? State::Paused : State::Running;
    m_relay->pause(paused);
    Q_EMIT this->paused(paused);
}

void LedgerSession::cancel()
{
    if (m_state != State::Running && m_state != State::Paused) return;
    m_stop.request_stop();
    m_relay->release();
}

void LedgerSession::relayNews()
{
    const RunNews news = m_relay->takeNews();
    if (m_state != State::Paused) Q_EMIT progressed(news.progress);
    if (news.rangesChanged) Q_EMIT rangesChanged(news.ranges);
    if (!news.findings.empty()) Q_EMIT findingsAdded(news.findings);
}

void LedgerSession::end(Result<VerificationReport> result)
{
    m_newsTimer.stop();
    if (m_startAgain) return begin();
    if (!result) {
        m_state = State::Unasked;
        Q_EMIT failed(result.error());
        return;
    }
    m_state = State::Finished;
    m_report = std::make_shared<const VerificationReport>(*std::move(result));
    Q_EMIT finished(m_report);
}

} // namespace countersign::ui
