#include "core/base/log.h"

#include <mutex>

namespace countersign {

namespace {

std::mutex s_mutex;
std::function<void(LogLevel, std::string_view)> s_sink;

} // namespace

void setLogSink(std::function<void(LogLevel, std::string_view)> sink)
{
    const std::lock_guard lock(s_mutex);
    s_sink = std::move(sink);
}

void logMessage(LogLevel level, std::string_view message)
{
    const std::lock_guard lock(s_mutex);
    if (s_sink) s_sink(level, message);
}

} // namespace countersign
