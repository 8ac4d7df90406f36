#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/judgement.h"
#include "core/attestation/questions.h"
#include "core/family/evidence_source.h"
#include "core/family/records.h"
#include "core/family/report.h"

#include <string>
#include <vector>

namespace countersign::attestation {

/// The answers about one piece of evidence: three questions, each with its checks, and the decoded evidence.
struct AttestationReport {
    EvidenceKind kind = EvidenceKind::SnpReport;
    std::string source;
    std::string subject; ///< The node it is said to be of; may be empty.
    Judgement judgement;
    StructureNode structure; ///< Ranges count in the evidence's own bytes. Nameless when nothing could be read.

    Verdict overall() const noexcept { return judgement.overall(); }
    Verdict answer(Question question) const noexcept { return answerTo(question, judgement.checks); }
};

/// What the user's options ask for. Malformed when the policy or an anchor cannot be read.
Result<AttestationContext> contextFrom(const VerifyOptions& options);

/// The evidence's own outcome, apart from that of others.
EvidenceOutcome outcomeOf(const AttestationReport& report);

/// Judges one piece of evidence. Never an Error: evidence that cannot be read is refused by a check.
AttestationReport judgeAttestation(const AttestationInput& input, const AttestationContext& context);

/// The joint result in the form that every family gives. The anchor is set when every piece reached a pinned root.
VerificationReport jointReport(const std::vector<AttestationReport>& reports);

} // namespace countersign::attestation
