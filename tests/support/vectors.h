#pragma once

#include "core/base/file_io.h"
#include "tests/support/source_dir.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <QTest>

namespace countersign::test {

/// The recorded evidence beside the checkout; it need not be there.
inline std::filesystem::path vectorsFolder()
{
    return sourceDir().parent_path() / "shared" / "vectors";
}

/// All regular files below `folder` whose name ends with `ending`, sorted.
inline std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder, std::string_view ending)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().filename().string().ends_with(ending)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// The bytes of a file that must be there.
inline ByteVector contentOf(const std::filesystem::path& file)
{
    return readSmallFile(file).value();
}

} // namespace countersign::test

/// Leaves the test function, saying so, when the folder `name` of the recorded evidence is not beside the checkout.
#define COUNTERSIGN_NEED_VECTORS(name)                                                                                 \
    do {                                                                                                               \
        if (!std::filesystem::exists(countersign::test::vectorsFolder() / (name)))                                     \
            QSKIP("skipped: ../shared/vectors/" name " is not beside the checkout");                                   \
    } while (false)
