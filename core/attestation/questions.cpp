#include "core/attestation/questions.h"

#include "core/attestation/check_ids.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace countersign::attestation {

namespace {

// Every check that is not about authenticity; a check of no list here is about that.
constexpr std::array kCurrent = {
    std::string_view(kCheckPolicyMinimumTcb),
    std::string_view(kCheckPolicyAdvisories),
    std::string_view(kCheckPolicyEvaluationNumber),
    std::string_view(kCheckPckCrlValidity),
    std::string_view(kCheckRootCrlValidity),
    std::string_view(kCheckCollateralPresent),
    std::string_view(kCheckTcbInfoValidity),
    std::string_view(kCheckQeIdentityValidity),
    std::string_view(kCheckTcbLevelFound),
    std::string_view(kCheckTcbNotRevoked),
    std::string_view(kCheckTcbUpToDate),
};

constexpr std::array kWanted = {
    std::string_view(kCheckPolicyNotDebug),
    std::string_view(kCheckPolicyNoMigrationAgent),
    std::string_view(kCheckPolicyMeasurement),
    std::string_view(kCheckPolicySigner),
    std::string_view(kCheckPolicyHostData),
    std::string_view(kCheckPolicyReportData),
    std::string_view(kCheckPolicyChipKey),
    std::string_view(kCheckBindingHostDataIsPolicyDigest),
    std::string_view(kCheckBindingCoseKeyThumbprint),
    std::string_view(kCheckCcfNodeKeyBinding),
    std::string_view(kCheckCcfNodeId),
    std::string_view(kCheckCcfNodeCertificate),
    std::string_view(kCheckCcfServiceEndorsement),
    std::string_view(kCheckUvmMeasurement),
    std::string_view(kCheckUvmRootOfTrust),
    std::string_view(kCheckQuoteNotDebug),
};

// Those of kWanted by which the user or the members said which software it must be.
constexpr std::array kSoftware = {
    std::string_view(kCheckPolicyMeasurement),
    std::string_view(kCheckPolicySigner),
    std::string_view(kCheckPolicyHostData),
};

} // namespace

const char* questionName(Question question) noexcept
{
    switch (question) {
    case Question::Authentic:
        return "authentic";
    case Question::Current:
        return "current";
    case Question::Wanted:
        return "wanted";
    }
    return "authentic";
}

Question questionOf(std::string_view checkId) noexcept
{
    if (std::ranges::find(kCurrent, checkId) != kCurrent.end()) return Question::Current;
    return std::ranges::find(kWanted, checkId) != kWanted.end() ? Question::Wanted : Question::Authentic;
}

Verdict answerTo(Question question, const std::vector<Check>& checks) noexcept
{
    bool asked = false;
    Verdict verdict = Verdict::Passed;
    for (const Check& check : checks) {
        if (questionOf(check.id) != question) continue;
        asked = asked || question != Question::Wanted || std::ranges::find(kSoftware, check.id) != kSoftware.end();
        verdict = worse(verdict, check.verdict);
    }
    return asked || verdict != Verdict::Passed ? verdict : Verdict::NotChecked;
}

} // namespace countersign::attestation
