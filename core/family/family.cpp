#include "core/family/family.h"

#include <algorithm>

namespace countersign {

FamilyList familiesOf(const FamilyList& families, const std::filesystem::path& path)
{
    FamilyList found;
    for (const auto& family : families) {
        const std::string kind = family->recognise(path);
        if (kind == "ledger" || kind == "chunk" || kind == "snapshot") return {family};
        if (!kind.empty()) found.push_back(family);
    }
    return found;
}

Result<std::shared_ptr<const Family>> familyFor(const FamilyList& families,
                                                const std::vector<std::filesystem::path>& paths)
{
    std::vector<FamilyList> known;
    for (const std::filesystem::path& path : paths) known.push_back(familiesOf(families, path));
    std::shared_ptr<const Family> found;
    for (const auto& family : families) {
        const bool all = !paths.empty() && std::ranges::all_of(known, [&](const FamilyList& one) {
            return std::ranges::find(one, family) != one.end();
        });
        if (!all) continue;
        if (found) return Error{ErrorCode::Unsupported, paths.front().string(), "more than one family recognises it"};
        found = family;
    }
    if (!found)
        return Error{ErrorCode::Unsupported, paths.empty() ? std::string() : paths.front().string(),
                     "no ledger family recognises it"};
    return found;
}

} // namespace countersign
