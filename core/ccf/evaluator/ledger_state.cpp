#include "core/ccf/evaluator/ledger_state.h"

#include "core/ccf/ledger/tables.h"

namespace countersign::ccf {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::string_view kPublic = "public:";

/// What is left to take of one kind of table.
struct Room {
    std::uint64_t rows, bytes;
};

/// False when a limit cut the table.
Result<bool> fill(StateTable& into, TableHistory& history, const std::string& table, SeqNo at, Room& room,
                  const std::stop_token& stop)
{
    std::optional<ByteVector> after;
    for (;;) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "state of the tables", {}};
        auto page = history.rows(table, at, after, kPage);
        if (!page) return std::move(page).error();
        if (page->empty()) return true;
        after = page->back().key;
        for (TableRow& row : *page) {
            const std::uint64_t size = row.key.size() + row.value.size();
            if (into.rows.size() >= room.rows || size > room.bytes) return false;
            room.bytes -= size;
            into.rows.emplace(std::move(row.key), std::move(row.value));
        }
    }
}

} // namespace

Result<PublicState> stateAt(TableHistory& history, SeqNo at, const LedgerStateOptions& options, std::stop_token stop)
{
    auto summaries = history.tables(at);
    if (!summaries) return std::move(summaries).error();
    PublicState state;
    state.complete = options.fromGenesis;
    Room own{~std::uint64_t{0}, options.bytes};
    Room application{options.applicationRows, options.applicationBytes};
    for (const TableSummary& summary : *summaries) {
        if (!summary.name.starts_with(kPublic)) continue;
        const bool framework = summary.name.starts_with(tables::kFrameworkPrefix);
        StateTable table;
        auto whole = fill(table, history, summary.name, at, framework ? own : application, stop);
        if (!whole) return std::move(whole).error();
        if (framework && !*whole) return Error{ErrorCode::LimitExceeded, "state of the tables", summary.name};
        table.partial = !*whole || !options.fromGenesis;
        state.tables.emplace(summary.name, std::move(table));
    }
    return state;
}

} // namespace countersign::ccf
