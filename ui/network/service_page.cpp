#include "ui/network/service_page.h"

#include "ui/charts/tile.h"
#include "ui/common/empty_state.h"
#include "ui/common/heading.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/network/contradiction_panel.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr int kTiles = 7;
constexpr int kAgeMs = 5'000; // how often the age of the commit is told anew

} // namespace

ServicePage::ServicePage(LiveSession& session, LayoutMemory* memory, QWidget* parent)
    : LivePage({.id = QStringLiteral("service"), .title = tr("Overview"), .icon = QStringLiteral("overview"), .goKey = u'o'},
               session, LivePart::Service, parent)
{
    m_contradictions = new ContradictionPanel(this);
    column().addWidget(m_contradictions);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget(scroll);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(space(this, 12));
    m_tileGrid = new QGridLayout;
    m_tileGrid->setSpacing(space(this, 12));
    inner->addLayout(m_tileGrid);
    for (int i = 0; i < kTiles; ++i) {
        auto* tile = new Tile(content);
        tile->hide();
        connect(tile, &Tile::clicked, this, [this, tile] {
            if (!tile->data().kind.isEmpty()) Q_EMIT openPlace(tile->data().kind, tile->data().place);
        });
        m_tiles += tile;
    }
    buildNodes(*inner, memory);
    buildCharts(*inner);
    buildAcknowledge(*inner);
    inner->addStretch(1);
    scroll->setWidget(content);
    column().addWidget(scroll, 1);
    arrange();
    connect(&m_second, &QTimer::timeout, this, &ServicePage::showTiles);
    m_second.start(kAgeMs);
    begin();
}

void ServicePage::buildNodes(QVBoxLayout& column, LayoutMemory* memory)
{
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Nodes asked"), this));
    m_nodes = new QTableView(this);
    m_nodes->setObjectName(QStringLiteral("askedNodes"));
    m_nodes->setAccessibleName(tr("Nodes asked"));
    m_nodeModel = new PlainTableModel(askedNodeHeaders(), this);
    m_nodes->setModel(m_nodeModel);
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {28, 26, 13, 12, 11, 8, 14, 11, 22};
    for (int i = 0; i < 9; ++i) m_nodes->horizontalHeader()->resizeSection(i, em * widths[i]);
    auto* helper = new TableHelper(m_nodes, QStringLiteral("asked-nodes"), memory, TableHelper::Sorting::Off);
    helper->setEmptyState(new EmptyState({}, tr("The nodes are being asked."), {}));
    m_nodes->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_nodes->setFixedHeight(denseRowHeight(fontMetrics()) * 6);
    connect(m_nodes, &QTableView::activated, this, [this](const QModelIndex& index) {
        const QString kind = index.data(PlainTableModel::KindRole).toString();
        if (!kind.isEmpty()) Q_EMIT openPlace(kind, index.data(PlainTableModel::ValueRole).toString());
    });
    column.addWidget(m_nodes);
}

void ServicePage::buildCharts(QVBoxLayout& column)
{
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Since the connection opened"), this));
    m_chartGrid = new QGridLayout;
    m_chartGrid->setSpacing(space(this, 12));
    column.addLayout(m_chartGrid);
    m_charts = {new LineCard(QStringLiteral("commit"), tr("Last committed"), tr("sequence number"), this),
                new LineCard(QStringLiteral("view"), tr("View: a step is an election"), {}, this),
                new LineCard(QStringLiteral("latency"), tr("Latency of one exchange, ms"), tr("ms"), this)};
}

void ServicePage::setPin(const LivePin& pin)
{
    m_pin = pin;
    showTiles();
}

void ServicePage::roundEnded()
{
    const auto snapshot = session()->snapshot();
    if (!snapshot) return;
    m_contradictions->setFindings(snapshot->findings);
    showTiles();
    m_nodeModel->setRows(askedNodeRows(*session(), QDateTime::currentDateTimeUtc()));
    m_nodes->setFixedHeight(denseRowHeight(fontMetrics()) * (std::min(8, m_nodeModel->rowCount()) + 1) + space(this, 24));
    const QString waiting = tr("No node has answered yet.");
    m_charts[0]->setSeries(chartSeries(*session(), LiveChart::Commit), false, waiting);
    m_charts[1]->setSeries(chartSeries(*session(), LiveChart::View), true, waiting);
    m_charts[2]->setSeries(chartSeries(*session(), LiveChart::Latency), false, waiting);
}

