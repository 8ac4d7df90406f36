#pragma once

#include "ui/charts/chart_data.h"

#include <QFrame>

class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;
class QVBoxLayout;
class QChart;
class QChartView;

namespace countersign::ui {

class PlainTableModel;

/// One chart with its title, and the table of the same numbers behind it.
class ChartCard final : public QFrame
{
    Q_OBJECT
public:
    explicit ChartCard(QWidget* parent = nullptr);

    void setData(const ChartData& data);
    void showTable(bool table);
    bool showsTable() const;

Q_SIGNALS:
    void placeWanted(countersign::SeqNo seqno);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void draw();
    void drawColumns();
    void drawSpans();
    void fillTable();
    void style();
    void showBarTip(bool over, int index);
    void barClicked(int index);

    ChartData m_data;
    QLabel* m_title = nullptr;
    QLabel* m_note = nullptr;
    QLabel* m_empty = nullptr;
    QToolButton* m_toggle = nullptr;
    QStackedWidget* m_stack = nullptr;
    QChart* m_chart = nullptr;
    QChartView* m_view = nullptr;
    QTableView* m_table = nullptr;
    PlainTableModel* m_model = nullptr;
};

} // namespace countersign::ui
