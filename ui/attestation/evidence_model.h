#pragma once

#include "ui/attestation/evidence_drop.h"

#include <QAbstractTableModel>

namespace countersign::ui {

/// Pieces of evidence against questions: who, the verdict, the three answers, and a column for each group of checks.
class EvidenceModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NodeColumn, KindColumn, VerdictColumn, AuthenticColumn, CurrentColumn, WantedColumn, FirstGroupColumn };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<EvidenceRow> rows);
    const EvidenceRow& rowAt(int row) const { return m_rows[std::size_t(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Cell {
        QString text, toolTip;
        std::optional<Verdict> verdict;
        bool alarming = false; ///< Shown as failed, whatever its verdict: evidence without hardware.
    };

    Cell cellAt(const EvidenceRow& row, int column) const;

    std::vector<EvidenceRow> m_rows;
};

/// "AMD SEV-SNP report", "Virtual: no hardware", …
QString evidenceKindText(const std::string& kind);

/// "Is it authentic?" for "authentic"; the id itself when it is not known.
QString answerQuestion(const std::string& id);

} // namespace countersign::ui
