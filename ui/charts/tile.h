#pragma once

#include "ui/charts/overview_data.h"

#include <QAbstractButton>

namespace countersign::ui {

/// One tile of the overview. Clicking asks for what it is about.
class Tile final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit Tile(QWidget* parent = nullptr);

    void setData(const TileData& data);
    const TileData& data() const { return m_data; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont valueFont() const;
    int edge() const;

    TileData m_data;
};

} // namespace countersign::ui
