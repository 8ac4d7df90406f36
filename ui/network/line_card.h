#pragma once

#include <QFrame>
#include <QList>
#include <QPointF>

class QChart;
class QChartView;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace countersign::ui {

class PlainTableModel;

struct LineSeries {
    QString name;
    QList<QPointF> points; ///< Seconds since the connection opened, value.
};

/// Lines over time, at most five, with the table of the same numbers behind them.
class LineCard final : public QFrame
{
    Q_OBJECT
public:
    /// `id` names the card for tests; `unit` stands in the table's header and may be empty.
    LineCard(const QString& id, const QString& title, const QString& unit, QWidget* parent = nullptr);

    /// `steps`: a value holds until the next. `empty` says why there is nothing to draw.
    void setSeries(const QList<LineSeries>& series, bool steps, const QString& empty);
    void showTable(bool table);
    bool showsTable() const;
    qsizetype pointCount() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void draw();
    void fillTable();
    void style();

    QString m_title, m_unit;
    QList<LineSeries> m_series;
    bool m_steps = false;
    QLabel* m_empty = nullptr;
    QToolButton* m_toggle = nullptr;
    QStackedWidget* m_stack = nullptr;
    QChart* m_chart = nullptr;
    QChartView* m_view = nullptr;
    QTableView* m_table = nullptr;
    PlainTableModel* m_model = nullptr;
};

} // namespace countersign::ui
