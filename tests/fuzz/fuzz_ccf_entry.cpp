#include "core/ccf/ledger/structure.h"
#include "tests/fuzz/fuzz.h"

namespace {

bool rangesHold(const countersign::StructureNode& node)
{
    for (const auto& child : node.children) {
        const bool inside = !node.range || !child.range
                            || (child.range->offset >= node.range->offset && child.range->end() <= node.range->end());
        if (!inside || !rangesHold(child)) return false;
    }
    return true;
}

} // namespace

FUZZ_TARGET(ccf_entry, bytes)
{
    const countersign::StructureNode root = countersign::ccf::describeEntry(bytes);
    std::uint64_t next = 0;
    for (const auto& child : root.children) {
        FUZZ_CHECK(child.range && child.range->offset == next);
        next = child.range->end();
    }
    FUZZ_CHECK(next == bytes.size());
    FUZZ_CHECK(rangesHold(root));
    (void)countersign::ccf::describeTableValue("public:ccf.internal.tree", bytes);
    (void)countersign::ccf::describeTableValue("public:ccf.gov.nodes.info", bytes);
}
