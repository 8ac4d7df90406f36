#include "app/cli/show.h"

#include "app/cli/terminal_text.h"
#include "app/common/documents.h"
#include "core/base/utc_time.h"

#include <charconv>
#include <cstdio>

namespace countersign {

namespace {

constexpr std::size_t kMostValue = 160;

Result<TransactionId> parseWanted(const std::string& text)
{
    if (text.find('.') != std::string::npos) return parseTransactionId(text);
    auto id = parseTransactionId("1." + text); // The same rules for the number.
    if (!id) return Error{ErrorCode::Malformed, "transaction id", text};
    id->view = 0;
    return id;
}

Json nodeJson(const StructureNode& node, std::uint64_t base, std::size_t& left)
{
    Json json;
    json["name"] = node.name;
    json["value"] = node.value;
    json["format"] = node.format;
    json["offset"] = node.range ? Json(base + node.range->offset) : Json(nullptr);
    json["length"] = node.range ? Json(node.range->length) : Json(nullptr);
    json["children"] = Json::array();
    for (const StructureNode& child : node.children) {
        if (left == 0) break;
        --left;
        json["children"].push_back(nodeJson(child, base, left));
    }
    return json;
}

Json recordDocument(const RecordDetail& detail, const std::string& file, std::size_t limit)
{
    const RecordRow& row = detail.row;
    Json document = documentHead("countersign.record/1");
    document["transactionId"] = TransactionId{row.view, row.seqno}.toString();
    document["seqno"] = row.seqno;
    document["view"] = row.view;
    document["kind"] = recordKindName(row.kind);
    document["file"] = file;
    document["offset"] = row.bytes.offset;
    document["length"] = row.bytes.length;
    document["type"] = row.type;
    document["flags"] = row.flags;
    document["privateBytes"] = row.privateBytes;
    document["writes"] = row.writes;
    document["removes"] = row.removes;
    document["tables"] = row.tables;
    document["time"] = row.time ? Json(toIso8601(*row.time)) : Json(nullptr);
    document["cut"] = detail.cut;
    document["structure"] = nodeJson(detail.structure, row.bytes.offset, limit);
    document["structureCut"] = limit == 0;
    return document;
}

std::string placeColumn(const StructureNode& node, std::uint64_t base)
{
    if (!node.range) return {};
    char text[64];
    std::snprintf(text, sizeof text, "0x%llx+%llu", static_cast<unsigned long long>(base + node.range->offset),
                  static_cast<unsigned long long>(node.range->length));
    return text;
}

void writeNode(std::ostream& out, const StructureNode& node, std::uint64_t base, std::size_t depth, std::size_t& left)
{
    if (left == 0 || !out) return;
    --left;
    out << padded(placeColumn(node, base), 18) << ' ' << std::string(depth * 2, ' ') << escaped(node.name);
    if (!node.value.empty()) out << ": " << shortened(node.value, kMostValue);
    if (!node.format.empty()) out << "  [" << escaped(node.format) << ']';
    out << '\n';
    for (const StructureNode& child : node.children) writeNode(out, child, base, depth + 1, left);
}

void writeRecord(Console& console, const RecordDetail& detail, const std::string& file, std::size_t limit)
{
    std::ostream& out = console.out();
    const RecordRow& row = detail.row;
    out << console.heading(TransactionId{row.view, row.seqno}.toString()) << "  " << recordKindName(row.kind) << ", "
        << counted(row.writes, "write", "writes") << ", " << counted(row.removes, "removal", "removals") << ", "
        << byteCount(row.privateBytes) << " private";
    if (row.time) out << ", signed at " << toIso8601(*row.time);
    out << "\nin " << escaped(file) << ", offset+length "
        << placeColumn({{}, {}, {}, ByteRange{0, row.bytes.length}, {}}, row.bytes.offset)
        << ". Decoded, not verified.\n\n";
    writeNode(out, detail.structure, row.bytes.offset, 0, limit);
    if (limit == 0) out << "…  more values follow; --limit 0 lists all\n";
    if (detail.cut) out << "…  the transaction is larger than what was read of it\n";
}

} // namespace

int showRecord(const ShowArguments& arguments, EvidenceSource& source, Environment& environment)
{
    Console& console = environment.console;
    const auto wanted = parseWanted(arguments.transaction);
    if (!wanted) {
        console.error(arguments.transaction + " is no transaction id like 2.46, and no sequence number");
        return kExitUsage;
    }
    auto detail = source.records().detail(wanted->seqno);
    if (!detail) return reportError(console, detail.error());
    const RecordRow& row = detail->row;
    if (wanted->view != 0 && row.view != wanted->view)
        return reportError(console, {ErrorCode::NotFound, wanted->toString(),
                                     "here it is " + TransactionId{row.view, row.seqno}.toString()});
    const auto& files = source.summary().files;
    const std::string file = row.file < files.size() ? files[row.file].path() : std::string();
    const std::size_t limit = showLimit(arguments);
    if (arguments.json)
        console.out() << documentText(recordDocument(*detail, file, limit));
    else
        writeRecord(console, *detail, file, limit);
    return kExitPassed;
}

} // namespace countersign
