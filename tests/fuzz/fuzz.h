#pragma once

#include "core/base/bytes.h"

namespace countersign::fuzz {

/// The one target of the program; FUZZ_TARGET defines both.
const char* targetName() noexcept;
void runTarget(Bytes bytes);

/// Ends the program, naming what did not hold and the input it did not hold for.
[[noreturn]] void fail(const char* condition, const char* file, int line) noexcept;

} // namespace countersign::fuzz

/// FUZZ_TARGET(cbor, bytes) { … }: once in fuzz_cbor.cpp. Must not keep anything from one call to the next.
#define FUZZ_TARGET(name, bytes)                                                                                       \
    const char* countersign::fuzz::targetName() noexcept                                                               \
    {                                                                                                                  \
        return #name;                                                                                                  \
    }                                                                                                                  \
    void countersign::fuzz::runTarget(countersign::Bytes bytes)

/// What must hold for every input.
#define FUZZ_CHECK(condition)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) countersign::fuzz::fail(#condition, __FILE__, __LINE__);                                     \
    } while (false)
