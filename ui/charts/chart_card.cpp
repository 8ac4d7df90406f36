#include "ui/charts/chart_card.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/models/plain_table_model.h"

#include <QApplication>
#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHeaderView>
#include <QHorizontalStackedBarSeries>
#include <QPainter>
#include <QStackedBarSeries>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QToolTip>
#include <QValueAxis>
#include <QVBoxLayout>

#include <numeric>

namespace countersign::ui {

namespace {

constexpr int kMostLabels = 6; // of the bars; more run into each other

QList<QColor> seriesColours(const Tokens& tokens)
{
    return {tokens.accent, tokens.passed, tokens.indeterminate, tokens.failed, tokens.demo};
}

QValueAxis* makeValueAxis(double most)
{
    auto* axis = new QValueAxis;
    axis->setRange(0, std::max(1.0, most));
    axis->setLabelFormat(QStringLiteral("%.0f"));
    axis->setTickCount(most <= 2 ? int(most) + 1 + (most < 1 ? 1 : 0) : 4);
    axis->applyNiceNumbers();
    return axis;
}

} // namespace

ChartCard::ChartCard(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("chartCard"));
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 12);
    column->setContentsMargins(edge, space(this, 8), edge, space(this, 8));
    column->setSpacing(space(this, 4));
    auto* line = new QHBoxLayout;
    m_title = new RoleLabel(RoleLabel::Role::Section, {}, this);
    line->addWidget(m_title, 1);
    m_toggle = new QToolButton(this);
    m_toggle->setObjectName(QStringLiteral("chartToggle"));
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setIcon(lineIcon(QStringLiteral("tables")));
    m_toggle->setToolTip(tr("Show the numbers as a table (T)"));
    connect(m_toggle, &QToolButton::toggled, this, &ChartCard::showTable);
    line->addWidget(m_toggle);
    column->addLayout(line);
    m_stack = new QStackedWidget(this);
    m_chart = new QChart;
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setMargins({0, 0, 0, 0});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setBackgroundVisible(false);
    m_view = new QChartView(m_chart, m_stack);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMinimumHeight(fontMetrics().height() * 11);
    m_stack->addWidget(m_view);
    m_table = new QTableView(m_stack);
    m_model = new PlainTableModel({}, this);
    m_table->setModel(m_model);
    new TableHelper(m_table, QStringLiteral("chart"), nullptr, TableHelper::Sorting::Off);
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) { barClicked(index.row()); });
    m_stack->addWidget(m_table);
    m_empty = new RoleLabel(RoleLabel::Role::Muted, {}, m_stack);
    m_empty->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    m_note = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    column->addWidget(m_note);
}

void ChartCard::setData(const ChartData& chart)
{
    m_data = chart;
    setObjectName(QStringLiteral("chart-%1").arg(chart.id));
    m_title->setText(chart.title);
    m_note->setText(chart.note);
    m_note->setVisible(!chart.note.isEmpty());
    m_empty->setText(chart.empty);
    m_view->setAccessibleName(chart.title);
    m_view->setAccessibleDescription(chart.description());
    m_toggle->setAccessibleName(tr("%1: show the numbers as a table", "a chart's title").arg(chart.title));
    m_toggle->setEnabled(!chart.bars.isEmpty());
    m_table->setAccessibleName(chart.title);
    draw();
    fillTable();
    showTable(m_toggle->isChecked());
}

bool ChartCard::showsTable() const
{
    return m_stack->currentWidget() == m_table;
}

void ChartCard::showTable(bool table)
{
    m_toggle->setChecked(table);
    if (m_data.bars.isEmpty()) m_stack->setCurrentWidget(m_empty);
    else m_stack->setCurrentWidget(table ? static_cast<QWidget*>(m_table) : m_view);
}

void ChartCard::draw()
{
    m_chart->removeAllSeries();
    for (QAbstractAxis* axis : m_chart->axes()) {
        m_chart->removeAxis(axis);
        delete axis;
    }
    if (m_data.bars.isEmpty()) return;
    if (m_data.kind == ChartData::Kind::Columns) drawColumns();
    else drawSpans();
    m_chart->legend()->setVisible(m_data.kind == ChartData::Kind::Columns && m_data.series.size() > 1);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    style();
}

