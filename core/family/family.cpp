#include "core/family/family.h"

#include <algorithm>

namespace countersign {

Result<std::shared_ptr<const Family>> familyFor(const FamilyList& families,
                                                const std::vector<std::filesystem::path>& paths)
{
    std::shared_ptr<const Family> found;
    for (const auto& family : families) {
        const bool all = !paths.empty() && std::ranges::all_of(paths, [&](const std::filesystem::path& path) {
            return !family->recognise(path).empty();
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
