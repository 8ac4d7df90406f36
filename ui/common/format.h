#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>

namespace countersign::ui {

enum class TimeDisplay : quint8 { Utc, Local };

QString formatCount(quint64 count, const QLocale& locale = QLocale());      ///< "1,204,311".
QString formatBytes(quint64 bytes, const QLocale& locale = QLocale());      ///< "2.1 MiB"; below 1 KiB "812 bytes".
QString formatExactBytes(quint64 bytes, const QLocale& locale = QLocale()); ///< "2,202,009 bytes", for the tooltip.
QString formatShare(double share, const QLocale& locale = QLocale());       ///< 0.42 as "42 %"; never 100 % before the end.
QString formatDuration(double seconds);                                    ///< "45 s", "3 min 20 s", "2 h 05 min".

/// "2026-11-12T09:14:00Z", or local time with its offset. Empty for an invalid time.
QString formatTime(const QDateTime& time, TimeDisplay display = TimeDisplay::Utc);
/// "3 min ago", for tooltips and contact states.
QString formatAge(const QDateTime& time, const QDateTime& now);

/// "91ab 03f2 …": hex in groups of four, as people compare fingerprints.
QString groupsOfFour(const QString& hex);
/// "91ab…7e": never enough to compare by, always enough to tell two apart on a page.
QString shortId(const QString& id);

} // namespace countersign::ui
