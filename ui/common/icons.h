#pragma once

#include <QIcon>
#include <QPixmap>

class QPainter;

namespace countersign::ui {

/// One of our line icons (resources/icons/<name>.svg) that takes the text colour of the palette whenever it is
/// painted, sharp at every size and scale. An unknown name gives an icon that paints nothing, and a test fails.
QIcon lineIcon(const QString& name);

/// Paints an icon in a stated colour; `ground` fills what is cut out of filled shapes.
void paintLineIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& ink, const QColor& ground);

/// Of the program, in its own colours.
QIcon applicationIcon();

/// Names of all icons that are built in.
QStringList iconNames();

} // namespace countersign::ui
