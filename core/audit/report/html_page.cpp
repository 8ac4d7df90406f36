#include "core/audit/report/html_page.h"

#include "core/base/readable_text.h"

#include <algorithm>

namespace countersign::audit {

namespace {

using nlohmann::json;

constexpr const char* kStyle = R"(:root{color-scheme:light}
body{font:11pt/1.45 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #c8ccd2}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:9.5pt}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #e3e6ea;overflow-wrap:anywhere}
.passed{color:#1a6b34}.failed{color:#a3201c}.indeterminate{color:#8a5a00}.notChecked{color:#555}
.verdict{font-weight:600}code{font-family:ui-monospace,monospace}
@page{margin:18mm}@media print{h2{break-after:avoid}tr{break-inside:avoid}}
)";

const char* verdictWord(std::string_view verdict)
{
    if (verdict == "passed") return "Passed";
    if (verdict == "failed") return "Failed";
    if (verdict == "indeterminate") return "Indeterminate";
    return "Not checked";
}

} // namespace

std::string htmlText(std::string_view text)
{
    std::string result;
    for (const char c : escaped(text)) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

std::string htmlValue(const json& value)
{
    if (value.is_null()) return "–";
    return htmlText(value.is_string() ? value.get<std::string>() : value.dump());
}

std::string htmlVerdict(const json& verdict)
{
    const std::string shown = verdictWord(verdict.get<std::string>());
    const std::string name = shown == "Not checked" ? "notChecked" : verdict.get<std::string>();
    return "<span class=\"verdict " + name + "\">" + shown + "</span>";
}

std::string htmlShellWord(std::string_view word)
{
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,";
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) return htmlText(word);
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return htmlText(quoted + '\'');
}

void HtmlPage::heading(const char* text)
{
    m_body += "<h2>" + std::string(text) + "</h2>\n";
}

void HtmlPage::paragraph(const std::string& html)
{
    m_body += "<p>" + html + "</p>\n";
}

void HtmlPage::list(const char* title, const std::vector<std::string>& items)
{
    if (items.empty()) return;
    paragraph(title);
    m_body += "<ul>\n";
    for (const std::string& item : items) m_body += "<li>" + item + "</li>\n";
    m_body += "</ul>\n";
}

void HtmlPage::table(const json& rows, const std::vector<Column>& columns, const char* none)
{
    if (rows.empty()) return paragraph(none);
    m_body += "<table><thead><tr>";
    for (const Column& column : columns) m_body += "<th scope=\"col\">" + std::string(column.title) + "</th>";
    m_body += "</tr></thead><tbody>\n";
    const std::size_t count = std::min(rows.size(), kMostRows);
    for (std::size_t i = 0; i < count; ++i) {
        m_body += "<tr>";
        for (const Column& column : columns) m_body += "<td>" + column.cell(rows[i]) + "</td>";
        m_body += "</tr>\n";
    }
    m_body += "</tbody></table>\n";
    if (count < rows.size())
        paragraph("The first " + std::to_string(count) + " of " + std::to_string(rows.size()) +
                  " rows; the report's data has them all.");
}

HtmlPage::Cell HtmlPage::member(const char* name)
{
    return [name](const json& row) { return htmlValue(row.at(name)); };
}

HtmlPage::Cell HtmlPage::verdict(const char* name)
{
    return [name](const json& row) { return htmlVerdict(row.at(name)); };
}

std::string HtmlPage::place(const json& row)
{
    const json& where = row.at("where");
    std::string text = htmlText(where.at("file").get<std::string>());
    if (!where.at("seqno").is_null()) text += " transaction " + where["seqno"].dump();
    if (!where.at("offset").is_null()) text += " byte " + where["offset"].dump();
    if (!where.at("length").is_null()) text += ", bytes in all " + where["length"].dump();
    return text;
}

std::string HtmlPage::take(std::string_view title)
{
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
           "<title>" +
           htmlText(title) + "</title>\n<style>" + kStyle + "</style></head>\n<body>\n<h1>" + htmlText(title) +
           "</h1>\n" + m_body + "</body></html>\n";
}

} // namespace countersign::audit
