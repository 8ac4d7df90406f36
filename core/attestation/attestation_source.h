#pragma once

#include "core/attestation/attestation_report.h"
#include "core/attestation/vendor_data.h"
#include "core/family/evidence_source.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace countersign::attestation {

/// Pieces of evidence behind the seam; each is one record, numbered from 1.
class AttestationSource final : public EvidenceSource
{
public:
    /// `beside` are files found with the evidence, used as collateral where they fit.
    AttestationSource(std::vector<AttestationInput> inputs, std::vector<std::string> paths,
                      std::vector<NamedBytes> beside = {});

    const SourceSummary& summary() const override { return m_summary; }
    /// What judging all of it by these options lacks and vendors give out. Errors as verify()'s.
    Result<std::vector<VendorItem>> needed(const VerifyOptions& options, const VendorPlaces& places = {}) const;
    AssuranceProfile assurance() const override;
    RecordAccess& records() override { return m_records; }
    Result<VerificationReport> verify(const VerifyOptions& options, std::stop_token stop,
                                      const VerifyObserver& observer) override;
    /// The checks of that piece in the last verify(), in order, then what was not checked.
    Result<std::vector<ProofLink>> prove(SeqNo seqno, const VerificationReport& report) override;

private:
    class Records final : public RecordAccess
    {
    public:
        explicit Records(const std::vector<AttestationInput>& inputs) : m_inputs(inputs) {}

        SeqNo first() const override { return m_inputs.empty() ? 0 : 1; }
        SeqNo last() const override { return m_inputs.size(); }
        Result<std::vector<RecordRow>> rows(SeqNo from, std::size_t count, std::stop_token stop) override;
        Result<RecordDetail> detail(SeqNo seqno, std::uint64_t limit) override;
        Result<ByteVector> writtenValue(SeqNo seqno, std::string_view table, Bytes key) override;

    private:
        const std::vector<AttestationInput>& m_inputs;
    };

    std::vector<AttestationInput> m_inputs;
    SourceSummary m_summary;
    Records m_records;
    using Reports = std::vector<AttestationReport>;
    Result<AttestationContext> contextOf(const VerifyOptions& options) const;
    std::shared_ptr<const Reports> reports() const;

    std::vector<NamedBytes> m_beside;
    mutable std::mutex m_mutex;
    std::shared_ptr<const Reports> m_reports; ///< Of the last verify().
};

} // namespace countersign::attestation
