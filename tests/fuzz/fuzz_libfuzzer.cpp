#include "tests/fuzz/fuzz.h"

#include <cstdio>
#include <cstdlib>

namespace countersign::fuzz {

void fail(const char* condition, const char* file, int line) noexcept
{
    std::fprintf(stderr, "%s:%d: %s: does not hold: %s\n", file, line, targetName(), condition);
    std::abort();
}

} // namespace countersign::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    countersign::fuzz::runTarget({data, size});
    return 0;
}
