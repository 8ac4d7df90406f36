#include "ui/charts/chart_data.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <map>
#include <numeric>

namespace countersign::ui {

namespace {

struct Charts {
    Q_DECLARE_TR_FUNCTIONS(Charts)
};

QDateTime dateOf(std::int64_t seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

/// As much of a time as tells neighbouring bars apart.
QString timeLabel(std::int64_t seconds, std::int64_t step)
{
    const char* format = step >= 86'400 ? "yyyy-MM-dd" : step >= 60 ? "MM-dd hh:mm" : "hh:mm:ss";
    return dateOf(seconds).toString(QLatin1String(format));
}

/// The least "round" step of time that needs at most kMostBars bars.
std::int64_t timeStep(std::int64_t seconds)
{
    for (const std::int64_t step : {1, 2, 5, 10, 30, 60, 300, 900, 3600, 4 * 3600, 86'400, 7 * 86'400, 30 * 86'400})
        if (seconds / step < kMostBars) return step;
    return seconds / kMostBars + 1;
}

SeqNo seqnoStep(SeqNo count)
{
    for (SeqNo step = 1;; step *= 10)
        for (const SeqNo factor : {SeqNo(1), SeqNo(2), SeqNo(5)})
            if (count / (step * factor) < SeqNo(kMostBars)) return step * factor;
}

struct Bins {
    SeqNo first = 0, step = 1;
    std::size_t count = 0;

    std::size_t of(SeqNo seqno) const { return std::min<std::size_t>((std::max(seqno, first) - first) / step, count - 1); }
    SeqNo begin(std::size_t bin) const { return first + bin * step; }
};

std::optional<Bins> binsOf(const VerificationReport& report)
{
    if (report.ranges.empty()) return {};
    const SeqNo first = report.ranges.front().from, last = report.ranges.back().to;
    const SeqNo step = seqnoStep(last - first + 1);
    return Bins{first, step, std::size_t((last - first) / step + 1)};
}

QList<ChartBar> emptyBars(const Bins& bins, qsizetype series)
{
    QList<ChartBar> bars;
    for (std::size_t i = 0; i < bins.count; ++i)
        bars.append({formatCount(bins.begin(i)), QList<double>(series, 0), 0,
                     Charts::tr("From transaction %1 on").arg(formatCount(bins.begin(i)))});
    return bars;
}

ChartData transactionsOverTime(const VerificationReport& report)
{
    ChartData chart{.id = QStringLiteral("transactions"),
                    .title = Charts::tr("Transactions over time"),
                    .empty = Charts::tr("This ledger carries no signed times, so nothing can be drawn over time."),
                    .barTitle = Charts::tr("Time (UTC)"),
                    .series = {Charts::tr("Transactions")}};
    const auto& times = report.times;
    if (times.size() < 2) return chart;
    const auto [least, most] = std::ranges::minmax_element(times, {}, [](const TimePoint& point) { return point.time; });
    const std::int64_t begin = least->time.seconds, step = timeStep(most->time.seconds - begin);
    const auto count = std::size_t((most->time.seconds - begin) / step + 1);
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t at = begin + std::int64_t(i) * step;
        chart.bars.append({timeLabel(at, step), {0}, 0, Charts::tr("From %1 on").arg(formatTime(dateOf(at)))});
    }
    for (std::size_t i = 1; i < times.size(); ++i) {
        ChartBar& bar = chart.bars[qsizetype((times[i].time.seconds - begin) / step)];
        if (times[i].seqno > times[i - 1].seqno) bar.values[0] += double(times[i].seqno - times[i - 1].seqno);
        if (bar.seqno == 0) bar.seqno = times[i - 1].seqno + 1;
    }
    chart.note = Charts::tr("Times are those the service signed. Transactions up to %1 have none and are left out.")
                     .arg(formatCount(times.front().seqno));
    return chart;
}

qsizetype seriesOf(const std::string& kind)
{
    static const std::map<std::string, qsizetype> kSeries{{"proposal", 0}, {"member", 1},   {"node", 2},
                                                          {"recovery", 3}, {"service", 3}, {"constitution", 4}};
    const auto found = kSeries.find(kind);
    return found == kSeries.end() ? -1 : found->second;
}

ChartData governanceEvents(const VerificationReport& report)
{
    ChartData chart{.id = QStringLiteral("governance"),
                    .title = Charts::tr("Governance along the history"),
                    .empty = Charts::tr("Nothing of governance happened in this ledger."),
                    .barTitle = Charts::tr("From transaction"),
                    .series = {Charts::tr("Proposals"), Charts::tr("Members"), Charts::tr("Nodes"), Charts::tr("Service"),
                               Charts::tr("Constitution")}};
    const auto bins = binsOf(report);
    const bool any = std::ranges::any_of(report.events, [](const HistoryEvent& event) { return seriesOf(event.kind) >= 0; });
    if (!bins || !any) return chart;
    chart.bars = emptyBars(*bins, chart.series.size());
    for (const HistoryEvent& event : report.events) {
        const qsizetype series = seriesOf(event.kind);
        if (series < 0) continue;
        ChartBar& bar = chart.bars[qsizetype(bins->of(event.seqno))];
        bar.values[series] += 1;
        if (bar.seqno == 0) bar.seqno = event.seqno;
    }
    return chart;
}

ChartData signatureSpacing(const VerificationReport& report)
{
    ChartData chart{.id = QStringLiteral("spacing"),
                    .title = Charts::tr("Widest gap between signatures"),
                    .empty = Charts::tr("This ledger carries no signed times, so the spacing of its signatures is not listed."),
                    .barTitle = Charts::tr("From transaction"),
                    .series = {Charts::tr("Transactions between two signatures")}};
    const auto bins = binsOf(report);
    if (!bins || report.times.size() < 2) return chart;
    chart.bars = emptyBars(*bins, 1);
    for (std::size_t i = 1; i < report.times.size(); ++i) {
        const SeqNo from = report.times[i - 1].seqno, to = report.times[i].seqno;
        ChartBar& bar = chart.bars[qsizetype(bins->of(to))];
        if (to <= from || double(to - from) <= bar.values[0]) continue;
        bar.values[0] = double(to - from);
        bar.seqno = to;
    }
    if (report.times.size() < report.stats.signatures)
        chart.note = Charts::tr("Only signatures with a signed time are counted, %1 of %2; true gaps may be narrower.")
                         .arg(formatCount(report.times.size()), formatCount(report.stats.signatures));
    return chart;
}

ChartData nodeLives(const VerificationReport& report)
{
    ChartData chart{.id = QStringLiteral("nodes"),
                    .title = Charts::tr("Lives of the nodes"),
                    .empty = Charts::tr("This ledger names no nodes."),
                    .kind = ChartData::Kind::Spans,
                    .barTitle = Charts::tr("Node"),
                    .series = {Charts::tr("Joined at transaction"), Charts::tr("Transactions until retired or the end")}};
    const SeqNo end = report.lastRead ? report.lastRead->seqno : report.ranges.empty() ? 0 : report.ranges.back().to;
    for (const NodeLife& node : report.nodes) {
        if (chart.bars.size() == kMostBars) {
            chart.note = Charts::tr("The first %1 of %2 nodes.").arg(formatCount(kMostBars), formatCount(report.nodes.size()));
            break;
        }
        const SeqNo last = std::max(node.retired.value_or(end), node.joined);
        const QString id = QString::fromStdString(node.id);
        chart.bars.append({shortId(id), {double(node.joined), double(last - node.joined + 1)}, node.joined,
                           Charts::tr("%1\nfrom %2 to %3, %4, %5 signatures", "id, transactions, status")
                               .arg(id, formatCount(node.joined), formatCount(last), QString::fromStdString(node.lastStatus),
                                    formatCount(node.signatures))});
    }
    return chart;
}

} // namespace

QString ChartData::description() const
{
    if (bars.isEmpty()) return empty;
    const ChartBar* largest = &bars.front();
    const auto total = [](const ChartBar& bar) { return std::accumulate(bar.values.begin(), bar.values.end(), 0.0); };
    for (const ChartBar& bar : bars)
        if (total(bar) > total(*largest)) largest = &bar;
    if (kind == Kind::Spans) return Charts::tr("Bars: %1, one a node. Press T for the numbers.").arg(bars.size());
    return Charts::tr("Bars: %1; the largest is %2 at %3. Press T for the numbers.")
        .arg(QString::number(bars.size()), formatCount(quint64(total(*largest))), largest->label);
}

QList<ChartData> chartsOf(const VerificationReport& report)
{
    return {transactionsOverTime(report), governanceEvents(report), signatureSpacing(report), nodeLives(report)};
}

} // namespace countersign::ui
