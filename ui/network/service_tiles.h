#pragma once

#include "ui/charts/overview_data.h"
#include "ui/models/plain_table_model.h"
#include "ui/network/line_card.h"
#include "ui/network/live_session.h"

namespace countersign::ui {

/// Who was pinned for a service, as it is told on its pages.
struct LivePin {
    QString fingerprint, subject, source; ///< Source: a file, or how it was checked.
    QDateTime pinned;
};

/// What the overview of a running service says, from values held. `now` gives ages.
QList<TileData> serviceTiles(const LiveSession& session, const LivePin& pin, const QDateTime& now);

QStringList askedNodeHeaders();
/// One row a node that is asked.
QList<PlainRow> askedNodeRows(const LiveSession& session, const QDateTime& now);

enum class LiveChart : quint8 { Commit, View, Latency };
QList<LineSeries> chartSeries(const LiveSession& session, LiveChart chart);

} // namespace countersign::ui
