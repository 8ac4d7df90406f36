#pragma once

#include "core/family/evidence_source.h"

#include <atomic>

namespace countersign::test {

/// A history of any length made up on the spot: every tenth is a signature, every seventh governance, one hole.
class FakeRecords : public RecordAccess
{
public:
    explicit FakeRecords(SeqNo count) : m_count(count) {}

    SeqNo first() const override { return m_count ? 1 : 0; }
    SeqNo last() const override { return m_count; }
    Result<std::vector<RecordRow>> rows(SeqNo from, std::size_t count, std::stop_token stop) override;
    Result<RecordDetail> detail(SeqNo seqno, std::uint64_t limit) override;
    Result<ByteVector> writtenValue(SeqNo seqno, std::string_view table, Bytes key) override;

    static RecordRow row(SeqNo seqno);

    std::atomic<int> rowCalls{0};
    std::atomic<int> detailCalls{0};
    std::atomic<bool> broken{false};
    std::atomic<int> slowMs{0}; ///< Each call of rows() takes as long, unless it is stopped.
    SeqNo hole = 77;            ///< Held by no file.

private:
    SeqNo m_count;
};

class FakeSource final : public EvidenceSource
{
public:
    explicit FakeSource(SeqNo count);

    const SourceSummary& summary() const override { return m_summary; }
    AssuranceProfile assurance() const override { return {}; }
    FakeRecords& records() override { return m_records; }
    Result<VerificationReport> verify(const VerifyOptions&, std::stop_token, const VerifyObserver&) override;
    Result<std::vector<ProofLink>> prove(SeqNo seqno, const VerificationReport& report) override;

    std::atomic<bool> proofFails{false};

private:
    FakeRecords m_records;
    SourceSummary m_summary;
};

/// 40 % passed, a failed stretch, the rest passed and a tail of 5 % unsigned.
VerificationReport fakeReport(SeqNo count);

} // namespace countersign::test
