#include "core/attestation/attestation_report.h"

#include "core/attestation/check_ids.h"
#include "core/attestation/hcl.h"
#include "core/attestation/quote_verifier.h"
#include "core/attestation/reasons.h"
#include "core/attestation/snp_verifier.h"
#include "core/attestation/uvm.h"
#include "core/attestation/virtual_evidence.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

/// An endorsement by itself rests on its issuer, whose name pins a root certificate, when that is one that is accepted.
void anchorInIssuer(Judgement& judgement)
{
    if (judgement.verdictOf(kCheckDidResolved) != Verdict::Passed) return;
    const auto accepted = std::ranges::find(judgement.checks, kCheckUvmRootOfTrust, &Check::id);
    if (accepted == judgement.checks.end() || accepted->verdict != Verdict::Passed) return;
    judgement.anchor = AnchorMatch{.source = "accepted issuer", .subject = accepted->evidence};
}

void judge(const AttestationInput& input, const AttestationContext& context, AttestationReport& report)
{
    const Bytes bytes = input.evidence.content;
    Judgement& judgement = report.judgement;
    switch (input.kind) {
    case EvidenceKind::SnpReport:
        return judgeSnp(bytes, input, context, judgement, report.structure);
    case EvidenceKind::Quote:
        return judgeQuote(bytes, input, context, judgement, report.structure);
    case EvidenceKind::UvmEndorsement: {
        const auto wanted = input.measurement ? std::optional<Bytes>(*input.measurement) : std::nullopt;
        judgeUvm(bytes, wanted, context, judgement, report.structure);
        return anchorInIssuer(judgement);
    }
    case EvidenceKind::HclReport:
        return judgeHcl(bytes, input, context, judgement, report.structure);
    case EvidenceKind::Virtual:
        return judgeVirtual(bytes, input, context, judgement, report.structure);
    case EvidenceKind::Missing:
        return; // All there is to say is among the missing parts.
    }
}

/// Beside the checks: the rules themselves are in the policy.
void tellAccepted(const AttestationInput& input, Judgement& judgement)
{
    for (const Acceptance& one : input.accepted) {
        const std::string where = (one.ledger.empty() ? std::string() : one.ledger + ": ") + one.table + ", " + one.key;
        if (one.since)
            judgement.remark(one.check.c_str(), Severity::Remark, kReasonAcceptedSince,
                             "transaction " + std::to_string(*one.since) + ", " + where);
        else
            judgement.remark(one.check.c_str(), Severity::Warning, kReasonNotAcceptedInLedger,
                             "as of transaction " + std::to_string(one.at) + ", " + where);
    }
}

AttestationContext contextOf(const AttestationInput& input, AttestationContext context)
{
    if (input.policy && !context.policyChosen) context.policy = *input.policy;
    if (input.at) context.at = input.at;
    return context;
}

void addOmitted(const NotCheckedItem& item, std::vector<NotCheckedItem>& list)
{
    const auto same = std::ranges::find_if(
        list, [&](const NotCheckedItem& other) { return other.id == item.id && other.reason == item.reason; });
    if (same == list.end())
        list.push_back(item);
    else
        same->count += item.count;
}

SeparateAnswer answerOf(Question question, const std::vector<Check>& checks)
{
    const Verdict verdict = answerTo(question, checks);
    if (verdict == Verdict::NotChecked) return {questionName(question), verdict, kReasonNoRuleConfigured};
    const auto worst = std::ranges::find_if(
        checks, [&](const Check& check) { return check.verdict == verdict && questionOf(check.id) == question; });
    return {questionName(question), verdict, worst == checks.end() ? std::string() : worst->reason};
}

std::vector<SeparateAnswer> answersOf(const std::vector<Check>& checks)
{
    std::vector<SeparateAnswer> answers;
    for (const Question question : {Question::Authentic, Question::Current, Question::Wanted})
        answers.push_back(answerOf(question, checks));
    return answers;
}

} // namespace

EvidenceOutcome outcomeOf(const AttestationReport& report)
{
    const std::vector<Check>& checks = report.judgement.checks;
    const Verdict verdict = report.overall() == Verdict::NotChecked ? Verdict::Indeterminate : report.overall();
    const auto worst = std::ranges::find(checks, verdict, &Check::verdict);
    return {.path = report.source,
            .kind = evidenceKindName(report.kind),
            .subject = report.subject,
            .verdict = verdict,
            .reason = verdict == Verdict::Passed ? std::string()
                      : worst == checks.end()    ? std::string(kReasonAttestationMissing)
                                                 : worst->reason,
            .answers = answersOf(checks)};
}

Result<AttestationContext> contextFrom(const VerifyOptions& options)
{
    AttestationContext context;
    context.at = options.at;
    if (options.policy) {
        auto policy = parsePolicy(options.policy->content);
        if (!policy) {
            Error error = std::move(policy).error();
            error.where = options.policy->source + ": " + error.where;
            return error;
        }
        context.policy = *std::move(policy);
        context.policyChosen = true;
    }
    for (const NamedFile& file : options.collateral) context.collateral.push_back({file.content, file.source});
    for (const AnchorInput& anchor : options.anchors) {
        auto certificates = crypto::Certificate::manyFromPem(textOf(anchor.content));
        if (!certificates) return std::move(certificates).error();
        context.serviceAnchors.insert(context.serviceAnchors.end(), certificates->begin(), certificates->end());
    }
    return context;
}

AttestationReport judgeAttestation(const AttestationInput& input, const AttestationContext& context)
{
    AttestationReport report;
    report.kind = input.kind;
    report.source = input.evidence.source;
    report.subject = input.nodeId.value_or("");
    const bool bounded =
        input.evidence.content.size() <= kEvidenceLimit &&
        std::ranges::all_of(input.parts, [](const auto& part) { return part.second.content.size() <= kEvidenceLimit; });
    if (!bounded)
        report.judgement.fail(kCheckEvidenceReadable, kReasonLimitExceeded, "more than 1 MiB");
    else if (input.policy || input.at)
        judge(input, contextOf(input, context), report);
    else
        judge(input, context, report);
    for (const MissingPart& part : input.missing)
        report.judgement.undecided(part.check, kReasonAttestationMissing, part.what);
    tellAccepted(input, report.judgement);
    for (Check& check : report.judgement.checks) check.where.file = report.source;
    for (Finding& finding : report.judgement.findings) finding.where.file = report.source;
    return report;
}

VerificationReport jointReport(const std::vector<AttestationReport>& reports)
{
    VerificationReport joint;
    joint.family = "attestation";
    joint.subjectKind = "quote";
    CheckList checks;
    bool anchored = !reports.empty();
    for (const AttestationReport& report : reports) {
        for (const Check& check : report.judgement.checks) checks.add(check);
        joint.findings.insert(joint.findings.end(), report.judgement.findings.begin(), report.judgement.findings.end());
        for (const NotCheckedItem& item : report.judgement.omitted) addOmitted(item, joint.notChecked);
        anchored = anchored && report.judgement.anchor.has_value();
        if (!joint.anchor) joint.anchor = report.judgement.anchor;
    }
    if (!anchored) joint.anchor.reset();
    joint.checks = checks.checks();
    joint.verdict = checks.overall();
    joint.answers = answersOf(joint.checks);
    for (const AttestationReport& report : reports) joint.evidence.push_back(outcomeOf(report));
    const auto worst = std::ranges::find(joint.checks, joint.verdict, &Check::verdict);
    if (worst != joint.checks.end()) joint.reason = worst->reason;
    return joint;
}

} // namespace countersign::attestation
