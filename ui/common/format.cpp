#include "ui/common/format.h"

#include <QCoreApplication>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

namespace countersign::ui {

namespace {

struct Format {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

} // namespace

QString formatCount(quint64 count, const QLocale& locale)
{
    return locale.toString(count);
}

QString formatBytes(quint64 bytes, const QLocale& locale)
{
    if (bytes < 1024) return formatExactBytes(bytes, locale);
    static constexpr std::array units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = double(bytes) / 1024;
    std::size_t unit = 0;
    // 1023.95 would be printed as 1,024.0 of the smaller unit.
    for (; value >= 1023.95 && unit + 1 < units.size(); ++unit) value /= 1024;
    return Format::tr("%1 %2", "a size and its unit")
        .arg(locale.toString(value, 'f', 1), QString::fromLatin1(units[unit]));
}

QString formatExactBytes(quint64 bytes, const QLocale& locale)
{
    if (bytes == 1) return Format::tr("1 byte");
    return Format::tr("%1 bytes").arg(locale.toString(bytes));
}

QString formatShare(double share, const QLocale& locale)
{
    const double clamped = std::clamp(share, 0.0, 1.0);
    return Format::tr("%1 %", "a share in percent").arg(locale.toString(int(std::floor(clamped * 100))));
}

QString formatDuration(double seconds)
{
    const auto whole = qint64(std::ceil(std::max(0.0, seconds)));
    const auto two = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    if (whole < 60) return Format::tr("%1 s").arg(whole);
    if (whole < 3600) return Format::tr("%1 min %2 s").arg(whole / 60).arg(two(whole % 60));
    return Format::tr("%1 h %2 min").arg(whole / 3600).arg(two(whole % 3600 / 60));
}

QString formatTime(const QDateTime& time, TimeDisplay display)
{
    if (!time.isValid()) return {};
    if (display == TimeDisplay::Utc) return time.toUTC().toString(Qt::ISODate);
    const QDateTime local = time.toLocalTime();
    return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODate);
}

QString formatAge(const QDateTime& time, const QDateTime& now)
{
    if (!time.isValid()) return {};
    const qint64 seconds = time.secsTo(now);
    if (seconds < -1) return Format::tr("in the future");
    if (seconds < 60) return Format::tr("just now");
    if (seconds < 3600) return Format::tr("%1 min ago").arg(seconds / 60);
    if (seconds < 86400) return Format::tr("%1 h ago").arg(seconds / 3600);
    return Format::tr("%1 d ago").arg(seconds / 86400);
}

QString groupsOfFour(const QString& hex)
{
    QString grouped;
    for (qsizetype i = 0; i < hex.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += QLatin1Char(' ');
        grouped += hex[i];
    }
    return grouped;
}

QString shortId(const QString& id)
{
    return id.size() <= 8 ? id : id.left(4) + QChar(0x2026) + id.right(2);
}

} // namespace countersign::ui
