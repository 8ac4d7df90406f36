#include "app/cli/collateral.h"

#include "core/base/file_io.h"

#include <algorithm>
#include <filesystem>

namespace countersign {

namespace {

constexpr std::uint64_t kPolicyLimit = 1u << 20;
constexpr std::size_t kMostCollateral = 1000; ///< Files in the folder.

} // namespace

Result<void> readPolicy(const std::string& file, VerifyOptions& options)
{
    if (file.empty()) return {};
    auto content = readSmallFile(file, kPolicyLimit);
    if (!content) return std::move(content).error();
    options.policy = NamedFile{std::move(*content), file};
    return {};
}

Result<void> readCollateral(const std::string& folder, VerifyOptions& options)
{
    if (folder.empty()) return {};
    std::error_code error;
    std::vector<std::filesystem::path> paths;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (!it->is_regular_file(error)) continue;
        if (paths.size() == kMostCollateral) return Error{ErrorCode::LimitExceeded, folder, "more than 1000 files"};
        paths.push_back(it->path());
    }
    if (error) return Error{ErrorCode::Io, folder, error.message()};
    std::ranges::sort(paths);
    for (const auto& path : paths) {
        auto content = readSmallFile(path);
        if (!content) return std::move(content).error();
        options.collateral.push_back({std::move(*content), path.string()});
    }
    return {};
}

} // namespace countersign
