#include "ui/shell/drop_overlay.h"

#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

namespace countersign::ui {

namespace {

QStringList localPaths(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile()) paths += url.toLocalFile();
    return paths;
}

} // namespace

DropOverlay::DropOverlay(QWidget* window) : QWidget(window)
{
    setObjectName(QStringLiteral("dropOverlay"));
    setAccessibleName(tr("Drop to open and verify"));
    setAcceptDrops(true);
    window->setAcceptDrops(true);
    qApp->installEventFilter(this);
    hide();
}

// Whatever widget the files come in over, from then on the overlay is what they hover over: fields that take text would
// else take file names.
bool DropOverlay::eventFilter(QObject* watched, QEvent* event)
{
    const auto type = event->type();
    const bool drag = type == QEvent::DragEnter || type == QEvent::DragMove || type == QEvent::Drop ||
                      type == QEvent::DragLeave;
    if (!drag || watched == this || !watched->isWidgetType()) return false;
    if (static_cast<QWidget*>(watched)->window() != window()) return false;
    if (type == QEvent::DragLeave) {
        hide();
        return false;
    }
    auto* drop = static_cast<QDropEvent*>(event);
    if (localPaths(drop->mimeData()).isEmpty()) return false;
    if (type == QEvent::Drop) {
        dropEvent(drop);
        return true;
    }
    cover();
    drop->acceptProposedAction();
    return true;
}

void DropOverlay::cover()
{
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void DropOverlay::dragEnterEvent(QDragEnterEvent* event)
{
    if (localPaths(event->mimeData()).isEmpty()) return;
    cover();
    event->acceptProposedAction();
}

void DropOverlay::dragMoveEvent(QDragMoveEvent* event)
{
    event->acceptProposedAction();
}

void DropOverlay::dragLeaveEvent(QDragLeaveEvent*)
{
    hide();
}

void DropOverlay::dropEvent(QDropEvent* event)
{
    hide();
    const QStringList paths = localPaths(event->mimeData());
    if (paths.isEmpty()) return event->ignore();
    event->acceptProposedAction();
    // After the drag has ended: what follows may take a while on the other side, too.
    QMetaObject::invokeMethod(this, [this, paths] { Q_EMIT dropped(paths); }, Qt::QueuedConnection);
}

void DropOverlay::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = tokens.window;
    veil.setAlphaF(0.88F);
    painter.fillRect(rect(), veil);
    const int edge = space(this, 24);
    painter.setPen(QPen(tokens.focus, 2, Qt::DashLine));
    painter.drawRoundedRect(rect().adjusted(edge, edge, -edge, -edge), kRadius, kRadius);
    const int side = iconSide(fontMetrics()) * 3;
    const QPoint middle = rect().center();
    paintLineIcon(painter, QRect(middle.x() - side / 2, middle.y() - side, side, side), QStringLiteral("drop"), tokens.focus,
                  tokens.window);
    painter.setFont(boldFont(font(), 1.4));
    painter.setPen(tokens.text);
    painter.drawText(QRect(0, middle.y() + space(this, 16), width(), painter.fontMetrics().height() * 2),
                     Qt::AlignHCenter | Qt::AlignTop, tr("Drop to open and verify"));
}

} // namespace countersign::ui
