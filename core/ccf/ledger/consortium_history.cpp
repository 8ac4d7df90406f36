#include "core/ccf/ledger/consortium_history.h"

#include "core/ccf/ledger/consortium_items.h"
#include "core/ccf/ledger/signature_transaction.h"
#include "core/ccf/ledger/tables.h"

#include <algorithm>
#include <map>

namespace countersign::ccf {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kMostItems = 100'000;

Result<bool> addTable(ConsortiumItems& items, TableHistory& history, const std::string& table, SeqNo at,
                      const std::stop_token& stop)
{
    std::optional<ByteVector> after;
    for (;;) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "state of the consortium", {}};
        auto page = history.rows(table, at, after, kPage);
        if (!page) return std::move(page).error();
        if (page->empty()) return true;
        after = page->back().key;
        for (const TableRow& row : *page) {
            if (items.size() >= kMostItems) return false;
            items.add({table, row.key, row.value, row.seqno});
        }
    }
}

} // namespace

Result<ConsortiumState> LedgerConsortium::stateAt(SeqNo at, std::stop_token stop, const ProgressSink& progress)
{
    if (auto ready = m_tables.prepare(stop, progress); !ready) return std::move(ready).error();
    auto summaries = m_tables.tables(at);
    if (!summaries) return std::move(summaries).error();
    ConsortiumState state{at, m_records.first() == 1, {}, {}};
    ConsortiumItems items;
    for (const TableSummary& summary : *summaries) {
        if (!ConsortiumItems::takes(summary.name)) continue;
        const auto whole = addTable(items, m_tables, summary.name, at, stop);
        if (!whole) return whole.error();
        if (*whole) continue;
        state.missing.push_back(summary.name);
        state.complete = false;
    }
    state.items = items.take();
    return state;
}

Result<std::vector<ConsortiumChange>> LedgerConsortium::changesOf(const std::string& kind, const std::string& id,
                                                                  SeqNo after, SeqNo to)
{
    std::map<SeqNo, bool> changes; // removed only when every row of that record was
    for (const auto& [table, key] : ConsortiumItems::placesOf(kind, id)) {
        const auto history = m_tables.history(table, key);
        if (!history) return history.error();
        for (const KeyChange& change : *history) {
            if (change.seqno <= after || change.seqno > to) continue;
            const auto [found, isNew] = changes.try_emplace(change.seqno, !change.value);
            if (change.value) found->second = false;
        }
    }
    std::vector<ConsortiumChange> result;
    for (const auto& [seqno, removed] : changes) result.push_back({seqno, removed});
    return result;
}

Result<std::vector<RootSignature>> LedgerConsortium::signaturesAt(SeqNo seqno)
{
    const auto located = m_records.locate(seqno);
    if (!located) return located.error();
    const auto entry = located->parse();
    if (!entry) return entry.error();
    const auto blocks = located->tables(*entry);
    if (!blocks) return blocks.error();
    if (!isSignatureTransaction(*blocks))
        return Error{ErrorCode::NotFound, std::to_string(seqno) + ": no signature", {}};
    const SignatureTransaction signature = readSignatureTransaction(*blocks);
    std::vector<RootSignature> result;
    if (signature.node && *signature.node)
        result.push_back({"node", (*signature.node)->node, (*signature.node)->signature});
    if (signature.service && *signature.service)
        result.push_back({"service", (*signature.service)->keyId, *(*signature.service)->bytes});
    return result;
}

} // namespace countersign::ccf
