#pragma once

#include "core/family/evidence_source.h"
#include "ui/models/structure_tree.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace countersign::ui {

/// Reads one record and its proof off this thread. Only the last one asked for is told; while one is being read, those
/// asked for in between are passed over.
class RecordLoader final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::uint64_t kMostBytes = 16u << 20;

    explicit RecordLoader(QThreadPool& pool, QObject* parent = nullptr);

    void setSource(std::shared_ptr<EvidenceSource> source);
    /// Null until a run has ended: no proof is asked for.
    void setReport(std::shared_ptr<const VerificationReport> report);
    /// 0: none.
    void load(SeqNo seqno);
    SeqNo wanted() const { return m_wanted; }

Q_SIGNALS:
    void loaded(std::shared_ptr<const countersign::ui::StructureTree> tree);
    void loadFailed(const countersign::Error& error);
    void proofStarted();
    void proved(const std::vector<countersign::ProofLink>& links);
    void proofFailed(const countersign::Error& error);

private:
    void read();
    void prove();

    QThreadPool& m_pool;
    std::shared_ptr<EvidenceSource> m_source;
    std::shared_ptr<const VerificationReport> m_report;
    SeqNo m_wanted = 0;
    SeqNo m_reading = 0; ///< 0: idle.
    SeqNo m_proving = 0;
    quint64 m_generation = 0;
};

} // namespace countersign::ui
