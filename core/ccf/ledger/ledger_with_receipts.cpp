#include "core/ccf/ledger/ledger_with_receipts.h"

#include "core/ccf/ledger/ledger_verifier.h"
#include "core/ccf/ledger/receipt_lookup.h"
#include "core/ccf/receipt/ccf_receipts.h"
#include "core/family/check_ids.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

class LedgerWithReceipts final : public EvidenceSource
{
public:
    LedgerWithReceipts(LedgerFiles ledger, ReceiptFiles receipts, std::filesystem::path cacheFolder,
                       std::vector<std::string> paths)
        : m_ledger(std::move(ledger), std::move(cacheFolder)), m_receipts(std::move(receipts)), m_summary(m_ledger.summary())
    {
        m_summary.paths = std::move(paths);
        std::ranges::copy(m_receipts.summary.files, std::back_inserter(m_summary.files));
    }

    const SourceSummary& summary() const override { return m_summary; }
    AssuranceProfile assurance() const override { return m_ledger.assurance(); }
    RecordAccess& records() override { return m_ledger.records(); }
    TableHistory* tables() override { return m_ledger.tables(); }
    ConsortiumHistory* consortium() override { return m_ledger.consortium(); }

    Result<VerificationReport> verify(const VerifyOptions& options, std::stop_token stop,
                                      const VerifyObserver& observer) override
    {
        auto report = m_ledger.verify(options, stop, observer);
        if (!report) return report;
        const Verdict ledgerVerdict = report->verdict;
        const std::string ledgerReason = report->reason;
        const auto& records = static_cast<const LedgerRecords&>(m_ledger.records());
        const auto committedTo = report->committedTo;
        const ReceiptSurroundings surroundings{
            identitiesOf(*report),
            [&](Judgement& judgement) { lookUpReceipt(records, committedTo, judgement); },
        };
        const auto done = verifyReceipts(ccfReceiptFamily(), m_receipts, options, stop, observer, surroundings, *report);
        if (!done) return done.error();
        concludeReceipts(*report);
        report->subjects = m_summary.paths;
        report->verdict = worse(report->verdict, ledgerVerdict);
        if (report->verdict == ledgerVerdict && !ledgerReason.empty()) report->reason = ledgerReason;
        return report;
    }

    Result<std::vector<ProofLink>> prove(SeqNo seqno, const VerificationReport& report) override
    {
        return m_ledger.prove(seqno, report);
    }

private:
    LedgerSource m_ledger;
    ReceiptFiles m_receipts;
    SourceSummary m_summary;
};

} // namespace

std::unique_ptr<EvidenceSource> makeReceiptsInLedger(LedgerFiles ledger, ReceiptFiles receipts,
                                                     std::filesystem::path cacheFolder)
{
    const auto source = std::make_shared<LedgerSource>(std::move(ledger), std::move(cacheFolder));
    const auto surround = [source](const VerifyOptions& options, std::stop_token stop, const VerifyObserver& observer,
                                   VerificationReport& report) -> Result<ReceiptSurroundings> {
        const VerifyObserver progressOnly{observer.progress, {}, {}, observer.waitWhilePaused};
        auto judged = source->verify(options, std::move(stop), progressOnly);
        if (!judged) return std::move(judged).error();
        if (judged->verdict != Verdict::Passed)
            report.findings.push_back({kCheckReceiptLedger, Severity::Warning, judged->reason, {},
                                       "the ledger that they are looked up in did not pass"});
        return ReceiptSurroundings{
            judged->verdict == Verdict::Passed ? identitiesOf(*judged) : std::vector<LedgerIdentity>{},
            [source, committedTo = judged->committedTo](Judgement& judgement) {
                lookUpReceipt(static_cast<const LedgerRecords&>(source->records()), committedTo, judgement);
            }};
    };
    return makeReceiptSource(ccfReceiptFamily(), std::move(receipts), "receipt", surround);
}

std::unique_ptr<EvidenceSource> makeLedgerWithReceipts(LedgerFiles ledger, ReceiptFiles receipts,
                                                       std::filesystem::path cacheFolder,
                                                       std::vector<std::string> paths)
{
    return std::make_unique<LedgerWithReceipts>(std::move(ledger), std::move(receipts), std::move(cacheFolder),
                                                std::move(paths));
}

} // namespace countersign::ccf
