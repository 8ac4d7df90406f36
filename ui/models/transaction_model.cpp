#include "ui/models/transaction_model.h"

#include "ui/common/format.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"

#include <QDateTime>

namespace countersign::ui {

QString rowVerdictWord(RowVerdict verdict)
{
    return verdict == RowVerdict::Unsigned ? TransactionModel::tr("Unsigned") : verdictWord(verdictOf(verdict));
}

Verdict verdictOf(RowVerdict verdict)
{
    switch (verdict) {
    case RowVerdict::Passed: return Verdict::Passed;
    case RowVerdict::Failed: return Verdict::Failed;
    case RowVerdict::Unsigned:
    case RowVerdict::Indeterminate: return Verdict::Indeterminate;
    case RowVerdict::NotChecked: break;
    }
    return Verdict::NotChecked;
}

QString recordKindWord(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Application: return TransactionModel::tr("Application");
    case RecordKind::PrivateOnly: return TransactionModel::tr("Private");
    case RecordKind::Governance: return TransactionModel::tr("Governance");
    case RecordKind::Internal: return TransactionModel::tr("Internal");
    case RecordKind::Signature: return TransactionModel::tr("Signature");
    case RecordKind::Unreadable: break;
    }
    return TransactionModel::tr("Unreadable");
}

TransactionModel::TransactionModel(QThreadPool& pool, QObject* parent)
    : QAbstractTableModel(parent), m_pager(new TransactionPager(pool, this)),
      m_context(std::make_shared<filter::FilterContext>()), m_ruleList(defaultColourRules())
{
    connect(m_pager, &TransactionPager::arrived, this, [this](int first, int last) {
        if (last < rowCount()) Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    });
}

void TransactionModel::setSource(std::shared_ptr<RecordAccess> records,
                                 std::shared_ptr<const filter::FilterContext> context)
{
    beginResetModel();
    m_context = std::move(context);
    m_rules = ColourRules(m_ruleList, m_context);
    m_pager->setRecords(std::move(records));
    endResetModel();
}

void TransactionModel::setContext(std::shared_ptr<const filter::FilterContext> context)
{
    m_context = std::move(context);
    m_rules = ColourRules(m_ruleList, m_context);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void TransactionModel::setColourRules(std::vector<ColourRule> rules)
{
    m_ruleList = std::move(rules);
    setContext(m_context);
}

void TransactionModel::showRange(SeqNo first, int count)
{
    beginResetModel();
    m_pager->showRange(first, count);
    endResetModel();
}

void TransactionModel::showHits(std::vector<SeqNo> hits)
{
    beginResetModel();
    m_pager->showHits(std::move(hits));
    endResetModel();
}

void TransactionModel::appendHits(const std::vector<SeqNo>& hits)
{
    const int room = TransactionPager::kMostRows - rowCount();
    const int added = std::min(room, int(hits.size()));
    if (added <= 0 || !m_pager->showsHits()) return;
    beginInsertRows({}, rowCount(), rowCount() + added - 1);
    m_pager->appendHits(hits);
    endInsertRows();
}

int TransactionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_pager->rowCount();
}

void TransactionModel::setTimeDisplay(TimeDisplay display)
{
    if (m_times == display) return;
    m_times = display;
    Q_EMIT headerDataChanged(Qt::Horizontal, TimeColumn, TimeColumn);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, TimeColumn), index(rowCount() - 1, TimeColumn), {Qt::DisplayRole});
}

int TransactionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TransactionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const bool right = index.column() == SeqNoColumn || index.column() == ViewColumn || index.column() == WritesColumn
                       || index.column() == PrivateColumn || index.column() == SizeColumn;
    if (role == Qt::TextAlignmentRole) return int(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    const SeqNo seqno = m_pager->seqnoAt(index.row());
    if (role == SeqNoRole) return QVariant::fromValue<quint64>(seqno);
    if (role == VerdictRole) return int(m_context->verdicts.of(seqno));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != RuleColourRole && role != StateRole) return {};
    const TransactionPager::Slot slot = m_pager->at(index.row());
    if (role == StateRole) return int(slot.state);
    if (!slot.row) return role == Qt::DisplayRole ? placeholder(index, slot.state) : QVariant();
    if (role == Qt::DisplayRole) return text(index.column(), *slot.row);
    if (role == Qt::ToolTipRole) return toolTip(index.column(), *slot.row);
    const ColourRule* rule = m_rules.ruleFor(*slot.row);
    return rule ? QVariant(int(rule->colour)) : QVariant();
}

