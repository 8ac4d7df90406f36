#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace countersign::bench {

/// What one run in its own process took.
struct Measurement {
    bool ok = false;
    double seconds = 0;    ///< Of the work alone, told by the child.
    double cpuSeconds = 0; ///< Of all its threads: what counts on a machine that is busy with other work.
    std::uint64_t transactions = 0;
    std::uint64_t bytes = 0;
    std::uint64_t peakKilobytes = 0; ///< Largest resident set of the child.
    std::string note;                ///< A verdict, or why it failed; at most 200 characters.
};

/// Runs `work` in a forked child, so that its memory is its own, and waits for it. `work` fills in what it knows; the
/// time is taken around it.
Measurement measure(const std::function<void(Measurement&)>& work);

/// One line of the table; `reference` is the hashing run ratios of CPU time are taken against.
std::string tableLine(const std::string& name, const Measurement& run, const Measurement& reference);
std::string tableHead();

} // namespace countersign::bench
