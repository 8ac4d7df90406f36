#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

namespace countersign::ccf {

/// Why a child was killed.
enum class ChildStop : std::uint8_t { None, Time, Output, Asked };

struct ChildEnd {
    ChildStop stoppedBy = ChildStop::None;
    int status = 0; ///< Exit status, when it ended by itself.
    int signal = 0; ///< That ended it, when it did not.
    ByteVector output;
    std::string errors; ///< The first few kilobytes of its standard error.
};

struct ChildLimits {
    std::chrono::steady_clock::time_point deadline;
    std::uint64_t output = 0;
    std::stop_token stop;
};

/// Starts `program` (absolute, no arguments, empty environment, no descriptor but the three), gives it `input` and
/// takes what it says until it ends. It is killed when a limit is passed and is always reaped. Io when it cannot be
/// started.
Result<ChildEnd> runChild(const std::filesystem::path& program, Bytes input, const ChildLimits& limits);

} // namespace countersign::ccf
