#include "ui/verify/file_model.h"

#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/reason_text.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"
#include "ui/verify/assurance_text.h"
#include "ui/verify/verdict_text.h"

#include <QApplication>
#include <QDir>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr SeqNo kNowhere = std::numeric_limits<SeqNo>::max(); // files of no range stand last

bool isOfHistory(FileState state)
{
    return state == FileState::Committed || state == FileState::Complete || state == FileState::Open ||
           state == FileState::Recovery;
}

} // namespace

FileModel::FileModel(QObject* parent) : QAbstractTableModel(parent), m_summary(std::make_shared<SourceSummary>()) {}

void FileModel::setSummary(std::shared_ptr<const SourceSummary> summary)
{
    beginResetModel();
    m_summary = std::move(summary);
    m_verdicts = {};
    m_rows.clear();
    m_rows.reserve(m_summary->files.size() + m_summary->irregularities.size());
    for (std::uint32_t i = 0; i < m_summary->files.size(); ++i) m_rows.push_back({i, false});
    for (std::uint32_t i = 0; i < m_summary->irregularities.size(); ++i) m_rows.push_back({i, true});
    std::ranges::stable_sort(m_rows, {}, [this](const Row& row) { return firstOf(row); });
    endResetModel();
}

void FileModel::setVerdicts(RowVerdicts verdicts)
{
    m_verdicts = std::move(verdicts);
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, VerdictColumn), index(int(m_rows.size()) - 1, VerdictColumn));
}

SeqNo FileModel::firstOf(const Row& row) const
{
    if (row.irregular) return m_summary->irregularities[row.index].from;
    const SourceFile& file = fileOf(row);
    return isOfHistory(file.state) || file.state == FileState::Duplicate ? file.first.value_or(kNowhere) : kNowhere;
}

int FileModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FileModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

FileModel::Judged FileModel::judged(const Row& row) const
{
    const SourceFile& file = fileOf(row);
    if (row.irregular || !isOfHistory(file.state) || !file.first) return {};
    const SeqNo last = file.last.value_or(m_summary->last.value_or(*file.first));
    Judged answer{Verdict::Passed, false};
    SeqNo next = *file.first;
    while (next <= last) {
        const RangeVerdict* range = m_verdicts.rangeOf(next);
        if (!range) return next == *file.first ? Judged{} : Judged{answer.verdict, true};
        answer.verdict = worse(answer.verdict, range->verdict);
        next = range->to + 1;
    }
    return answer;
}

QString FileModel::verdictText(const Row& row) const
{
    const Judged answer = judged(row);
    if (answer.partly) return tr("%1 so far", "a verdict").arg(verdictWord(answer.verdict));
    return verdictWord(answer.verdict);
}

QString FileModel::fileText(const SourceFile& file, int column) const
{
    switch (column) {
    case NameColumn: return safeText(file.name);
    case RangeColumn:
        if (!file.first) return {};
        return file.last ? seqnoRange(*file.first, *file.last) : tr("%1–", "open range").arg(formatCount(*file.first));
    case StateColumn: return fileStateText(file.state);
    case SizeColumn: return formatBytes(file.size);
    case FolderColumn: return QDir::toNativeSeparators(safeText(file.folder));
    case ProblemColumn: return file.problem.empty() ? QString() : reasonText(file.problem);
    default: return {};
    }
}

QString FileModel::irregularText(const SourceIrregularity& irregularity, int column) const
{
    const bool gap = irregularity.kind == SourceIrregularity::Kind::Gap;
    const QString count = formatCount(irregularity.to - irregularity.from + 1);
    switch (column) {
    case NameColumn: return gap ? tr("Missing: no file holds these") : tr("Held twice: several files hold these");
    case RangeColumn: return seqnoRange(irregularity.from, irregularity.to);
    case StateColumn: return gap ? tr("gap") : tr("overlap");
    case ProblemColumn:
        return gap ? tr("Missing transactions: %1.").arg(count)
                   : tr("Transactions in more than one file of the folder: %1.").arg(count);
    default: return {};
    }
}

