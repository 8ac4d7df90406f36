#include "core/ccf/ledger/serialised_tree.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

FUZZ_TARGET(ledger_tree, bytes)
{
    const auto tree = ccf::SerialisedTree::parse(bytes);
    if (!tree) return;
    const Digest root = tree->frontier().root();
    FUZZ_CHECK(tree->size() == tree->firstLeaf() + tree->leafCount());
    FUZZ_CHECK(tree->frontier().size() == tree->size());
    FUZZ_CHECK(!tree->path(tree->size()));
    for (const std::uint64_t index : {tree->firstLeaf(), tree->size() - 1}) {
        if (tree->leafCount() == 0) break;
        const auto path = tree->path(index);
        FUZZ_CHECK(path && crypto::rootFromPath(tree->leaf(index), *path) == root);
    }
}
