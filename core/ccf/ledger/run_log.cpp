#include "core/ccf/ledger/run_log.h"

#include <algorithm>
#include <tuple>

namespace countersign::ccf {

void RunLog::find(Finding finding)
{
    if (m_findings.size() >= m_options.maxFindings) {
        ++m_omitted;
        return;
    }
    if (m_observer.finding) m_observer.finding(finding);
    m_findings.push_back(std::move(finding));
}

void RunLog::record(const Answer& answer)
{
    if (answer.verdict == Verdict::Passed) {
        pass(answer.check);
        return;
    }
    m_checks.add({answer.check, answer.verdict, answer.reason, answer.detail, 1, answer.where});
    const Severity severity = answer.verdict == Verdict::Failed ? Severity::Fault : Severity::Warning;
    find({answer.check, severity, answer.reason, answer.where, answer.detail});
}

void RunLog::pass(const char* check, std::uint64_t count)
{
    m_passed[check] += count;
}

void RunLog::remark(const char* id, Severity severity, const char* reason, Place where, std::string detail)
{
    find({id, severity, reason, std::move(where), std::move(detail)});
}

void RunLog::notChecked(const char* id, const char* reason, std::string detail)
{
    const auto same = std::ranges::find_if(
        m_notChecked, [&](const NotCheckedItem& item) { return item.id == id && item.reason == reason; });
    if (same != m_notChecked.end())
        ++same->count;
    else
        m_notChecked.push_back({id, reason, std::move(detail), 1});
}

void RunLog::writeTo(VerificationReport& report)
{
    for (const auto& [id, count] : m_passed) m_checks.add({id, Verdict::Passed, {}, {}, count, {}});
    report.checks = m_checks.checks();
    std::ranges::stable_sort(report.checks, {}, &Check::id);
    // Answers of the pool arrive as they are ready; the report is the same each time.
    std::ranges::stable_sort(m_findings, {}, [](const Finding& finding) {
        return std::tuple(finding.where.seqno.value_or(0), finding.where.file, finding.where.offset.value_or(0),
                          finding.id, finding.reason);
    });
    report.findings = std::move(m_findings);
    report.findingsOmitted = m_omitted;
    report.notChecked = std::move(m_notChecked);
}

} // namespace countersign::ccf
