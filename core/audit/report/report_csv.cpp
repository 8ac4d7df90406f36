#include "core/audit/report/report.h"

#include "core/base/readable_text.h"

#include <algorithm>
#include <array>

namespace countersign::audit {

namespace {

using nlohmann::json;

/// Spreadsheets take a cell that begins like this for a formula or a command, also behind blanks, and some in the full
/// width of East Asian writing.
bool beginsLikeFormula(std::string_view text)
{
    constexpr std::array<std::string_view, 10> kBeginnings{"=", "+",      "-",      "@",      "|",
                                                           "%", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
    constexpr std::string_view kWideBlank = "\u3000", kHardBlank = "\u00a0";
    for (bool blank = true; blank;) {
        blank = false;
        for (const std::string_view one : {std::string_view(" "), kWideBlank, kHardBlank})
            if (text.starts_with(one)) {
                text.remove_prefix(one.size());
                blank = true;
            }
    }
    return std::ranges::any_of(kBeginnings, [text](std::string_view one) { return text.starts_with(one); });
}

std::string cell(const json& value)
{
    if (value.is_null()) return {};
    if (!value.is_string()) return value.dump();
    std::string text = escaped(value.get<std::string>());
    if (beginsLikeFormula(text)) text.insert(text.begin(), '\'');
    if (text.find_first_of(",;\"' ") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

/// "where.file" is the member "file" of the member "where".
const json& memberOf(const json& row, std::string_view path)
{
    const auto dot = path.find('.');
    const json& value = row.at(std::string(path.substr(0, dot)));
    return dot == std::string_view::npos ? value : value.at(std::string(path.substr(dot + 1)));
}

ReportTable table(const char* name, const json& rows, const std::vector<std::string>& columns)
{
    std::string text = "\xef\xbb\xbf";
    for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? "" : ",") + columns[i];
    text += "\r\n";
    for (const json& row : rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? "" : ",") + cell(memberOf(row, columns[i]));
        text += "\r\n";
    }
    return {name + std::string(".csv"), std::move(text)};
}

/// One row a field, since kinds of items have different ones.
json fieldRows(const json& items)
{
    json rows = json::array();
    for (const json& item : items)
        for (const auto& [name, value] : item["fields"].items())
            rows.push_back({{"kind", item["kind"]},
                            {"id", item["id"]},
                            {"changedAt", item["changedAt"]},
                            {"field", name},
                            {"value", value}});
    return rows;
}

} // namespace

std::vector<ReportTable> reportTables(const Report& report)
{
    const json& record = report.value.at("record");
    std::vector<ReportTable> tables{
        table("inputs", record["inputs"], {"path", "size", "sha256", "state", "first", "last", "problem"}),
        table("anchors", record["anchors"], {"source", "subject", "fingerprint", "keyId", "carries"}),
        table("ranges", record["ranges"], {"from", "to", "verdict", "reason"}),
        table("checks", record["checks"],
              {"id", "verdict", "reason", "count", "where.file", "where.seqno", "where.offset", "where.length",
               "evidence"}),
        table("findings", record["findings"],
              {"id", "severity", "reason", "where.file", "where.seqno", "where.offset", "detail"}),
        table("not-checked", record["notChecked"], {"id", "reason", "count", "detail"}),
        table("identities", record["identities"],
              {"from", "to", "subject", "fingerprint", "keyId", "status", "trust", "trustReason", "link"}),
        table("consortium", fieldRows(record["consortium"]["items"]), {"kind", "id", "changedAt", "field", "value"})};
    const std::pair<const char*, std::vector<std::string>> sections[] = {
        {"nodes", {"id", "joined", "trusted", "retired", "status", "signatures", "quoteFormat"}},
        {"events", {"seqno", "kind", "subject", "detail"}},
        {"certificates", {"kind", "id", "subject", "notBefore", "notAfter", "state"}},
        {"receipts",
         {"path", "line", "kind", "transactionId", "verdict", "reason", "claimsDigest", "service", "signedAt"}},
        {"evidence", {"path", "kind", "subject", "verdict", "reason"}}};
    for (const auto& [section, columns] : sections)
        if (const json& rows = report.value.at(section); !rows.is_null())
            tables.push_back(table(section, rows, columns));
    return tables;
}

} // namespace countersign::audit
