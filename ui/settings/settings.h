#pragma once

#include "ui/common/format.h"
#include "ui/common/layout_memory.h"
#include "ui/common/theme/theme.h"

#include <QDateTime>
#include <QObject>
#include <QSettings>
#include <QStringList>

namespace countersign::ui {

/// A place that was opened before. No verdict is kept here: what was true then says nothing about now.
struct RecentPlace {
    QStringList paths;
    QString title;
    QDateTime opened;

    bool operator==(const RecentPlace&) const = default;
};

inline constexpr int kMostRecentPlaces = 12;

/// What the user chose, in one file. Values that do not parse read as their defaults.
class Settings final : public QObject, public LayoutMemory
{
    Q_OBJECT
public:
    /// `path` is an INI file; it need not exist.
    explicit Settings(const QString& path, QObject* parent = nullptr);

    /// Where the program keeps its own: <configuration folder>/countersign.ini.
    static QString defaultPath();
    QString path() const { return m_store.fileName(); }

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);
    TimeDisplay timeDisplay() const;
    void setTimeDisplay(TimeDisplay display);
    int jobs() const; ///< Threads for verification; 0 means one for each core.
    void setJobs(int jobs);
    bool restoresLayout() const;
    void setRestoresLayout(bool restores);
    QString language() const; ///< "" follows the system, else a code such as "en".
    void setLanguage(const QString& code);

    QList<RecentPlace> recentPlaces() const; ///< Latest first.
    void rememberPlace(const RecentPlace& place);
    void forgetPlaces();

    QByteArray layout(const QString& key) const override;
    void keepLayout(const QString& key, const QByteArray& state) override;

Q_SIGNALS:
    void changed();
    void recentPlacesChanged();

private:
    void set(const QString& key, const QVariant& value);
    void writePlaces(const QList<RecentPlace>& places);

    QSettings m_store;
};

} // namespace countersign::ui
