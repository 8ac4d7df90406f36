#include "app/cli/source.h"

#include "app/common/english_text.h"

#include <algorithm>
#include <filesystem>

namespace countersign {

namespace {

Result<void> mustBeThere(const std::filesystem::path& path)
{
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (status.type() == std::filesystem::file_type::not_found) {
        const bool dangling = std::filesystem::is_symlink(std::filesystem::symlink_status(path, code));
        return Error{ErrorCode::NotFound, path.string(), dangling ? "the link leads nowhere" : std::string()};
    }
    if (code) return Error{ErrorCode::Io, path.string(), code.message()};
    return {};
}

// By itself, so that the message names the path that is strange.
Result<void> mustBeKnown(const FamilyList& families, const std::filesystem::path& path)
{
    const bool known =
        std::ranges::any_of(families, [&](const auto& family) { return !family->recognise(path).empty(); });
    if (known) return {};
    return Error{ErrorCode::Unsupported, path.string(), "there is no ledger, receipt or attestation evidence in it"};
}

/// The families of one path that take it as `kind`.
Result<FamilyList> familiesTaking(const FamilyList& families, const std::filesystem::path& path, const std::string& kind)
{
    FamilyList found = familiesOf(families, path);
    if (kind.empty()) return found;
    const std::string first = found.front()->recognise(path);
    std::erase_if(found, [&](const auto& family) { return family->recognise(path) != kind; });
    if (!found.empty()) return found;
    return Error{ErrorCode::Unsupported, path.string(), "this is a " + first + ", not a " + kind};
}

Result<void> mustBeOfKind(const Family& family, const std::filesystem::path& path, const std::string& kind)
{
    const std::string found = family.recognise(path);
    if (kind.empty() || found == kind) return {};
    return Error{ErrorCode::Unsupported, path.string(), "this is a " + found + ", not a " + kind};
}

} // namespace

Result<OpenedSource> openSource(const FamilyList& families, const std::vector<std::string>& paths,
                                const std::string& kind)
{
    const std::vector<std::filesystem::path> all(paths.begin(), paths.end());
    for (const auto& path : all)
        if (auto there = mustBeThere(path); !there) return std::move(there).error();
    for (const auto& path : all)
        if (auto known = mustBeKnown(families, path); !known) return std::move(known).error();
    auto family = familyFor(families, all);
    if (!family) return std::move(family).error();
    for (const auto& path : all)
        if (auto fits = mustBeOfKind(**family, path, kind); !fits) return std::move(fits).error();
    auto evidence = (*family)->open(all);
    if (!evidence) return std::move(evidence).error();
    return OpenedSource{*family, std::move(*evidence)};
}

Result<std::vector<OpenedSource>> openSources(const FamilyList& families, const std::vector<std::string>& paths,
                                              const std::string& kind)
{
    const std::vector<std::filesystem::path> all(paths.begin(), paths.end());
    for (const auto& path : all)
        if (auto there = mustBeThere(path); !there) return std::move(there).error();
    for (const auto& path : all)
        if (auto known = mustBeKnown(families, path); !known) return std::move(known).error();
    std::vector<FamilyList> taking;
    for (const auto& path : all) {
        auto found = familiesTaking(families, path, kind);
        if (!found) return std::move(found).error();
        taking.push_back(*std::move(found));
    }
    std::vector<OpenedSource> sources;
    for (const auto& family : families) {
        std::vector<std::filesystem::path> group;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (std::ranges::find(taking[i], family) != taking[i].end()) group.push_back(all[i]);
        if (group.empty()) continue;
        auto evidence = family->open(group);
        if (!evidence) return std::move(evidence).error();
        sources.push_back({family, std::move(*evidence)});
    }
    return sources;
}

ExitStatus reportError(Console& console, const Error& error)
{
    console.endProgress();
    std::string text = error.where.empty() ? std::string() : error.where + ": ";
    text += englishError(error.code);
    if (!error.detail.empty()) text += " (" + error.detail + ')';
    console.error(text);
    if (error.code == ErrorCode::Cancelled) return kExitIndeterminate;
    return error.code == ErrorCode::Network ? kExitUnreachable : kExitUnreadable;
}

ExitStatus finishOutput(Console& console, ExitStatus status)
{
    console.out().flush();
    if (console.outWorks()) return status;
    console.error("standard output could not be written in full");
    return kExitUnreadable;
}

} // namespace countersign
