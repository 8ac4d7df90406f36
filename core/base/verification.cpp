#include "core/base/verification.h"

#include <algorithm>

namespace countersign {

const char* errorCodeName(ErrorCode code) noexcept
{
    switch (code) {
    case ErrorCode::Truncated: return "Truncated";
    case ErrorCode::Malformed: return "Malformed";
    case ErrorCode::Unsupported: return "Unsupported";
    case ErrorCode::LimitExceeded: return "LimitExceeded";
    case ErrorCode::NotFound: return "NotFound";
    case ErrorCode::Io: return "Io";
    case ErrorCode::Database: return "Database";
    case ErrorCode::Crypto: return "Crypto";
    case ErrorCode::Network: return "Network";
    case ErrorCode::Cancelled: return "Cancelled";
    }
    return "Unknown";
}

const char* verdictName(Verdict verdict) noexcept
{
    switch (verdict) {
    case Verdict::NotChecked: return "notChecked";
    case Verdict::Indeterminate: return "indeterminate";
    case Verdict::Failed: return "failed";
    case Verdict::Passed: return "passed";
    }
    return "notChecked";
}

const char* severityName(Severity severity) noexcept
{
    switch (severity) {
    case Severity::Remark: return "remark";
    case Severity::Warning: return "warning";
    case Severity::Fault: return "fault";
    }
    return "fault";
}

Verdict worse(Verdict a, Verdict b) noexcept
{
    for (const Verdict candidate : {Verdict::Failed, Verdict::Indeterminate, Verdict::NotChecked})
        if (a == candidate || b == candidate) return candidate;
    return Verdict::Passed;
}

Verdict overall(const std::vector<Check>& checks) noexcept
{
    if (checks.empty()) return Verdict::NotChecked;
    Verdict verdict = Verdict::Passed;
    for (const Check& check : checks) verdict = worse(verdict, check.verdict);
    return verdict;
}

void CheckList::add(Check check)
{
    const auto same = std::ranges::find_if(m_checks, [&](const Check& other) {
        return other.id == check.id && other.verdict == check.verdict && other.reason == check.reason;
    });
    if (same == m_checks.end())
        m_checks.push_back(std::move(check));
    else
        same->count += check.count;
}

Verdict CheckList::verdictOf(const std::string& id) const noexcept
{
    bool asked = false;
    Verdict verdict = Verdict::Passed;
    for (const Check& check : m_checks) {
        if (check.id != id) continue;
        asked = true;
        verdict = worse(verdict, check.verdict);
    }
    return asked ? verdict : Verdict::NotChecked;
}

} // namespace countersign
