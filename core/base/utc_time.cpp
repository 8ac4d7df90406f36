#include "core/base/utc_time.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace countersign {

namespace {

using namespace std::chrono;

bool digits(std::string_view text, std::size_t from, std::size_t count, int& value)
{
    if (from + count > text.size()) return false;
    const char* begin = text.data() + from;
    const auto [end, error] = std::from_chars(begin, begin + count, value);
    return error == std::errc{} && end == begin + count && *begin != '-';
}

} // namespace

std::string toIso8601(UtcTime time)
{
    constexpr std::int64_t kFirst = -62167219200; // 0000-01-01
    constexpr std::int64_t kLast = 253402300799;  // 9999-12-31T23:59:59
    if (time.seconds < kFirst || time.seconds > kLast) return '@' + std::to_string(time.seconds);
    const sys_seconds point{seconds{time.seconds}};
    const auto day = floor<days>(point);
    const year_month_day date{day};
    const hh_mm_ss clock{point - day};
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()), int(clock.hours().count()), int(clock.minutes().count()),
                  int(clock.seconds().count()));
    return text;
}

Result<UtcTime> parseIso8601(std::string_view text)
{
    const Error malformed{ErrorCode::Malformed, "time", std::string(text.substr(0, 64))};
    if (text.starts_with('@')) {
        UtcTime time;
        const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), time.seconds);
        if (error != std::errc{} || end != text.data() + text.size()) return malformed;
        return time;
    }
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    const bool dateOk = text.size() >= 10 && digits(text, 0, 4, y) && text[4] == '-' && digits(text, 5, 2, mo)
                        && text[7] == '-' && digits(text, 8, 2, d);
    const bool clockOk = text.size() == 10
                         || (text.size() == 20 && text[10] == 'T' && digits(text, 11, 2, h) && text[13] == ':'
                             && digits(text, 14, 2, mi) && text[16] == ':' && digits(text, 17, 2, s) && text[19] == 'Z');
    if (!dateOk || !clockOk || h > 23 || mi > 59 || s > 59) return malformed;
    const year_month_day date{year{y}, month{unsigned(mo)}, day{unsigned(d)}};
    if (!date.ok()) return malformed;
    const sys_seconds point = sys_days{date} + hours{h} + minutes{mi} + seconds{s};
    return UtcTime{point.time_since_epoch().count()};
}

UtcTime systemTime()
{
    return {duration_cast<seconds>(system_clock::now().time_since_epoch()).count()};
}

} // namespace countersign
