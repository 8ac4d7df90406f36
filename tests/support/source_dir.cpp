#include "tests/support/source_dir.h"

namespace countersign::test {

std::filesystem::path sourceDir()
{
    return COUNTERSIGN_SOURCE_DIR;
}

} // namespace countersign::test
