#pragma once

#include <QWidget>

namespace countersign::ui {

/// Says that files may be dropped; the window takes them wherever they fall.
class DropZone final : public QWidget
{
    Q_OBJECT
public:
    explicit DropZone(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace countersign::ui
