#pragma once

#include "core/family/evidence_source.h"

#include <map>
#include <string>
#include <vector>

namespace countersign::ccf {

/// One answer of a judge, before it is counted.
struct Answer {
    const char* check = "";
    Verdict verdict = Verdict::Passed;
    const char* reason = "";
    Place where;
    std::string detail;
};

/// Everything a run has to say: checks counted, findings bounded, what was not checked.
class RunLog
{
public:
    RunLog(const VerifyOptions& options, const VerifyObserver& observer) : m_options(options), m_observer(observer) {}

    /// Counts the check; an answer other than Passed becomes a finding too.
    void record(const Answer& answer);
    void pass(const char* check, std::uint64_t count = 1);
    /// A finding without a check: an oddity that changes no verdict.
    void remark(const char* id, Severity severity, const char* reason, Place where, std::string detail = {});
    void notChecked(const char* id, const char* reason, std::string detail);

    const VerifyObserver& observer() const noexcept { return m_observer; }
    const VerifyOptions& options() const noexcept { return m_options; }

    /// Moves everything into the report.
    void writeTo(VerificationReport& report);

private:
    void find(Finding finding);

    const VerifyOptions& m_options;
    const VerifyObserver& m_observer;
    CheckList m_checks;
    std::map<std::string, std::uint64_t> m_passed;
    std::vector<Finding> m_findings;
    std::uint64_t m_omitted = 0;
    std::vector<NotCheckedItem> m_notChecked;
};

} // namespace countersign::ccf
