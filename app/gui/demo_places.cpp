#include "app/gui/demo_places.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace countersign::app {

ui::DemoPlaces findDemoPlaces()
{
    const QString program = QCoreApplication::applicationDirPath();
    const QStringList roots{QDir::cleanPath(program + QStringLiteral("/../share/countersign/demo")),
                            program + QStringLiteral("/demo"), QStringLiteral(COUNTERSIGN_SOURCE_DIR "/resources/demo")};
    const auto find = [&roots](const QString& name) {
        for (const QString& root : roots)
            if (const QString path = root + QLatin1Char('/') + name; QFileInfo(path).isDir()) return path;
        return QString();
    };
    return {.sound = find(QStringLiteral("ledger")), .tampered = find(QStringLiteral("tampered"))};
}

} // namespace countersign::app
