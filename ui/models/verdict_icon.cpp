#include "ui/models/verdict_icon.h"

#include "ui/common/icons.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"

#include <QApplication>
#include <QHash>
#include <QPainter>

namespace countersign::ui {

namespace {
constexpr int kSides[] = {16, 24, 32, 48};
}

QIcon colouredIcon(const QString& name, const QColor& ink)
{
    static QHash<std::pair<QString, QRgb>, QIcon> kept;
    const auto key = std::pair(name, ink.rgba());
    if (const auto found = kept.constFind(key); found != kept.cend()) return *found;
    QIcon icon;
    for (const int side : kSides) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        paintLineIcon(painter, QRectF(0, 0, side, side), name, ink, tokensOf(QApplication::palette()).surface);
        painter.end();
        icon.addPixmap(pixmap);
    }
    kept.insert(key, icon);
    return icon;
}

QIcon verdictCellIcon(Verdict verdict)
{
    return colouredIcon(verdictIcon(verdict), verdictColour(verdict, tokensOf(QApplication::palette())));
}

} // namespace countersign::ui
