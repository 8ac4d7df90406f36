#include "ui/explore/row_export.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

namespace countersign::ui {
namespace {

constexpr const char* kColumns[] = {"transaction", "seqno",   "view",        "time",   "kind",      "verdict",
                                    "tables",      "writes",  "removes",     "private", "size",     "file", "offset"};

std::string verdictOfRow(const RecordRow& row, const filter::FilterContext& context)
{
    return rowVerdictName(context.verdicts.of(row.seqno));
}

std::string fileOfRow(const RecordRow& row, const filter::FilterContext& context)
{
    return row.file < context.fileNames.size() ? context.fileNames[row.file] : std::string();
}

std::string joinedTables(const RecordRow& row)
{
    std::string text;
    for (const std::string& table : row.tables) text += (text.empty() ? "" : " ") + table;
    return text;
}

std::vector<std::string> cellsOf(const RecordRow& row, const filter::FilterContext& context)
{
    return {TransactionId{row.view, row.seqno}.toString(),
            std::to_string(row.seqno),
            std::to_string(row.view),
            row.time ? toIso8601(*row.time) : std::string(),
            recordKindName(row.kind),
            verdictOfRow(row, context),
            joinedTables(row),
            std::to_string(row.writes),
            std::to_string(row.removes),
            std::to_string(row.privateBytes),
            std::to_string(row.bytes.length),
            fileOfRow(row, context),
            std::to_string(row.bytes.offset)};
}

/// Spreadsheets run cells that begin so.
std::string neutralised(std::string cell)
{
    const bool runs = !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
    return runs ? "'" + cell : cell;
}

std::string csvCell(std::string cell)
{
    cell = neutralised(std::move(cell));
    if (cell.find_first_of("\",\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string tsvCell(std::string cell)
{
    cell = neutralised(std::move(cell));
    for (char& c : cell) {
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    }
    return cell;
}

nlohmann::ordered_json jsonOf(const RecordRow& row, const filter::FilterContext& context)
{
    nlohmann::ordered_json object;
    object["transaction"] = TransactionId{row.view, row.seqno}.toString();
    object["seqno"] = row.seqno;
    object["view"] = row.view;
    object["time"] = row.time ? nlohmann::ordered_json(toIso8601(*row.time)) : nlohmann::ordered_json(nullptr);
    object["kind"] = recordKindName(row.kind);
    object["verdict"] = verdictOfRow(row, context);
    object["tables"] = row.tables;
    object["writes"] = row.writes;
    object["removes"] = row.removes;
    object["private"] = row.privateBytes;
    object["size"] = row.bytes.length;
    object["file"] = fileOfRow(row, context);
    object["offset"] = row.bytes.offset;
    return object;
}

} // namespace

std::string formatRows(const std::vector<RecordRow>& rows, RowFormat format, const filter::FilterContext& context)
{
    if (format == RowFormat::Json) {
        auto array = nlohmann::ordered_json::array();
        for (const RecordRow& row : rows) array.push_back(jsonOf(row, context));
        return array.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
    }
    const bool csv = format == RowFormat::Csv;
    const auto line = [csv](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i) text += csv ? ',' : '\t';
            text += csv ? csvCell(cells[i]) : tsvCell(cells[i]);
        }
        return text + (csv ? "\r\n" : "\n");
    };
    std::string text = line({std::begin(kColumns), std::end(kColumns)});
    for (const RecordRow& row : rows) text += line(cellsOf(row, context));
    return text;
}

Result<std::string> hexOfRecords(RecordAccess& records, const std::vector<SeqNo>& seqnos, std::uint64_t limit,
                                 std::stop_token stop)
{
    std::string text;
    for (const SeqNo seqno : seqnos) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "copy", {}};
        const auto detail = records.detail(seqno, limit);
        if (!detail && detail.error().code == ErrorCode::NotFound) continue;
        if (!detail) return detail.error();
        if (detail->cut || text.size() / 2 + detail->bytes.size() > limit) {
            return Error{ErrorCode::LimitExceeded, std::to_string(seqno), std::to_string(limit)};
        }
        text += toHex(detail->bytes) + '\n';
    }
    return text;
}

Result<std::vector<RecordRow>> rowsOf(RecordAccess& records, const std::vector<SeqNo>& seqnos, std::stop_token stop)
{
    std::vector<RecordRow> result;
    for (std::size_t begin = 0; begin < seqnos.size();) {
        std::size_t end = begin + 1;
        while (end < seqnos.size() && seqnos[end] == seqnos[end - 1] + 1) ++end;
        auto rows = records.rows(seqnos[begin], end - begin, stop);
        if (!rows) return std::move(rows).error();
        for (RecordRow& row : *rows) {
            if (row.seqno <= seqnos[end - 1]) result.push_back(std::move(row));
        }
        begin = end;
    }
    return result;
}

} // namespace countersign::ui
