#include "ui/explore/filter/record_facts.h"

namespace countersign::ui::filter {
namespace {

const StructureNode* childNamed(const StructureNode& node, std::string_view name)
{
    for (const StructureNode& child : node.children) {
        if (child.name == name) return &child;
    }
    return nullptr;
}

bool namesANode(std::string_view name)
{
    return name == "node" || name == "nodeId" || name == "node_id" || name == "node id";
}

class Collector
{
public:
    Collector(const RecordDetail& detail, RecordFacts& facts) : m_detail(detail), m_facts(facts) {}

    void visit(const StructureNode& node, std::string_view table, bool insideWrite)
    {
        if (node.format == "table") table = node.value.empty() ? std::string_view(node.name) : std::string_view(node.value);
        if (node.format == "write" || node.format == "remove") {
            addWrite(node, table);
            insideWrite = true;
        }
        if (node.format == "elided" || node.format == "unreadable") {
            m_facts.nodesComplete = false;
            if (!insideWrite) m_facts.complete = false;
        }
        if (namesANode(node.name) && !node.value.empty()) m_facts.nodes.push_back(node.value);
        for (const StructureNode& child : node.children) visit(child, table, insideWrite);
    }

private:
    void addWrite(const StructureNode& node, std::string_view table)
    {
        RecordFacts::Write write;
        write.table = table;
        write.removed = node.format == "remove";
        if (const StructureNode* key = childNamed(node, "key")) write.key = bytesIn(m_detail, key->range);
        if (const StructureNode* value = childNamed(node, "value")) write.value = bytesIn(m_detail, value->range);
        if (!write.key || (!write.removed && !write.value)) m_facts.complete = false;
        if (table.find(".nodes.") != std::string_view::npos && write.key) m_facts.nodes.push_back(textOf(*write.key));
        m_facts.writes.push_back(write);
    }

    const RecordDetail& m_detail;
    RecordFacts& m_facts;
};

} // namespace

std::optional<Bytes> bytesIn(const RecordDetail& detail, const std::optional<ByteRange>& range)
{
    if (!range || range->offset > detail.bytes.size() || range->length > detail.bytes.size() - range->offset) return {};
    return Bytes(detail.bytes).subspan(range->offset, range->length);
}

RecordFacts factsOf(const RecordDetail& detail)
{
    RecordFacts facts;
    facts.complete = facts.nodesComplete = !detail.cut && detail.row.kind != RecordKind::Unreadable;
    Collector(detail, facts).visit(detail.structure, {}, false);
    return facts;
}

} // namespace countersign::ui::filter
