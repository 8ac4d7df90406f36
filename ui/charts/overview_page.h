#pragma once

#include "ui/charts/overview_data.h"
#include "ui/shell/page.h"

class QGridLayout;
class QLabel;
class QScrollArea;
class QThreadPool;

namespace countersign::ui {

class ChartCard;
class EmptyState;
class Tile;

/// Six tiles and four charts of a verification that has ended.
class OverviewPage final : public Page
{
    Q_OBJECT
public:
    /// `pool` outlives the page.
    explicit OverviewPage(QThreadPool& pool, QWidget* parent = nullptr);

    void showRunning();
    void showReport(std::shared_ptr<const VerificationReport> report, const AnchorChoice& anchor);
    /// Nothing could be judged.
    void showUnasked();

    QList<Command> commands() override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void show(const OverviewData& shown);
    void showCharts(QList<ChartData> charts, int from);
    void arrange();
    void toggleTables();

    QThreadPool& m_pool;
    QScrollArea* m_scroll = nullptr;
    QGridLayout* m_tileGrid = nullptr;
    QGridLayout* m_chartGrid = nullptr;
    QLabel* m_waiting = nullptr;
    QList<Tile*> m_tiles;
    QList<ChartCard*> m_charts;
    int m_columns = 0;
    quint64 m_generation = 0;
};

} // namespace countersign::ui
