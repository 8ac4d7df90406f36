#pragma once

#include "core/family/evidence_source.h"
#include "ui/models/row_verdict.h"

#include <QAbstractTableModel>

#include <memory>

namespace countersign::ui {

/// The files of a source, with what is missing or held twice as rows of their own between them. Formats what is asked for;
/// holds no copy of the names.
class FileModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, RangeColumn, StateColumn, VerdictColumn, SizeColumn, FolderColumn, ProblemColumn, ColumnCount };
    enum Role { SortRole = Qt::UserRole, IrregularRole, FirstSeqnoRole };

    explicit FileModel(QObject* parent = nullptr);

    void setSummary(std::shared_ptr<const SourceSummary> summary);
    /// Of a run under way, or of a report.
    void setVerdicts(RowVerdicts verdicts);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row {
        std::uint32_t index = 0; ///< Of a file, or of an irregularity.
        bool irregular = false;
    };

    struct Judged {
        Verdict verdict = Verdict::NotChecked;
        bool partly = false; ///< The run has come to a part of it only.
    };

    const SourceFile& fileOf(const Row& row) const { return m_summary->files[row.index]; }
    SeqNo firstOf(const Row& row) const;
    Judged judged(const Row& row) const;
    QString fileText(const SourceFile& file, int column) const;
    QString irregularText(const SourceIrregularity& irregularity, int column) const;
    QVariant decoration(const Row& row, int column) const;
    QVariant toolTip(const Row& row, int column) const;
    QVariant sortKey(const Row& row, int column) const;
    QString verdictText(const Row& row) const;

    std::shared_ptr<const SourceSummary> m_summary;
    std::vector<Row> m_rows;
    RowVerdicts m_verdicts;
};

} // namespace countersign::ui
