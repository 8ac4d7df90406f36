#include "ui/settings/settings.h"

#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace countersign::ui {

namespace {

const QString kTheme = QStringLiteral("theme");
const QString kTimes = QStringLiteral("times");
const QString kJobs = QStringLiteral("jobs");
const QString kRestoreLayout = QStringLiteral("restoreLayout");
const QString kLanguage = QStringLiteral("language");
const QString kPlaces = QStringLiteral("places");
constexpr std::array kThemeWords{"system", "light", "dark"};
constexpr int kMostJobs = 256;

} // namespace

Settings::Settings(const QString& path, QObject* parent) : QObject(parent), m_store(path, QSettings::IniFormat) {}

QString Settings::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/countersign.ini");
}

void Settings::set(const QString& key, const QVariant& value)
{
    if (m_store.value(key) == value) return;
    m_store.setValue(key, value);
    Q_EMIT changed();
}

ThemeChoice Settings::theme() const
{
    const QByteArray word = m_store.value(kTheme).toByteArray();
    for (std::size_t i = 0; i < kThemeWords.size(); ++i)
        if (word == kThemeWords[i]) return ThemeChoice(i);
    return ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice choice)
{
    set(kTheme, QString::fromLatin1(kThemeWords[std::size_t(choice)]));
}

TimeDisplay Settings::timeDisplay() const
{
    return m_store.value(kTimes).toString() == QStringLiteral("local") ? TimeDisplay::Local : TimeDisplay::Utc;
}

void Settings::setTimeDisplay(TimeDisplay display)
{
    set(kTimes, display == TimeDisplay::Local ? QStringLiteral("local") : QStringLiteral("utc"));
}

int Settings::jobs() const
{
    return std::clamp(m_store.value(kJobs, 0).toInt(), 0, kMostJobs);
}

void Settings::setJobs(int jobs)
{
    set(kJobs, std::clamp(jobs, 0, kMostJobs));
}

bool Settings::restoresLayout() const
{
    return m_store.value(kRestoreLayout, true).toBool();
}

void Settings::setRestoresLayout(bool restores)
{
    set(kRestoreLayout, restores);
}

QString Settings::language() const
{
    return m_store.value(kLanguage).toString();
}

void Settings::setLanguage(const QString& code)
{
    set(kLanguage, code);
}

QList<RecentPlace> Settings::recentPlaces() const
{
    QList<RecentPlace> places;
    auto& store = const_cast<QSettings&>(m_store); // reading an array moves the group the store stands in
    const int count = store.beginReadArray(kPlaces);
    for (int i = 0; i < std::min(count, kMostRecentPlaces); ++i) {
        store.setArrayIndex(i);
        RecentPlace place{store.value(QStringLiteral("paths")).toStringList(),
                          store.value(QStringLiteral("title")).toString(),
                          QDateTime::fromString(store.value(QStringLiteral("opened")).toString(), Qt::ISODate)};
        if (!place.paths.isEmpty()) places += place;
    }
    store.endArray();
    return places;
}

void Settings::rememberPlace(const RecentPlace& place)
{
    if (place.paths.isEmpty()) return;
    QList<RecentPlace> places = recentPlaces();
    places.removeIf([&place](const RecentPlace& known) { return known.paths == place.paths; });
    places.prepend(place);
    while (places.size() > kMostRecentPlaces) places.removeLast();
    writePlaces(places);
}

void Settings::forgetPlaces()
{
    writePlaces({});
}

void Settings::writePlaces(const QList<RecentPlace>& places)
{
    m_store.remove(kPlaces);
    m_store.beginWriteArray(kPlaces, int(places.size()));
    for (int i = 0; i < int(places.size()); ++i) {
        m_store.setArrayIndex(i);
        m_store.setValue(QStringLiteral("paths"), places[i].paths);
        m_store.setValue(QStringLiteral("title"), places[i].title);
        m_store.setValue(QStringLiteral("opened"), places[i].opened.toUTC().toString(Qt::ISODate));
    }
    m_store.endArray();
    Q_EMIT recentPlacesChanged();
}

QByteArray Settings::layout(const QString& key) const
{
    return restoresLayout() ? m_store.value(QStringLiteral("layout/") + key).toByteArray() : QByteArray();
}

void Settings::keepLayout(const QString& key, const QByteArray& state)
{
    m_store.setValue(QStringLiteral("layout/") + key, state);
}

} // namespace countersign::ui
