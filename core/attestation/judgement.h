#pragma once

#include "core/base/verification.h"
#include "core/family/report.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

/// Collects what was found while one piece of evidence is judged. Every check is made, whatever came before it.
class Judgement
{
public:
    void pass(const char* id, std::string evidence = {});
    void fail(const char* id, const char* reason, std::string evidence = {});
    void undecided(const char* id, const char* reason, std::string evidence = {});
    /// Passed when `holds`, else Failed with `reason`. True as `holds`.
    bool ask(const char* id, bool holds, const char* reason, std::string evidence = {});
    void notChecked(const char* id, const char* reason, std::string detail = {});
    void remark(const char* id, Severity severity, const char* reason, std::string detail);
    /// Failed with MALFORMED, TRUNCATED, UNSUPPORTED or LIMIT_EXCEEDED, as the Error says.
    void refuse(const char* id, const Error& error);

    Verdict verdictOf(const char* id) const noexcept; ///< The worst with this id; NotChecked when there is none.
    Verdict overall() const noexcept { return countersign::overall(checks); }

    std::vector<Check> checks;
    std::vector<Finding> findings;
    std::vector<NotCheckedItem> omitted;
    std::optional<AnchorMatch> anchor; ///< The pinned root that the evidence reaches.
};

/// The reason of reasons.h that says in a check what the Error says.
const char* reasonOf(const Error& error) noexcept;

} // namespace countersign::attestation
