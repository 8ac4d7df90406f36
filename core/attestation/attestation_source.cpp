#include "core/attestation/attestation_source.h"

#include "core/attestation/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <chrono>

namespace countersign::attestation {

namespace {

RecordRow rowOf(const AttestationInput& input, SeqNo seqno)
{
    RecordRow row;
    row.seqno = seqno;
    row.file = static_cast<std::uint32_t>(seqno - 1);
    row.bytes = {0, input.evidence.content.size()};
    return row;
}

} // namespace

AttestationSource::AttestationSource(std::vector<AttestationInput> inputs, std::vector<std::string> paths,
                                     std::vector<NamedBytes> beside)
    : m_inputs(std::move(inputs)), m_records(m_inputs), m_beside(std::move(beside))
{
    m_summary.family = "attestation";
    m_summary.kind = "quote";
    m_summary.paths = std::move(paths);
    for (std::size_t i = 0; i < m_inputs.size(); ++i) {
        const AttestationInput& input = m_inputs[i];
        m_summary.files.push_back({.folder = {},
                                   .name = input.evidence.source,
                                   .size = input.evidence.content.size(),
                                   .first = i + 1,
                                   .last = i + 1,
                                   .state = FileState::Complete,
                                   .problem = {}});
        m_summary.bytes += input.evidence.content.size();
        for (const auto& [role, part] : input.parts) m_summary.bytes += part.content.size();
    }
    if (!m_inputs.empty()) {
        m_summary.first = 1;
        m_summary.last = m_inputs.size();
    }
}

AssuranceProfile AttestationSource::assurance() const
{
    return {{"pinned-vendor-roots", "report-signatures", "vendor-collateral"},
            {"physical-attacks", "freshness", "vendor-honesty"}};
}

Result<AttestationContext> AttestationSource::contextOf(const VerifyOptions& options) const
{
    auto context = contextFrom(options);
    if (context) context->collateral.insert(context->collateral.end(), m_beside.begin(), m_beside.end());
    return context;
}

Result<std::vector<VendorItem>> AttestationSource::needed(const VerifyOptions& options, const VendorPlaces& places) const
{
    const auto context = contextOf(options);
    if (!context) return context.error();
    return neededItems(m_inputs, *context, places);
}

Result<VerificationReport> AttestationSource::verify(const VerifyOptions& options, std::stop_token stop,
                                                     const VerifyObserver& observer)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto context = contextOf(options);
    if (!context) return context.error();
    const auto judged = std::make_shared<Reports>();
    for (const AttestationInput& input : m_inputs) {
        if (stop.stop_requested()) break;
        if (observer.waitWhilePaused) observer.waitWhilePaused();
        judged->push_back(judgeAttestation(input, *context));
    }
    VerificationReport joint = jointReport(*judged);
    joint.subjects = m_summary.paths;
    if (joint.findings.size() > options.maxFindings) {
        joint.findingsOmitted = joint.findings.size() - options.maxFindings;
        joint.findings.resize(options.maxFindings);
    }
    if (judged->size() < m_inputs.size()) {
        joint.verdict = worse(joint.verdict, Verdict::Indeterminate);
        joint.checks.push_back(
            {.id = kCheckEvidenceReadable, .verdict = Verdict::Indeterminate, .reason = kReasonCancelled});
        if (joint.verdict == Verdict::Indeterminate) joint.reason = kReasonCancelled;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_reports = judged;
    }
    joint.stats.bytes = m_summary.bytes;
    joint.stats.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return joint;
}

Result<std::vector<ProofLink>> AttestationSource::prove(SeqNo seqno, const VerificationReport&)
{
    const auto judged = reports();
    if (!judged || seqno == 0 || seqno > judged->size())
        return Error{ErrorCode::NotFound, "attestation evidence", std::to_string(seqno)};
    const Judgement& judgement = (*judged)[seqno - 1].judgement;
    std::vector<ProofLink> links;
    for (const Check& check : judgement.checks)
        links.push_back(
            {check.id, check.verdict, check.reason, questionName(questionOf(check.id)), check.evidence, check.where});
    for (const Finding& remark : judgement.findings)
        links.push_back({remark.id, Verdict::NotChecked, remark.reason, "remark", remark.detail, remark.where});
    for (const NotCheckedItem& item : judgement.omitted)
        links.push_back({item.id, Verdict::NotChecked, item.reason, questionName(questionOf(item.id)), item.detail, {}});
    return links;
}

std::shared_ptr<const AttestationSource::Reports> AttestationSource::reports() const
{
    const std::lock_guard lock(m_mutex);
    return m_reports;
}

Result<std::vector<RecordRow>> AttestationSource::Records::rows(SeqNo from, std::size_t count, std::stop_token stop)
{
    std::vector<RecordRow> rows;
    for (SeqNo seqno = std::max<SeqNo>(from, 1); seqno <= m_inputs.size() && rows.size() < count; ++seqno) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "attestation evidence", {}};
        rows.push_back(rowOf(m_inputs[seqno - 1], seqno));
    }
    return rows;
}

Result<RecordDetail> AttestationSource::Records::detail(SeqNo seqno, std::uint64_t limit)
{
    if (seqno == 0 || seqno > m_inputs.size())
        return Error{ErrorCode::NotFound, "attestation evidence", std::to_string(seqno)};
    const AttestationInput& input = m_inputs[seqno - 1];
    RecordDetail detail;
    detail.row = rowOf(input, seqno);
    const Bytes content = input.evidence.content;
    detail.cut = content.size() > limit;
    detail.bytes = copyOf(content.first(std::min<std::uint64_t>(content.size(), limit)));
    detail.structure = judgeAttestation(input, {}).structure;
    return detail;
}

Result<ByteVector> AttestationSource::Records::writtenValue(SeqNo, std::string_view table, Bytes)
{
    return Error{ErrorCode::NotFound, "attestation evidence writes no table", std::string(table)};
}

} // namespace countersign::attestation
