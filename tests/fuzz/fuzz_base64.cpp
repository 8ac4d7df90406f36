#include "core/base/base64.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;

FUZZ_TARGET(base64, bytes)
{
    if (const auto parsed = fromBase64(textOf(bytes))) FUZZ_CHECK(toBase64(*parsed) == textOf(bytes));
    const auto back = fromBase64(toBase64(bytes));
    FUZZ_CHECK(back && std::ranges::equal(*back, bytes));
}
