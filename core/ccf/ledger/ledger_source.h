#pragma once

#include "core/ccf/ledger/consortium_history.h"
#include "core/ccf/ledger/ledger_files.h"
#include "core/ccf/ledger/record_access.h"
#include "core/ccf/ledger/table_index.h"
#include "core/family/evidence_source.h"

#include <filesystem>

namespace countersign::ccf {

/// CCF ledger folders, chunks and snapshots behind the seam.
class LedgerSource final : public EvidenceSource
{
public:
    LedgerSource(LedgerFiles files, std::filesystem::path cacheFolder);

    const SourceSummary& summary() const override { return m_files.summary; }
    AssuranceProfile assurance() const override;
    RecordAccess& records() override { return m_records; }
    Result<VerificationReport> verify(const VerifyOptions& options, std::stop_token stop,
                                      const VerifyObserver& observer) override;
    Result<std::vector<ProofLink>> prove(SeqNo seqno, const VerificationReport& report) override;
    TableHistory* tables() override { return &m_tables; }
    ConsortiumHistory* consortium() override { return &m_consortium; }

private:
    LedgerFiles m_files;
    LedgerRecords m_records;
    TableIndex m_tables;
    LedgerConsortium m_consortium;
};

} // namespace countersign::ccf
