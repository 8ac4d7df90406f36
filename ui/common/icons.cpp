#include "ui/common/icons.h"

#include "ui/common/theme/tokens.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>

static void initialiseIconResources()
{
    Q_INIT_RESOURCE(countersign);
}

namespace countersign::ui {

namespace {

QByteArray svgSource(const QString& name)
{
    initialiseIconResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Large icons get a stroke thinner than in proportion: lines of one weight look heavier when they are longer.
QByteArray strokeFor(double side)
{
    return QByteArray::number(1.5 * std::sqrt(16 / std::max(side, 16.0)), 'f', 2);
}

QByteArray recoloured(QByteArray source, const QColor& ink, const QColor& ground, double side)
{
    source.replace("stroke-width=\"1.5\"", "stroke-width=\"" + strokeFor(side) + "\"");
    // By way of a placeholder, so that a white ink is not taken for the ground.
    source.replace("#000000", "@ink@");
    source.replace("#ffffff", ground.name().toLatin1());
    source.replace("@ink@", ink.name().toLatin1());
    return source;
}

class LineIconEngine final : public QIconEngine
{
public:
    explicit LineIconEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::WindowText;
        paintLineIcon(*painter, rect, m_name, palette.color(group, role), palette.color(QPalette::Base));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new LineIconEngine(*this); }
    QString key() const override { return QStringLiteral("countersign-line"); }

private:
    QString m_name;
};

} // namespace

QIcon lineIcon(const QString& name)
{
    return QIcon(new LineIconEngine(name));
}

void paintLineIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& ink, const QColor& ground)
{
    const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    const QSize pixels = (rect.size() * ratio).toSize();
    if (pixels.isEmpty()) return;
    const QString key = QStringLiteral("countersign/%1/%2/%3/%4x%5@%6")
                            .arg(name, ink.name(), ground.name())
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(ratio);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap(pixels);
        pixmap.fill(Qt::transparent);
        QPainter onPixmap(&pixmap);
        QSvgRenderer(recoloured(svgSource(name), ink, ground, rect.width())).render(&onPixmap, QRectF(QPointF(), QSizeF(pixels)));
        QPixmapCache::insert(key, pixmap);
    }
    painter.drawPixmap(rect, pixmap, QRectF(QPointF(), QSizeF(pixels)));
}

QIcon applicationIcon()
{
    const QByteArray source = svgSource(QStringLiteral("countersign"));
    QSvgRenderer renderer(source);
    QIcon icon;
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

QStringList iconNames()
{
    initialiseIconResources();
    QStringList names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
    for (QString& name : names) name.chop(4);
    return names;
}

} // namespace countersign::ui
