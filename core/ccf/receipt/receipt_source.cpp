#include "core/ccf/receipt/receipt_source.h"

#include <chrono>

namespace countersign::ccf {

namespace {

/// Receipts stand for transactions elsewhere; they hold none.
class NoRecords final : public RecordAccess
{
public:
    SeqNo first() const override { return 0; }
    SeqNo last() const override { return 0; }
    Result<std::vector<RecordRow>> rows(SeqNo, std::size_t, std::stop_token) override { return std::vector<RecordRow>{}; }
    Result<RecordDetail> detail(SeqNo seqno, std::uint64_t) override
    {
        return Error{ErrorCode::NotFound, std::to_string(seqno), "receipts hold no transactions"};
    }
    Result<ByteVector> writtenValue(SeqNo seqno, std::string_view, Bytes) override
    {
        return Error{ErrorCode::NotFound, std::to_string(seqno), "receipts hold no transactions"};
    }
};

class ReceiptSource final : public EvidenceSource
{
public:
    ReceiptSource(const ReceiptFamily& family, ReceiptFiles files, std::string kind)
        : m_family(family), m_files(std::move(files))
    {
        m_files.summary.family = family.id;
        m_files.summary.kind = std::move(kind);
    }

    const SourceSummary& summary() const override { return m_files.summary; }
    AssuranceProfile assurance() const override
    {
        return {{"pinned-service-identity", "node-certificates", "root-signatures"}, {"private-contents", "attestation"}};
    }
    RecordAccess& records() override { return m_records; }

    Result<VerificationReport> verify(const VerifyOptions& options, std::stop_token stop,
                                      const VerifyObserver& observer) override
    {
        VerificationReport report;
        report.family = m_family.id;
        report.subjectKind = m_files.summary.kind;
        report.subjects = m_files.summary.paths;
        auto done = verifyReceipts(m_family, m_files, options, std::move(stop), observer, {}, report);
        if (!done) return std::move(done).error();
        concludeReceipts(report);
        return report;
    }

    Result<std::vector<ProofLink>> prove(SeqNo seqno, const VerificationReport&) override
    {
        return Error{ErrorCode::NotFound, std::to_string(seqno), "receipts hold no transactions"};
    }

private:
    const ReceiptFamily& m_family;
    ReceiptFiles m_files;
    NoRecords m_records;
};

} // namespace

Result<void> verifyReceipts(const ReceiptFamily& family, const ReceiptFiles& files, const VerifyOptions& options,
                            std::stop_token stop, const VerifyObserver& observer,
                            const ReceiptSurroundings& surroundings, VerificationReport& report)
{
    const auto begin = std::chrono::steady_clock::now();
    std::vector<CcfAnchor> anchors;
    for (const AnchorInput& input : options.anchors) {
        auto parsed = family.readAnchor(input);
        if (!parsed) return std::move(parsed).error();
        for (CcfAnchor& anchor : *parsed) anchors.push_back(std::move(anchor));
    }
    report.notChecked.insert(report.notChecked.end(), files.notChecked.begin(), files.notChecked.end());
    const auto endorsements = readEndorsements(files.endorsements, report.notChecked);
    const IdentityGraph identities(std::move(anchors), endorsements, surroundings.identities);
    ReceiptCertificates cache;
    auto judge = family.makeJudge(identities, options, cache);
    if (!judge) return std::move(judge).error();
    const auto looked = [&](Bytes content, ReceiptFormat format) {
        Judgement judgement = (*judge)(content, format);
        if (surroundings.lookup) surroundings.lookup(judgement);
        return judgement;
    };
    ReceiptRun(options, std::move(stop), observer, family.ids, looked).run(files.files, report);
    report.stats.bytes += files.summary.bytes;
    report.stats.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return {};
}

std::unique_ptr<EvidenceSource> makeReceiptSource(const ReceiptFamily& family, ReceiptFiles files, std::string kind)
{
    return std::make_unique<ReceiptSource>(family, std::move(files), std::move(kind));
}

} // namespace countersign::ccf
