#pragma once

#include "app/gui/desk.h"
#include "tests/support/scripted_prompts.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace countersign::tests {

/// The whole window over a folder of its own, into which a test drops files.
class EvidenceWindow
{
public:
    explicit EvidenceWindow(ui::ThemeChoice theme = ui::ThemeChoice::Light)
        : m_settings(m_folder.filePath(QStringLiteral("settings.ini"))), m_theme(*qApp),
          m_desk(m_settings, m_theme, prompts, m_folder.filePath(QStringLiteral("pins.json")))
    {
        m_settings.setTheme(theme);
        m_desk.window().resize(1280, 800);
        m_desk.window().show();
    }

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QString write(const QString& name, Bytes content) const
    {
        const QString file = path(name);
        QDir().mkpath(QFileInfo(file).absolutePath());
        QFile out(file);
        const auto size = qint64(content.size());
        if (!out.open(QIODevice::WriteOnly) || out.write(reinterpret_cast<const char*>(content.data()), size) != size)
            qFatal("can't write %s", qPrintable(file));
        return file;
    }
    QString write(const QString& name, const std::string& text) const { return write(name, bytesOf(text)); }

    void drop(const QStringList& paths)
    {
        QMimeData mime;
        QList<QUrl> urls;
        for (const QString& one : paths) urls += QUrl::fromLocalFile(one);
        mime.setUrls(urls);
        QWidget* target = m_desk.window().centralWidget();
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        auto* overlay = m_desk.window().findChild<QWidget*>(QStringLiteral("dropOverlay"));
        QDropEvent dropped(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(overlay ? overlay : target, &dropped);
    }

    app::Desk& desk() { return m_desk; }
    template <class T>
    T* child(const char* name)
    {
        return m_desk.window().findChild<T*>(QString::fromLatin1(name));
    }

    ScriptedPrompts prompts;

private:
    QTemporaryDir m_folder;
    ui::Settings m_settings;
    ui::Theme m_theme;
    app::Desk m_desk;
};

} // namespace countersign::tests
