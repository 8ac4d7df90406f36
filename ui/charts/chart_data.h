#pragma once

#include "core/family/report.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace countersign::ui {

/// A bar of a chart, and the row of its table.
struct ChartBar {
    QString label;         ///< Under the bar.
    QList<double> values;  ///< One a series. In a chart of spans: where it begins, and how long it is.
    SeqNo seqno = 0;       ///< Where a click leads; 0: nowhere.
    QString toolTip;
};

/// A chart that is ready to be drawn: at most five series.
struct ChartData {
    enum class Kind : quint8 { Columns, Spans };

    QString id;       ///< "transactions", "governance", "spacing", "nodes".
    QString title;
    QString note;     ///< What the numbers leave out; may be empty.
    QString empty;    ///< Why there is nothing to draw; shown when there is no bar.
    Kind kind = Kind::Columns;
    QString barTitle; ///< What the bars stand for: "Time (UTC)".
    QStringList series;
    QList<ChartBar> bars;

    /// For a screen reader: how many bars, and the largest.
    QString description() const;
};

/// All charts of a report, in the order shown. Pure; slow for large reports: not for the GUI thread.
QList<ChartData> chartsOf(const VerificationReport& report);

inline constexpr int kMostBars = 32;

} // namespace countersign::ui
