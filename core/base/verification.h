#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// The vocabulary of ETSI EN 319 102-1, and NotChecked, which must never look like Passed.
enum class Verdict : std::uint8_t { NotChecked, Indeterminate, Failed, Passed };

/// "notChecked", "indeterminate", "failed", "passed": the words of the JSON output.
const char* verdictName(Verdict verdict) noexcept;

/// The worse of two: Failed, then Indeterminate, then NotChecked, then Passed.
Verdict worse(Verdict a, Verdict b) noexcept;

/// Where evidence lies. `file` is as the user gave it, joined with the name inside the folder.
struct Place {
    std::string file;
    std::optional<std::uint64_t> offset;
    std::optional<std::uint64_t> length;
    std::optional<std::uint64_t> seqno;

    bool operator==(const Place&) const = default;
};

/// One question with its answer. Ids are "family.subject.property", reasons upper-case words; both are stable.
struct Check {
    std::string id;
    Verdict verdict = Verdict::NotChecked;
    std::string reason;       ///< Empty exactly when Passed.
    std::string evidence;     ///< Values looked at, English, for details panes and reports.
    std::uint64_t count = 1;  ///< How often the question was asked with this answer.
    Place where;              ///< Of the first such answer.
};

enum class Severity : std::uint8_t { Remark, Warning, Fault };

const char* severityName(Severity severity) noexcept; ///< "remark", "warning", "fault".

/// Something a person should look at.
struct Finding {
    std::string id; ///< Of the check or rule it comes from.
    Severity severity = Severity::Remark;
    std::string reason;
    Place where;
    std::string detail;
};

/// A verdict over `from`..`to` inclusive (sequence numbers or block numbers).
struct RangeVerdict {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    Verdict verdict = Verdict::NotChecked;
    std::string reason;

    bool operator==(const RangeVerdict&) const = default;
};

/// Passed only if there is at least one check and each of them passed.
Verdict overall(const std::vector<Check>& checks) noexcept;

/// Collects checks: equal (id, verdict, reason) are counted, the first place is kept.
class CheckList
{
public:
    void add(Check check);
    const std::vector<Check>& checks() const noexcept { return m_checks; }
    Verdict overall() const noexcept { return countersign::overall(m_checks); }
    /// The worst verdict among checks with this id; NotChecked when there is none.
    Verdict verdictOf(const std::string& id) const noexcept;

private:
    std::vector<Check> m_checks;
};

} // namespace countersign