QVariant FileModel::decoration(const Row& row, int column) const
{
    const auto warning = [] { return colouredIcon(QStringLiteral("warning"), tokensOf(QApplication::palette()).failed); };
    if (row.irregular) return column == NameColumn ? warning() : QVariant();
    if (column == StateColumn) return lineIcon(fileStateIcon(fileOf(row).state));
    if (column == VerdictColumn) return verdictCellIcon(judged(row).verdict);
    if (column == ProblemColumn && !fileOf(row).problem.empty()) return warning();
    return {};
}

QVariant FileModel::toolTip(const Row& row, int column) const
{
    if (row.irregular) return {};
    const SourceFile& file = fileOf(row);
    if (column == SizeColumn) return formatExactBytes(file.size);
    return plainToolTip(QDir::toNativeSeparators(safeText(file.path())));
}

QVariant FileModel::sortKey(const Row& row, int column) const
{
    if (column == SizeColumn) return row.irregular ? QVariant(0ull) : QVariant(qulonglong(fileOf(row).size));
    if (column == RangeColumn) return qulonglong(firstOf(row));
    if (column == VerdictColumn) return row.irregular ? QString() : verdictText(row);
    return row.irregular ? irregularText(m_summary->irregularities[row.index], column) : fileText(fileOf(row), column);
}

QVariant FileModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const Tokens& tokens = tokensOf(QApplication::palette());
    switch (role) {
    case Qt::DisplayRole:
        if (row.irregular) return irregularText(m_summary->irregularities[row.index], index.column());
        return index.column() == VerdictColumn ? verdictText(row) : fileText(fileOf(row), index.column());
    case Qt::DecorationRole: return decoration(row, index.column());
    case Qt::ToolTipRole: return toolTip(row, index.column());
    case Qt::ForegroundRole:
        if (row.irregular || (index.column() == ProblemColumn && !fileOf(row).problem.empty())) return tokens.failed;
        if (index.column() == VerdictColumn) return verdictColour(judged(row).verdict, tokens);
        return {};
    case Qt::BackgroundRole:
        return row.irregular ? QVariant(tint(tokens.surface, tokens.failed, kBadgeTint)) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn || index.column() == RangeColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                                             : int(Qt::AlignLeft | Qt::AlignVCenter);
    case SortRole: return sortKey(row, index.column());
    case IrregularRole: return row.irregular;
    case FirstSeqnoRole: return firstOf(row) == kNowhere ? QVariant() : QVariant(qulonglong(firstOf(row)));
    default: return {};
    }
}

QVariant FileModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return data(index(0, section), role);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return tr("File");
    case RangeColumn: return tr("Transactions");
    case StateColumn: return tr("State");
    case VerdictColumn: return tr("Verdict");
    case SizeColumn: return tr("Size");
    case FolderColumn: return tr("Folder");
    case ProblemColumn: return tr("Problem");
    default: return {};
    }
}

void FileModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= ColumnCount || m_rows.empty()) return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<std::uint32_t> order0(m_rows.size());
    std::vector<QVariant> keys;
    keys.reserve(m_rows.size());
    for (std::uint32_t i = 0; i < m_rows.size(); ++i) {
        order0[i] = i;
        keys.push_back(sortKey(m_rows[i], column));
    }
    const auto less = [&keys](std::uint32_t a, std::uint32_t b) {
        return QVariant::compare(keys[a], keys[b]) == QPartialOrdering::Less;
    };
    if (order == Qt::AscendingOrder) std::ranges::stable_sort(order0, less);
    else std::ranges::stable_sort(order0, [&less](std::uint32_t a, std::uint32_t b) { return less(b, a); });
    std::vector<Row> sorted(m_rows.size());
    std::vector<int> place(m_rows.size());
    for (std::size_t i = 0; i < order0.size(); ++i) {
        sorted[i] = m_rows[order0[i]];
        place[order0[i]] = int(i);
    }
    m_rows = std::move(sorted);
    QModelIndexList after;
    for (const QModelIndex& index : before) after += this->index(place[std::size_t(index.row())], index.column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace countersign::ui
