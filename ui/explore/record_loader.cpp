#include "ui/explore/record_loader.h"

#include "ui/tasks/run_task.h"

namespace countersign::ui {

RecordLoader::RecordLoader(QThreadPool& pool, QObject* parent) : QObject(parent), m_pool(pool) {}

void RecordLoader::setSource(std::shared_ptr<EvidenceSource> source)
{
    m_source = std::move(source);
    m_report.reset();
    ++m_generation;
    m_wanted = m_reading = m_proving = 0;
}

void RecordLoader::setReport(std::shared_ptr<const VerificationReport> report)
{
    m_report = std::move(report);
    if (m_wanted && m_report && !m_proving) prove();
}

void RecordLoader::load(SeqNo seqno)
{
    m_wanted = seqno;
    if (!seqno || !m_source) return;
    if (!m_reading) read();
    if (m_report && !m_proving) prove();
}

void RecordLoader::read()
{
    using Answer = Result<std::shared_ptr<const StructureTree>>;
    m_reading = m_wanted;
    runTask(m_pool, this,
            [source = m_source, seqno = m_wanted](std::stop_token) -> Answer {
                auto detail = source->records().detail(seqno, kMostBytes);
                if (!detail) return std::move(detail).error();
                return std::make_shared<const StructureTree>(std::make_shared<const RecordDetail>(*std::move(detail)));
            },
            [this, generation = m_generation](Answer answer) {
                if (generation != m_generation) return;
                const bool late = m_reading != m_wanted;
                m_reading = 0;
                if (late) return load(m_wanted);
                if (answer) Q_EMIT loaded(*std::move(answer));
                else Q_EMIT loadFailed(answer.error());
            });
}

void RecordLoader::prove()
{
    using Answer = Result<std::vector<ProofLink>>;
    m_proving = m_wanted;
    Q_EMIT proofStarted();
    runTask(m_pool, this,
            [source = m_source, report = m_report, seqno = m_wanted](std::stop_token) -> Answer {
                return source->prove(seqno, *report);
            },
            [this, generation = m_generation, report = m_report](const Answer& answer) {
                if (generation != m_generation) return;
                const bool late = m_proving != m_wanted || report != m_report;
                m_proving = 0;
                if (late && m_wanted && m_report) return prove();
                if (late) return;
                if (answer) Q_EMIT proved(*answer);
                else Q_EMIT proofFailed(answer.error());
            });
}

} // namespace countersign::ui
