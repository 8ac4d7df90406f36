#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace countersign {

/// How far long work has come. Sent at most ten times a second, from the working thread.
struct Progress {
    std::string phase;             ///< Stable English id: "read", "verify", "replay", "index".
    std::uint64_t doneBytes = 0;
    std::uint64_t totalBytes = 0;  ///< 0 when it is not known.
    std::uint64_t doneItems = 0;   ///< Transactions, usually.
    double seconds = 0;            ///< Since the work began.
};

/// May be empty. Must not block.
using ProgressSink = std::function<void(const Progress&)>;

} // namespace countersign
