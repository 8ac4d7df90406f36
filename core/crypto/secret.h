#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace countersign::crypto {

/// Overwrites memory in a way the compiler keeps.
void wipe(void* memory, std::size_t size) noexcept;

/// Overwrites what it gives back, so that a vector which grows leaves no copy behind.
template <class T>
struct WipingAllocator {
    using value_type = T;

    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) noexcept
    {
    }
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept
    {
        wipe(memory, count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }
    template <class U>
    bool operator==(const WipingAllocator<U>&) const noexcept
    {
        return true;
    }
};

/// Bytes that nobody finds in memory afterwards: keys, passphrases, recovery shares.
using SecretBytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

SecretBytes secretCopy(Bytes bytes);

/// readSmallFile(), into memory that is wiped.
Result<SecretBytes> readSecretFile(const std::filesystem::path& path, std::uint64_t limit = 1u << 20);

/// The first line from an open descriptor, without its end, as somebody hands a passphrase over a pipe. Io when it
/// cannot be read; LimitExceeded past 4096 bytes. Reads no byte after the line end.
Result<SecretBytes> readSecretLine(int descriptor);

/// Asks whoever knows; Cancelled when they will not say. Called at most once a key, and only when one is needed.
using PassphraseSource = std::function<Result<SecretBytes>()>;

/// Base64 (RFC 4648 section 4) in memory that is wiped.
SecretBytes toSecretBase64(Bytes bytes);

} // namespace countersign::crypto