QVariant TransactionModel::placeholder(const QModelIndex& index, TransactionPager::State state) const
{
    if (index.column() == SeqNoColumn) return formatCount(m_pager->seqnoAt(index.row()));
    if (index.column() != KindColumn || state == TransactionPager::State::Waiting) return {};
    return state == TransactionPager::State::Missing ? tr("In no file") : tr("Could not be read");
}

QVariant TransactionModel::text(int column, const RecordRow& row) const
{
    switch (column) {
    case SeqNoColumn: return formatCount(row.seqno);
    case ViewColumn: return formatCount(row.view);
    case TimeColumn: return row.time ? formatTime(QDateTime::fromSecsSinceEpoch(row.time->seconds, Qt::UTC), m_times) : QVariant();
    case KindColumn: return recordKindWord(row.kind);
    case VerdictColumn: return rowVerdictWord(m_context->verdicts.of(row.seqno));
    case TablesColumn: {
        QStringList names;
        for (const std::string& table : row.tables) names += safeText(table, 120);
        return names.join(QStringLiteral(", "));
    }
    case WritesColumn: return tr("%1 / %2").arg(formatCount(row.writes), formatCount(row.removes));
    case PrivateColumn: return row.privateBytes ? formatBytes(row.privateBytes) : QVariant();
    case SizeColumn: return formatBytes(row.bytes.length);
    case FileColumn: return fileName(row);
    case LabelColumn: {
        const ColourRule* rule = m_rules.ruleFor(row);
        return rule ? rule->label : QVariant();
    }
    default: return {};
    }
}

QVariant TransactionModel::toolTip(int column, const RecordRow& row) const
{
    switch (column) {
    case SeqNoColumn: return tr("Transaction %1").arg(QString::number(row.view) + QLatin1Char('.') + QString::number(row.seqno));
    case VerdictColumn: {
        const RangeVerdict* range = m_context->verdicts.rangeOf(row.seqno);
        if (!range) return tr("Not checked yet");
        const QString span = tr("%1 for %2 to %3").arg(rowVerdictWord(RowVerdicts::of(*range)), formatCount(range->from),
                                                       formatCount(range->to));
        return range->reason.empty() ? span : tr("%1: %2").arg(span, safeText(range->reason, 80));
    }
    case TablesColumn: return plainToolTip(text(column, row).toString().replace(QStringLiteral(", "), QStringLiteral("\n")));
    case PrivateColumn: return formatExactBytes(row.privateBytes);
    case SizeColumn: return tr("%1 at offset %2").arg(formatExactBytes(row.bytes.length), formatCount(row.bytes.offset));
    case FileColumn: return plainToolTip(fileName(row));
    default: return {};
    }
}

QString TransactionModel::fileName(const RecordRow& row) const
{
    return row.file < m_context->fileNames.size() ? safeText(m_context->fileNames[row.file], 200) : QString();
}

QVariant TransactionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case SeqNoColumn: return tr("Seqno");
    case ViewColumn: return tr("View");
    case TimeColumn: return m_times == TimeDisplay::Utc ? tr("Signed time (UTC)") : tr("Signed time (local)");
    case KindColumn: return tr("Kind");
    case VerdictColumn: return tr("Verdict");
    case TablesColumn: return tr("Tables");
    case WritesColumn: return tr("Writes / removes");
    case PrivateColumn: return tr("Private");
    case SizeColumn: return tr("Size");
    case FileColumn: return tr("File");
    case LabelColumn: return tr("Colour rule");
    default: return {};
    }
}

} // namespace countersign::ui
