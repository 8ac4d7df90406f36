#pragma once

#include "ui/common/format.h"
#include "ui/models/colour_rules.h"
#include "ui/models/transaction_pager.h"

#include <QAbstractTableModel>

namespace countersign::ui {

QString rowVerdictWord(RowVerdict verdict);  ///< Translated: "Passed", "Unsigned", …
Verdict verdictOf(RowVerdict verdict);       ///< Whose shape and colour it is shown with.
QString recordKindWord(RecordKind kind);     ///< Translated.

/// At most a million transactions of a pager. Cells are blank until their page is here.
class TransactionModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        SeqNoColumn, ViewColumn, TimeColumn, KindColumn, VerdictColumn, TablesColumn, WritesColumn, PrivateColumn,
        SizeColumn, FileColumn, LabelColumn, ColumnCount
    };
    enum Role {
        SeqNoRole = Qt::UserRole,
        VerdictRole,     ///< RowVerdict as int.
        RuleColourRole,  ///< RuleColour as int; invalid when no rule holds.
        StateRole,       ///< TransactionPager::State as int.
    };

    explicit TransactionModel(QThreadPool& pool, QObject* parent = nullptr);

    /// What rows are read from. `context` names the files and judges the rows.
    void setSource(std::shared_ptr<RecordAccess> records, std::shared_ptr<const filter::FilterContext> context);
    /// New verdicts over the same source.
    void setContext(std::shared_ptr<const filter::FilterContext> context);
    void setColourRules(std::vector<ColourRule> rules);
    void setTimeDisplay(TimeDisplay display);

    void showRange(SeqNo first, int count);
    void showHits(std::vector<SeqNo> hits);
    void appendHits(const std::vector<SeqNo>& hits);

    TransactionPager& pager() { return *m_pager; }
    SeqNo seqnoAt(int row) const { return m_pager->seqnoAt(row); }
    /// Null until its page is here.
    const RecordRow* rowAt(int row) const { return m_pager->peek(row).row; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant text(int column, const RecordRow& row) const;
    QVariant toolTip(int column, const RecordRow& row) const;
    QString fileName(const RecordRow& row) const;
    QVariant placeholder(const QModelIndex& index, TransactionPager::State state) const;

    TransactionPager* m_pager;
    std::shared_ptr<const filter::FilterContext> m_context;
    std::vector<ColourRule> m_ruleList;
    ColourRules m_rules;
    TimeDisplay m_times = TimeDisplay::Utc;
};

} // namespace countersign::ui
