#include "ui/charts/overview_page.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/tile.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/tasks/run_task.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {
constexpr int kTiles = 6;
constexpr int kCharts = 4;
}

OverviewPage::OverviewPage(QThreadPool& pool, QWidget* parent)
    : Page({.id = QStringLiteral("overview"), .title = tr("Overview"), .icon = QStringLiteral("overview"), .goKey = u'o'},
           parent),
      m_pool(pool)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(m_scroll);
    auto* content = new QWidget(m_scroll);
    auto* column = new QVBoxLayout(content);
    const int edge = space(this, 16);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 12));
    m_waiting = new RoleLabel(RoleLabel::Role::Muted, {}, content);
    m_waiting->setObjectName(QStringLiteral("overviewWaiting"));
    column->addWidget(m_waiting);
    m_tileGrid = new QGridLayout;
    m_tileGrid->setSpacing(space(this, 12));
    column->addLayout(m_tileGrid);
    m_chartGrid = new QGridLayout;
    m_chartGrid->setSpacing(space(this, 12));
    column->addLayout(m_chartGrid);
    column->addStretch(1);
    for (int i = 0; i < kTiles; ++i) {
        auto* tile = new Tile(content);
        connect(tile, &Tile::clicked, this, [this, tile] { Q_EMIT openPlace(tile->data().kind, tile->data().place); });
        m_tiles += tile;
    }
    for (int i = 0; i < kCharts; ++i) {
        auto* chart = new ChartCard(content);
        connect(chart, &ChartCard::placeWanted, this,
                [this](SeqNo seqno) { Q_EMIT openPlace(QStringLiteral("transaction"), QString::number(seqno)); });
        m_charts += chart;
    }
    m_scroll->setWidget(content);
    arrange();
    showRunning();
}

void OverviewPage::arrange()
{
    const int em = fontMetrics().averageCharWidth();
    const int columns = width() > em * 120 ? 3 : width() > em * 70 ? 2 : 1;
    if (columns == m_columns) return;
    m_columns = columns;
    for (int i = 0; i < m_tiles.size(); ++i) m_tileGrid->addWidget(m_tiles[i], i / columns, i % columns);
    const int chartColumns = std::min(columns, 2);
    for (int i = 0; i < m_charts.size(); ++i) m_chartGrid->addWidget(m_charts[i], i / chartColumns, i % chartColumns);
    for (int i = 0; i < 3; ++i) {
        m_tileGrid->setColumnStretch(i, i < columns ? 1 : 0);
        m_chartGrid->setColumnStretch(i, i < chartColumns ? 1 : 0);
    }
}

void OverviewPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    arrange();
}

void OverviewPage::showRunning()
{
    ++m_generation;
    m_waiting->setText(tr("The overview fills when the verification has ended; the files can be looked at meanwhile."));
    m_waiting->show();
    for (Tile* tile : m_tiles) tile->hide();
    for (ChartCard* chart : m_charts) chart->hide();
}

void OverviewPage::showUnasked()
{
    showRunning();
    m_waiting->setText(tr("Nothing could be judged, so there is nothing to sum up. The files can still be looked at."));
}

void OverviewPage::showReport(std::shared_ptr<const VerificationReport> report, const AnchorChoice& anchor)
{
    const quint64 generation = ++m_generation;
    runTask(m_pool, this,
            [report = std::move(report), anchor, now = QDateTime::currentDateTimeUtc()](const std::stop_token&) {
                return overviewOf(*report, anchor, now);
            },
            [this, generation](const OverviewData& shown) {
                if (generation == m_generation) show(shown);
            });
}

void OverviewPage::show(const OverviewData& shown)
{
    m_waiting->hide();
    for (int i = 0; i < m_tiles.size() && i < shown.tiles.size(); ++i) {
        m_tiles[i]->setData(shown.tiles[i]);
        m_tiles[i]->show();
    }
    showCharts(shown.charts, 0);
}

// One a turn of the event loop: drawing them all at once takes longer than the window may stand still.
void OverviewPage::showCharts(QList<ChartData> charts, int from)
{
    if (from >= m_charts.size() || from >= charts.size()) return Q_EMIT commandsChanged();
    m_charts[from]->setData(charts[from]);
    m_charts[from]->show();
    QTimer::singleShot(0, this, [this, charts = std::move(charts), from, generation = m_generation] {
        if (generation == m_generation) showCharts(charts, from + 1);
    });
}

void OverviewPage::toggleTables()
{
    const bool tables = std::ranges::none_of(m_charts, &ChartCard::showsTable); // one without numbers shows none
    for (ChartCard* chart : m_charts) chart->showTable(tables);
    Q_EMIT commandsChanged();
}

QList<Command> OverviewPage::commands()
{
    return {{.id = QStringLiteral("overview.tables"),
             .title = tr("Show the numbers of the charts as tables"),
             .shortcut = QKeySequence(Qt::Key_T),
             .menu = CommandMenu::View,
             .icon = QStringLiteral("tables"),
             .trigger = [this] { toggleTables(); },
             .enabled = [this] { return !m_charts.front()->isHidden(); },
             .checked = [this] { return std::ranges::any_of(m_charts, &ChartCard::showsTable); }}};
}

} // namespace countersign::ui
