#include "app/cli/show.h"

#include "app/cli/terminal_text.h"
#include "app/common/documents.h"
#include "core/base/hex.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kMostKey = 80;
constexpr std::size_t kMostValue = 160;

Result<ByteVector> wantedKey(const ShowArguments& arguments)
{
    if (arguments.keyHex.empty()) return copyOf(bytesOf(arguments.key));
    return fromHex(arguments.keyHex, HexCase::Any);
}

Json tableHead(const std::string& schema, SeqNo at)
{
    Json document = documentHead(schema);
    document["at"] = at;
    return document;
}

int listTables(const ShowArguments& arguments, TableHistory& history, SeqNo at, Console& console)
{
    auto tables = history.tables(at);
    if (!tables) return reportError(console, tables.error());
    const std::size_t shown = std::min(tables->size(), showLimit(arguments));
    if (arguments.json) {
        Json document = tableHead("countersign.tables/1", at);
        document["tableCount"] = tables->size();
        document["tables"] = Json::array();
        for (std::size_t i = 0; i < shown; ++i) {
            const TableSummary& table = (*tables)[i];
            document["tables"].push_back({{"name", table.name},
                                          {"rows", table.rows},
                                          {"writes", table.writes},
                                          {"removes", table.removes},
                                          {"lastChange", table.lastChange}});
        }
        console.out() << documentText(document);
        return kExitPassed;
    }
    console.out() << "Public tables after " << at << ", replayed, not verified.\n\n";
    console.out() << "      rows    writes  removals  last change  table\n";
    for (std::size_t i = 0; i < shown && console.outWorks(); ++i) {
        const TableSummary& table = (*tables)[i];
        char counts[128];
        std::snprintf(counts, sizeof counts, "%10llu%10llu%10llu%13llu  ", static_cast<unsigned long long>(table.rows),
                      static_cast<unsigned long long>(table.writes), static_cast<unsigned long long>(table.removes),
                      static_cast<unsigned long long>(table.lastChange));
        console.out() << counts << escaped(table.name) << '\n';
    }
    if (shown < tables->size()) console.out() << "and " << tables->size() - shown << " more; --limit 0 lists all\n";
    return kExitPassed;
}

// Hands every row to `each` until the limit; gives whether rows are left, or the Error.
template <class Each>
Result<bool> forRows(TableHistory& history, const std::string& table, SeqNo at, std::size_t limit, Environment& world,
                     Each each)
{
    std::optional<ByteVector> after;
    for (std::size_t done = 0;;) {
        if (world.stop.stop_requested()) return Error{ErrorCode::Cancelled, table, {}};
        auto page = history.rows(table, at, after, kPage);
        if (!page) return std::move(page).error();
        if (page->empty()) return false;
        for (TableRow& row : *page) {
            if (done++ == limit || !world.console.outWorks()) return true;
            each(row);
        }
        after = std::move(page->back().key);
    }
}

int listRows(const ShowArguments& arguments, TableHistory& history, SeqNo at, Environment& world)
{
    Console& console = world.console;
    const std::size_t limit = showLimit(arguments);
    if (arguments.json) {
        Json document = tableHead("countersign.rows/1", at);
        document["table"] = arguments.table;
        document["rows"] = Json::array();
        const auto more = forRows(history, arguments.table, at, limit, world, [&](const TableRow& row) {
            document["rows"].push_back(
                {{"key", bytesJson(row.key)}, {"value", bytesJson(row.value)}, {"seqno", row.seqno}});
        });
        if (!more) return reportError(console, more.error());
        document["more"] = *more;
        console.out() << documentText(document);
        return kExitPassed;
    }
    console.out() << escaped(arguments.table) << " after " << at << ", replayed, not verified.\n\n";
    std::size_t rows = 0;
    const auto more = forRows(history, arguments.table, at, limit, world, [&](const TableRow& row) {
        ++rows;
        console.out() << "  " << valueText(row.key, kMostKey) << "  (written by " << row.seqno << ", "
                      << byteCount(row.value.size()) << ")\n    " << valueText(row.value, kMostValue) << '\n';
    });
    if (!more) return reportError(console, more.error());
    if (rows == 0) console.out() << "  no rows\n";
    if (*more) console.out() << "  and more; --limit 0 lists all, --key shows one in full\n";
    return kExitPassed;
}

Json keyDocument(const ShowArguments& arguments, Bytes key, const std::optional<TableRow>& row,
                 const std::vector<KeyChange>& changes, SeqNo at)
{
    Json document = tableHead("countersign.key/1", at);
    document["table"] = arguments.table;
    document["key"] = bytesJson(key);
    document["value"] = row ? bytesJson(row->value) : Json(nullptr);
    document["seqno"] = row ? Json(row->seqno) : Json(nullptr);
    document["history"] = Json::array();
    for (const KeyChange& change : changes)
        document["history"].push_back(
            {{"seqno", change.seqno}, {"value", change.value ? bytesJson(*change.value) : Json(nullptr)}});
    return document;
}

void writeKey(Console& console, const ShowArguments& arguments, Bytes key, const std::optional<TableRow>& row,
              const std::vector<KeyChange>& changes, SeqNo at)
{
    std::ostream& out = console.out();
    out << escaped(arguments.table) << ", key " << valueText(key, 0) << ", after " << at
        << ", replayed, not verified.\n\n";
    if (row)
        out << "Written by " << row->seqno << ":\n" << valueText(row->value, 0) << '\n';
    else
        out << "Not there at this point.\n";
    out << '\n' << console.heading("History") << '\n';
    if (changes.empty()) out << "  never written\n";
    for (const KeyChange& change : changes)
        out << "  " << padded(std::to_string(change.seqno), 10) << "  "
            << (change.value ? valueText(*change.value, kMostValue) : std::string("removed")) << '\n';
}

int showKey(const ShowArguments& arguments, TableHistory& history, SeqNo at, Console& console)
{
    const auto key = wantedKey(arguments);
    if (!key) {
        console.error("--key-hex: " + arguments.keyHex + " is no hex");
        return kExitUsage;
    }
    auto row = history.row(arguments.table, *key, at);
    if (!row) return reportError(console, row.error());
    auto changes = history.history(arguments.table, *key, showLimit(arguments));
    if (!changes) return reportError(console, changes.error());
    if (arguments.json)
        console.out() << documentText(keyDocument(arguments, *key, *row, *changes, at));
    else
        writeKey(console, arguments, *key, *row, *changes, at);
    return kExitPassed;
}

} // namespace

int showTables(const ShowArguments& arguments, EvidenceSource& source, Environment& environment)
{
    Console& console = environment.console;
    TableHistory* history = source.tables();
    if (!history) return reportError(console, {ErrorCode::Unsupported, arguments.path, "it has no tables to show"});
    const auto ready =
        history->prepare(environment.stop, [&](const Progress& progress) { console.progress(progress); });
    console.endProgress();
    if (!ready) return reportError(console, ready.error());
    const SeqNo at = arguments.at != 0 ? arguments.at : source.records().last();
    if (arguments.table.empty()) return listTables(arguments, *history, at, console);
    if (arguments.key.empty() && arguments.keyHex.empty()) return listRows(arguments, *history, at, environment);
    return showKey(arguments, *history, at, console);
}

} // namespace countersign