void ChartCard::drawColumns()
{
    auto* series = new QStackedBarSeries;
    QStringList labels;
    double most = 0;
    for (qsizetype s = 0; s < m_data.series.size(); ++s) {
        auto* set = new QBarSet(m_data.series[s]);
        for (const ChartBar& bar : m_data.bars) *set << bar.values[s];
        series->append(set);
    }
    const qsizetype every = (m_data.bars.size() + kMostLabels - 1) / kMostLabels;
    for (qsizetype i = 0; i < m_data.bars.size(); ++i) {
        const ChartBar& bar = m_data.bars[i];
        most = std::max(most, std::accumulate(bar.values.begin(), bar.values.end(), 0.0));
        labels += i % every == 0 ? bar.label : QString(int(i), QChar(0x200b)); // categories must differ
    }
    series->setBarWidth(0.8);
    m_chart->addSeries(series);
    auto* categories = new QBarCategoryAxis;
    categories->append(labels);
    m_chart->addAxis(categories, Qt::AlignBottom);
    series->attachAxis(categories);
    QValueAxis* values = makeValueAxis(most);
    m_chart->addAxis(values, Qt::AlignLeft);
    series->attachAxis(values);
    connect(series, &QAbstractBarSeries::clicked, this, [this](int index) { barClicked(index); });
    connect(series, &QAbstractBarSeries::hovered, this, [this](bool over, int index) { showBarTip(over, index); });
}

void ChartCard::drawSpans()
{
    auto* series = new QHorizontalStackedBarSeries;
    auto* before = new QBarSet(QString());
    auto* span = new QBarSet(m_data.series.value(1));
    QStringList labels;
    double most = 1;
    for (qsizetype i = m_data.bars.size() - 1; i >= 0; --i) { // the first on top
        const ChartBar& bar = m_data.bars[i];
        *before << bar.values[0];
        *span << bar.values[1];
        labels += bar.label;
        most = std::max(most, bar.values[0] + bar.values[1]);
    }
    series->append(before);
    series->append(span);
    series->setBarWidth(0.6);
    m_chart->addSeries(series);
    auto* categories = new QBarCategoryAxis;
    categories->append(labels);
    m_chart->addAxis(categories, Qt::AlignLeft);
    series->attachAxis(categories);
    QValueAxis* values = makeValueAxis(most);
    m_chart->addAxis(values, Qt::AlignBottom);
    series->attachAxis(values);
    const auto last = int(m_data.bars.size()) - 1;
    connect(series, &QAbstractBarSeries::clicked, this, [this, last](int index) { barClicked(last - index); });
    connect(series, &QAbstractBarSeries::hovered, this, [this, last](bool over, int index) { showBarTip(over, last - index); });
}

void ChartCard::style()
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    const QList<QColor> colours = seriesColours(tokens);
    for (QAbstractSeries* series : m_chart->series()) {
        auto* bars = qobject_cast<QAbstractBarSeries*>(series);
        const QList<QBarSet*> sets = bars ? bars->barSets() : QList<QBarSet*>();
        const bool spans = m_data.kind == ChartData::Kind::Spans;
        for (qsizetype i = 0; i < sets.size(); ++i) {
            const bool hidden = spans && i == 0;
            sets[i]->setColor(hidden ? QColor(Qt::transparent) : colours[(spans ? 0 : i) % colours.size()]);
            sets[i]->setBorderColor(hidden ? QColor(Qt::transparent) : tokens.surface);
        }
    }
    for (QAbstractAxis* axis : m_chart->axes()) {
        axis->setLabelsColor(tokens.muted);
        axis->setLabelsFont(font());
        axis->setTruncateLabels(false);
        axis->setGridLineColor(tint(tokens.surface, tokens.border, 0.6));
        axis->setLinePenColor(tokens.border);
        if (qobject_cast<QBarCategoryAxis*>(axis)) axis->setGridLineVisible(false);
    }
    m_chart->legend()->setLabelColor(tokens.muted);
    m_chart->legend()->setFont(font());
    m_view->setBackgroundBrush(tokens.surface);
}

void ChartCard::fillTable()
{
    QStringList headers{m_data.barTitle};
    headers += m_data.series;
    QList<PlainRow> rows;
    for (const ChartBar& bar : m_data.bars) {
        PlainRow row{.cells = {{.text = bar.label, .toolTip = bar.toolTip}}};
        for (const double value : bar.values) row.cells.append({.text = formatCount(quint64(value)), .number = value});
        rows.append(std::move(row));
    }
    m_model->setTable(headers, rows);
    m_table->resizeColumnsToContents(); // at most kMostBars rows
}

void ChartCard::showBarTip(bool over, int index)
{
    if (!over || index < 0 || index >= m_data.bars.size()) return QToolTip::hideText();
    const ChartBar& bar = m_data.bars[index];
    QStringList lines{bar.toolTip};
    for (qsizetype s = 0; m_data.kind == ChartData::Kind::Columns && s < m_data.series.size(); ++s)
        if (bar.values[s] > 0) lines += tr("%1: %2", "series, number").arg(m_data.series[s], formatCount(quint64(bar.values[s])));
    QToolTip::showText(QCursor::pos(), lines.join(QLatin1Char('\n')), m_view);
}

void ChartCard::barClicked(int index)
{
    if (index >= 0 && index < m_data.bars.size() && m_data.bars[index].seqno) Q_EMIT placeWanted(m_data.bars[index].seqno);
}

void ChartCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_chart) style();
}

void ChartCard::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.border, 1));
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace countersign::ui