void ServicePage::showTiles()
{
    if (!session()) return m_second.stop();
    const QList<TileData> tiles = serviceTiles(*session(), m_pin, QDateTime::currentDateTimeUtc());
    for (int i = 0; i < m_tiles.size(); ++i) {
        m_tiles[i]->setVisible(i < tiles.size());
        if (i < tiles.size()) m_tiles[i]->setData(tiles[i]);
    }
}

void ServicePage::arrange()
{
    const int em = fontMetrics().averageCharWidth();
    const int columns = width() > em * 130 ? 4 : width() > em * 100 ? 3 : width() > em * 66 ? 2 : 1;
    if (columns == m_columns) return;
    m_columns = columns;
    const int chartColumns = std::min(columns, 3);
    for (int i = 0; i < m_tiles.size(); ++i) m_tileGrid->addWidget(m_tiles[i], i / columns, i % columns);
    for (int i = 0; i < m_charts.size(); ++i) m_chartGrid->addWidget(m_charts[i], i / chartColumns, i % chartColumns);
    for (int i = 0; i < 4; ++i) {
        m_tileGrid->setColumnStretch(i, i < columns ? 1 : 0);
        m_chartGrid->setColumnStretch(i, i < chartColumns ? 1 : 0);
    }
}

void ServicePage::resizeEvent(QResizeEvent* event)
{
    LivePage::resizeEvent(event);
    arrange();
}

void ServicePage::toggleTables()
{
    const bool tables = !m_charts.front()->showsTable();
    for (LineCard* chart : m_charts) chart->showTable(tables);
    Q_EMIT commandsChanged();
}

void ServicePage::buildAcknowledge(QVBoxLayout& column)
{
    m_acknowledge = new QWidget(this);
    auto* inner = new QVBoxLayout(m_acknowledge);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(space(this, 8));
    inner->addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Acknowledge"), m_acknowledge));
    auto* why = new RoleLabel(RoleLabel::Role::Muted,
                              tr("A member confirms under signature to have seen this state. A new member becomes active with it; "
                                 "the others do it again after a recovery."),
                              m_acknowledge);
    why->setWordWrap(true);
    inner->addWidget(why);
    auto* button = new QPushButton(tr("Acknowledge this state…"), m_acknowledge);
    button->setObjectName(QStringLiteral("acknowledgeState"));
    button->setAutoDefault(false);
    inner->addWidget(button, 0, Qt::AlignLeft);
    connect(button, &QPushButton::clicked, this, &ServicePage::acknowledgeWanted);
    m_acknowledge->hide();
    column.addWidget(m_acknowledge);
}

void ServicePage::setActing()
{
    m_acknowledge->show();
    Q_EMIT commandsChanged();
}

QList<Command> ServicePage::commands()
{
    QList<Command> commands = LivePage::commands();
    if (!m_acknowledge->isHidden())
        commands += {.id = QStringLiteral("govern.acknowledge"),
                     .title = tr("Acknowledge this state…"),
                     .shortcut = {},
                     .menu = CommandMenu::Tools,
                     .icon = QStringLiteral("shield"),
                     .trigger = [this] { Q_EMIT acknowledgeWanted(); },
                     .enabled = {},
                     .checked = {}};
    commands += {.id = QStringLiteral("live.tables"),
                 .title = tr("Show the numbers of the charts as tables"),
                 .shortcut = QKeySequence(Qt::Key_T),
                 .menu = CommandMenu::View,
                 .icon = QStringLiteral("tables"),
                 .trigger = [this] { toggleTables(); },
                 .enabled = {},
                 .checked = [this] { return std::ranges::any_of(m_charts, &LineCard::showsTable); }};
    return commands;
}

// The badge of the trust bar leads here.
bool ServicePage::shows(const QString& kind) const
{
    return kind == QStringLiteral("checks") || kind == QStringLiteral("identity");
}

void ServicePage::showPlace(const QString&, const QString&)
{
    m_nodes->setFocus(Qt::OtherFocusReason);
}

} // namespace countersign::ui
