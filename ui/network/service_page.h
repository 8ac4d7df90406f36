#pragma once

#include "ui/network/live_page.h"
#include "ui/network/service_tiles.h"

#include <QTimer>

class QGridLayout;
class QTableView;

namespace countersign::ui {

class ContradictionPanel;
class LayoutMemory;
class Tile;

/// The overview of a running service: how it is, whether its nodes agree, and how it moved since the connection opened.
class ServicePage final : public LivePage
{
    Q_OBJECT
public:
    ServicePage(LiveSession& session, LayoutMemory* memory, QWidget* parent = nullptr);

    void setPin(const LivePin& pin);
    /// Offers to acknowledge the state; until then nothing can be signed here.
    void setActing();
    QList<Command> commands() override;
    bool shows(const QString& kind) const override;
    void showPlace(const QString& kind, const QString& value) override;

Q_SIGNALS:
    void acknowledgeWanted();

protected:
    void serviceChanged(const LiveService&) override {}
    void roundEnded() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildNodes(QVBoxLayout& column, LayoutMemory* memory);
    void buildCharts(QVBoxLayout& column);
    void buildAcknowledge(QVBoxLayout& column);
    void showTiles();
    void arrange();
    void toggleTables();

    LivePin m_pin;
    QTimer m_second;
    ContradictionPanel* m_contradictions = nullptr;
    QGridLayout* m_tileGrid = nullptr;
    QGridLayout* m_chartGrid = nullptr;
    QList<Tile*> m_tiles;
    QTableView* m_nodes = nullptr;
    QWidget* m_acknowledge = nullptr;
    PlainTableModel* m_nodeModel = nullptr;
    QList<LineCard*> m_charts;
    int m_columns = 0;
};

} // namespace countersign::ui
