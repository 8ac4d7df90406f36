#pragma once

#include "ui/charts/chart_data.h"
#include "ui/verify/anchor_choice.h"

#include <memory>
#include <optional>

namespace countersign::ui {

/// A tile of the overview: the one thing to know of a subject, and what it leads to.
struct TileData {
    QString id; ///< "identity", "integrity", "governance", "nodes", "certificates", "run".
    QString title;
    QString icon;
    QString value;                           ///< Short.
    QStringList lines;                       ///< Whole sentences.
    std::optional<Verdict> verdict = {};     ///< Gives the tile its shape and colour.
    QString kind = {}, place = {};           ///< What a click opens, as Page::openPlace() takes it.
};

struct OverviewData {
    QList<TileData> tiles;
    QList<ChartData> charts;
};

/// What the overview says of a report. `now` dates the run and the certificates. Not for the GUI thread.
OverviewData overviewOf(const VerificationReport& report, const AnchorChoice& anchor, const QDateTime& now);

} // namespace countersign::ui
