#pragma once

#include "core/base/verification.h"

#include <QAbstractTableModel>

#include <vector>

namespace countersign::ui {

QString severityWord(Severity severity);
QString severityIcon(Severity severity);

/// Findings, worst first, under a heading row for each severity. A text filter narrows them.
class FindingModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { WhatColumn, WhereColumn, OffsetColumn, FileColumn, DetailColumn, ColumnCount };
    enum Role { HeadingRole = Qt::UserRole };

    explicit FindingModel(QObject* parent = nullptr);

    void setFindings(std::vector<Finding> findings);
    void addFindings(const std::vector<Finding>& findings);
    void setFilter(const QString& text);

    /// Null for a heading.
    const Finding* findingAt(int row) const;
    bool isHeading(int row) const { return findingAt(row) == nullptr; }
    /// The next row with a finding after `row`, around the end; -1 when there is none.
    int nextFinding(int row) const;
    /// All that the filter lets through, in the order shown.
    std::vector<Finding> shown() const;
    std::size_t count(Severity severity) const;
    std::size_t count() const { return m_findings.size(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        Severity severity = Severity::Remark;
        std::size_t index = 0; ///< Of the finding; of a heading: how many stand under it.
        bool heading = false;
    };

    void arrange();
    bool fits(const Finding& finding) const;
    QString textOf(const Finding& finding, int column) const;
    QVariant headingData(const Row& row, int column, int role) const;

    std::vector<Finding> m_findings;
    std::vector<Row> m_rows;
    QString m_filter;
};

} // namespace countersign::ui
