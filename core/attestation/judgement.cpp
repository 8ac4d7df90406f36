#include "core/attestation/judgement.h"

#include "core/family/reasons.h"

namespace countersign::attestation {

const char* reasonOf(const Error& error) noexcept
{
    switch (error.code) {
    case ErrorCode::Truncated:
        return kReasonTruncated;
    case ErrorCode::Unsupported:
        return kReasonUnsupported;
    case ErrorCode::LimitExceeded:
        return kReasonLimitExceeded;
    default:
        return kReasonMalformed;
    }
}

void Judgement::pass(const char* id, std::string evidence)
{
    checks.push_back({.id = id, .verdict = Verdict::Passed, .reason = {}, .evidence = std::move(evidence)});
}

void Judgement::fail(const char* id, const char* reason, std::string evidence)
{
    checks.push_back({.id = id, .verdict = Verdict::Failed, .reason = reason, .evidence = std::move(evidence)});
}

void Judgement::undecided(const char* id, const char* reason, std::string evidence)
{
    checks.push_back({.id = id, .verdict = Verdict::Indeterminate, .reason = reason, .evidence = std::move(evidence)});
}

bool Judgement::ask(const char* id, bool holds, const char* reason, std::string evidence)
{
    if (holds)
        pass(id, std::move(evidence));
    else
        fail(id, reason, std::move(evidence));
    return holds;
}

void Judgement::notChecked(const char* id, const char* reason, std::string detail)
{
    omitted.push_back({.id = id, .reason = reason, .detail = std::move(detail)});
}

void Judgement::remark(const char* id, Severity severity, const char* reason, std::string detail)
{
    findings.push_back({.id = id, .severity = severity, .reason = reason, .where = {}, .detail = std::move(detail)});
}

void Judgement::refuse(const char* id, const Error& error)
{
    fail(id, reasonOf(error), error.detail.empty() ? error.where : error.where + " (" + error.detail + ')');
}

Verdict Judgement::verdictOf(const char* id) const noexcept
{
    bool asked = false;
    Verdict verdict = Verdict::Passed;
    for (const Check& check : checks) {
        if (check.id != id) continue;
        asked = true;
        verdict = worse(verdict, check.verdict);
    }
    return asked ? verdict : Verdict::NotChecked;
}

} // namespace countersign::attestation
