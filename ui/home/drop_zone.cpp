#include "ui/home/drop_zone.h"

#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QPainter>

namespace countersign::ui {

DropZone::DropZone(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("dropZone"));
    setAccessibleName(tr("Drop a ledger folder or ledger files anywhere in this window to open and verify them."));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize DropZone::sizeHint() const
{
    return {400, fontMetrics().height() * 5};
}

void DropZone::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tint(tokens.border, tokens.muted, 0.5), 1.2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
    const int side = iconSide(fontMetrics()) * 3 / 2;
    const int gap = space(this, 12);
    const QString text = accessibleName();
    const QRect room = rect().adjusted(gap * 2 + side, 0, -gap, 0);
    const QRect words = fontMetrics().boundingRect(room, int(Qt::AlignCenter) | int(Qt::TextWordWrap), text);
    paintLineIcon(painter, QRect(words.left() - side - gap, rect().center().y() - side / 2, side, side),
                  QStringLiteral("drop"), tokens.muted, tokens.window);
    painter.setPen(tokens.muted);
    painter.drawText(room, int(Qt::AlignCenter) | int(Qt::TextWordWrap), text);
}

} // namespace countersign::ui
