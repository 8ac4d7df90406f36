#pragma once

#include <functional>
#include <string_view>

namespace countersign {

enum class LogLevel : unsigned char { Debug, Info, Warning };

/// Replaces the process-wide sink; empty (the default) drops everything. Called from any thread. Never given secrets.
void setLogSink(std::function<void(LogLevel, std::string_view)> sink);
void logMessage(LogLevel level, std::string_view message);

} // namespace countersign
