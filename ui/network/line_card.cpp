#include "ui/network/line_card.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/models/plain_table_model.h"

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHeaderView>
#include <QLineSeries>
#include <QPainter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr qsizetype kMostSeries = 5;

QList<QColor> lineColours(const Tokens& tokens)
{
    return {tokens.accent, tokens.passed, tokens.indeterminate, tokens.failed, tokens.demo};
}

// Whole numbers with at least a little room around: a flat line lies in the middle.
QValueAxis* makeAxis(double least, double most)
{
    auto* axis = new QValueAxis;
    axis->setLabelFormat(QStringLiteral("%.0f"));
    if (most - least <= 2) { // every label a number of its own
        const double from = std::max(0.0, least - 1);
        axis->setRange(from, most + 1);
        axis->setTickCount(int(most + 1 - from) + 1);
        return axis;
    }
    const double room = std::max(1.0, (most - least) * 0.1);
    axis->setRange(std::max(0.0, std::floor(least - room)), std::ceil(most + room));
    axis->setTickCount(4);
    axis->applyNiceNumbers();
    return axis;
}

} // namespace

LineCard::LineCard(const QString& id, const QString& title, const QString& unit, QWidget* parent)
    : QFrame(parent), m_title(title), m_unit(unit)
{
    setObjectName(QStringLiteral("line-%1").arg(id));
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 12);
    column->setContentsMargins(edge, space(this, 8), edge, space(this, 8));
    column->setSpacing(space(this, 4));
    auto* line = new QHBoxLayout;
    line->addWidget(new RoleLabel(RoleLabel::Role::Section, title, this), 1);
    m_toggle = new QToolButton(this);
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setIcon(lineIcon(QStringLiteral("tables")));
    m_toggle->setToolTip(tr("Show the numbers as a table (T)"));
    m_toggle->setAccessibleName(tr("%1: show the numbers as a table", "a chart's title").arg(title));
    connect(m_toggle, &QToolButton::toggled, this, &LineCard::showTable);
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
    m_view->setMinimumHeight(fontMetrics().height() * 9);
    m_view->setAccessibleName(title);
    m_stack->addWidget(m_view);
    m_table = new QTableView(m_stack);
    m_table->setAccessibleName(title);
    m_model = new PlainTableModel({}, this);
    m_table->setModel(m_model);
    new TableHelper(m_table, QStringLiteral("line"), nullptr, TableHelper::Sorting::Off);
    m_stack->addWidget(m_table);
    m_empty = new RoleLabel(RoleLabel::Role::Muted, {}, m_stack);
    m_empty->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
}

void LineCard::setSeries(const QList<LineSeries>& series, bool steps, const QString& empty)
{
    m_series = series.mid(0, kMostSeries);
    m_steps = steps;
    m_empty->setText(empty);
    draw();
    if (showsTable()) fillTable();
    showTable(m_toggle->isChecked());
}

qsizetype LineCard::pointCount() const
{
    qsizetype count = 0;
    for (const LineSeries& series : m_series) count += series.points.size();
    return count;
}

bool LineCard::showsTable() const
{
    return m_stack->currentWidget() == m_table;
}

void LineCard::showTable(bool table)
{
    m_toggle->setChecked(table);
    m_toggle->setEnabled(pointCount() > 0);
    if (pointCount() == 0) return m_stack->setCurrentWidget(m_empty);
    if (table) fillTable();
    m_stack->setCurrentWidget(table ? static_cast<QWidget*>(m_table) : m_view);
}

void LineCard::draw()
{
    m_chart->removeAllSeries();
    for (QAbstractAxis* axis : m_chart->axes()) {
        m_chart->removeAxis(axis);
        delete axis;
    }
    if (pointCount() == 0) return;
    double least = 1e300, most = -1e300, last = 1;
    for (const LineSeries& series : std::as_const(m_series))
        for (const QPointF& point : series.points) {
            least = std::min(least, point.y());
            most = std::max(most, point.y());
            last = std::max(last, point.x());
        }
    auto* time = new QValueAxis;
    time->setRange(0, last);
    time->setLabelFormat(last < 10 ? QStringLiteral("%.1f s") : QStringLiteral("%.0f s")); // i18n-ok: a unit
    time->setTickCount(4);
    m_chart->addAxis(time, Qt::AlignBottom);
    QValueAxis* values = makeAxis(least, most);
    m_chart->addAxis(values, Qt::AlignLeft);
    for (const LineSeries& series : std::as_const(m_series)) {
        auto* line = new QLineSeries;
        line->setName(series.name);
        QList<QPointF> points;
        for (const QPointF& point : series.points) {
            if (m_steps && !points.isEmpty()) points += QPointF(point.x(), points.back().y());
            points += point;
        }
        line->replace(points);
        m_chart->addSeries(line);
        line->attachAxis(time);
        line->attachAxis(values);
    }
    m_chart->legend()->setVisible(m_series.size() > 1);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    style();
}

void LineCard::style()
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    const QList<QColor> colours = lineColours(tokens);
    const QList<Qt::PenStyle> dashes{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};
    const QList<QAbstractSeries*> all = m_chart->series();
    for (qsizetype i = 0; i < all.size(); ++i)
        if (auto* line = qobject_cast<QLineSeries*>(all[i])) line->setPen(QPen(colours[i % 5], 2, dashes[i % 5]));
    for (QAbstractAxis* axis : m_chart->axes()) {
        axis->setLabelsColor(tokens.muted);
        axis->setLabelsFont(font());
        axis->setTruncateLabels(false);
        axis->setGridLineColor(tint(tokens.surface, tokens.border, 0.6));
        axis->setLinePenColor(tokens.border);
    }
    m_chart->legend()->setLabelColor(tokens.muted);
    m_chart->legend()->setFont(font());
    m_view->setBackgroundBrush(tokens.surface);
}

void LineCard::fillTable()
{
    QStringList headers{tr("Seconds since the connection opened")};
    QMap<double, QList<PlainCell>> lines;
    for (qsizetype i = 0; i < m_series.size(); ++i) {
        headers += m_unit.isEmpty() ? m_series[i].name : tr("%1, %2", "node, unit").arg(m_series[i].name, m_unit);
        for (const QPointF& point : m_series[i].points) {
            auto& cells = lines[point.x()];
            while (cells.size() < i) cells += PlainCell();
            cells += PlainCell{.text = formatCount(quint64(point.y())), .number = point.y()};
        }
    }
    QList<PlainRow> rows;
    for (auto at = lines.constEnd(); at != lines.constBegin();) {
        --at;
        rows.append({.cells = QList<PlainCell>{{.text = QString::number(at.key(), 'f', 0), .number = at.key()}} + at.value()});
    }
    m_model->setTable(headers, rows);
}

void LineCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_chart) style();
}

void LineCard::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.border, 1));
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace countersign::ui
