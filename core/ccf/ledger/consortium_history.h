#pragma once

#include "core/ccf/ledger/record_access.h"
#include "core/family/consortium.h"
#include "core/family/table_history.h"

namespace countersign::ccf {

/// The consortium as the public tables of a ledger give it. One thread at a time.
class LedgerConsortium final : public ConsortiumHistory
{
public:
    /// Both outlive this.
    LedgerConsortium(const LedgerRecords& records, TableHistory& tables) : m_records(records), m_tables(tables) {}

    Result<ConsortiumState> stateAt(SeqNo at, std::stop_token stop, const ProgressSink& progress) override;
    Result<std::vector<ConsortiumChange>> changesOf(const std::string& kind, const std::string& id, SeqNo after,
                                                    SeqNo to) override;
    Result<std::vector<RootSignature>> signaturesAt(SeqNo seqno) override;

private:
    const LedgerRecords& m_records;
    TableHistory& m_tables;
};

} // namespace countersign::ccf
