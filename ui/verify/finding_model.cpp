#include "ui/verify/finding_model.h"

#include "ui/common/check_text.h"
#include "ui/common/format.h"
#include "ui/common/reason_text.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"

#include <QApplication>

#include <algorithm>

namespace countersign::ui {

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Fault: return FindingModel::tr("Fault");
    case Severity::Warning: return FindingModel::tr("Warning");
    case Severity::Remark: break;
    }
    return FindingModel::tr("Remark");
}

QString severityIcon(Severity severity)
{
    switch (severity) {
    case Severity::Fault: return QStringLiteral("verdict-failed");
    case Severity::Warning: return QStringLiteral("warning");
    case Severity::Remark: break;
    }
    return QStringLiteral("findings");
}

namespace {

QColor severityColour(Severity severity)
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    if (severity == Severity::Fault) return tokens.failed;
    return severity == Severity::Warning ? tokens.indeterminate : tokens.muted;
}

QString headingText(Severity severity, std::size_t count)
{
    const QString n = formatCount(count);
    switch (severity) {
    case Severity::Fault: return FindingModel::tr("Faults: %1").arg(n);
    case Severity::Warning: return FindingModel::tr("Warnings: %1").arg(n);
    case Severity::Remark: break;
    }
    return FindingModel::tr("Remarks: %1").arg(n);
}

} // namespace

FindingModel::FindingModel(QObject* parent) : QAbstractTableModel(parent) {}

void FindingModel::setFindings(std::vector<Finding> findings)
{
    beginResetModel();
    m_findings = std::move(findings);
    arrange();
    endResetModel();
}

void FindingModel::addFindings(const std::vector<Finding>& findings)
{
    beginResetModel();
    m_findings.insert(m_findings.end(), findings.begin(), findings.end());
    arrange();
    endResetModel();
}

void FindingModel::setFilter(const QString& text)
{
    beginResetModel();
    m_filter = text.trimmed();
    arrange();
    endResetModel();
}

bool FindingModel::fits(const Finding& finding) const
{
    if (m_filter.isEmpty()) return true;
    const QString words = QStringList{textOf(finding, WhatColumn), textOf(finding, WhereColumn),
                                      textOf(finding, FileColumn), textOf(finding, DetailColumn),
                                      QString::fromStdString(finding.id), QString::fromStdString(finding.reason)}
                              .join(QLatin1Char('\n'));
    return words.contains(m_filter, Qt::CaseInsensitive);
}

void FindingModel::arrange()
{
    m_rows.clear();
    for (const Severity severity : {Severity::Fault, Severity::Warning, Severity::Remark}) {
        const std::size_t heading = m_rows.size();
        m_rows.push_back({severity, 0, true});
        for (std::size_t i = 0; i < m_findings.size(); ++i)
            if (m_findings[i].severity == severity && fits(m_findings[i])) m_rows.push_back({severity, i, false});
        m_rows[heading].index = m_rows.size() - heading - 1;
        if (m_rows[heading].index == 0) m_rows.pop_back();
    }
}

const Finding* FindingModel::findingAt(int row) const
{
    if (row < 0 || row >= rowCount()) return nullptr;
    const Row& entry = m_rows[std::size_t(row)];
    return entry.heading ? nullptr : &m_findings[entry.index];
}

int FindingModel::nextFinding(int row) const
{
    for (int step = 1; step <= rowCount(); ++step) {
        const int candidate = (std::max(row, -1) + step) % rowCount();
        if (!isHeading(candidate)) return candidate;
    }
    return -1;
}

std::vector<Finding> FindingModel::shown() const
{
    std::vector<Finding> findings;
    for (const Row& row : m_rows)
        if (!row.heading) findings.push_back(m_findings[row.index]);
    return findings;
}

std::size_t FindingModel::count(Severity severity) const
{
    return std::size_t(std::ranges::count(m_findings, severity, &Finding::severity));
}

int FindingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FindingModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString FindingModel::textOf(const Finding& finding, int column) const
{
    switch (column) {
    case WhatColumn: return finding.reason.empty() ? checkTitle(finding.id) : reasonText(finding.reason);
    case WhereColumn: return finding.where.seqno ? formatCount(*finding.where.seqno) : QString();
    case OffsetColumn: return finding.where.offset ? QStringLiteral("0x%1").arg(*finding.where.offset, 0, 16) : QString();
    case FileColumn: return safeText(finding.where.file, 300).section(QLatin1Char('/'), -1);
    case DetailColumn: return safeText(finding.detail, 1000);
    default: return {};
    }
}

QVariant FindingModel::headingData(const Row& row, int column, int role) const
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    if (role == HeadingRole) return true;
    if (role == Qt::BackgroundRole) return tint(tokens.surface, severityColour(row.severity), kBadgeTint);
    if (column != 0) return {};
    if (role == Qt::DisplayRole) return headingText(row.severity, row.index);
    if (role == Qt::FontRole) return boldFont(QApplication::font());
    if (role == Qt::ForegroundRole) return severityColour(row.severity);
    return {};
}

QVariant FindingModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows[std::size_t(index.row())];
    if (row.heading) return headingData(row, index.column(), role);
    const Finding& finding = m_findings[row.index];
    switch (role) {
    case HeadingRole: return false;
    case Qt::DisplayRole: return textOf(finding, index.column());
    case Qt::DecorationRole:
        return index.column() == WhatColumn ? QVariant(colouredIcon(severityIcon(row.severity), severityColour(row.severity))) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == WhatColumn ? QVariant(tr("%1: %2", "severity, what").arg(severityWord(row.severity), textOf(finding, WhatColumn)))
                                            : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == FileColumn) return plainToolTip(safeText(finding.where.file));
        if (index.column() != WhatColumn) return plainToolTip(textOf(finding, index.column()));
        return plainToolTip(QStringLiteral("%1\n%2 %3").arg(textOf(finding, WhatColumn), QString::fromStdString(finding.id),
                                                             QString::fromStdString(finding.reason)));
    case Qt::ForegroundRole:
        return index.column() == WhatColumn ? QVariant(severityColour(row.severity)) : QVariant();
    case Qt::TextAlignmentRole:
        return int((index.column() == WhereColumn || index.column() == OffsetColumn ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    default: return {};
    }
}

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case WhatColumn: return tr("What was found");
    case WhereColumn: return tr("Transaction");
    case OffsetColumn: return tr("Offset");
    case FileColumn: return tr("File");
    case DetailColumn: return tr("Detail");
    default: return {};
    }
}

Qt::ItemFlags FindingModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags all = QAbstractTableModel::flags(index);
    return index.isValid() && isHeading(index.row()) ? all & ~Qt::ItemIsSelectable : all;
}

} // namespace countersign::ui
