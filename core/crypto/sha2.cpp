#include "core/crypto/sha2.h"

#include <cstring>

// A ledger is some millions of inputs of a few hundred bytes: EVP adds several hundred nanoseconds to each (it fetches
// the algorithm and allocates a context), as much as the hashing itself. The functions below do neither, and cannot
// fail.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace countersign::crypto {

namespace {

/// The padding of a message of 64 bytes: a one bit, zeros, and 512 as the number of bits (FIPS 180-4 section 5.1.1).
constexpr std::array<std::uint8_t, 64> kPadding64 = [] {
    std::array<std::uint8_t, 64> block{};
    block[0] = 0x80;
    block[62] = 0x02;
    return block;
}();

Digest stateOf(const SHA256_CTX& context) noexcept
{
    Digest digest;
    for (std::size_t i = 0; i < 8; ++i) {
        const std::uint32_t word = __builtin_bswap32(context.h[i]);
        std::memcpy(digest.data() + 4 * i, &word, sizeof word);
    }
    return digest;
}

} // namespace

Digest sha256(Bytes bytes) noexcept
{
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes.data(), bytes.size());
    Digest digest;
    SHA256_Final(digest.data(), &context);
    return digest;
}

Digest sha256(std::initializer_list<Bytes> parts) noexcept
{
    SHA256_CTX context;
    SHA256_Init(&context);
    for (const Bytes part : parts) SHA256_Update(&context, part.data(), part.size());
    Digest digest;
    SHA256_Final(digest.data(), &context);
    return digest;
}

Digest sha256Pair(const Digest& left, const Digest& right) noexcept
{
    std::array<std::uint8_t, 64> block;
    std::memcpy(block.data(), left.data(), left.size());
    std::memcpy(block.data() + left.size(), right.data(), right.size());
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Transform(&context, block.data());
    SHA256_Transform(&context, kPadding64.data());
    return stateOf(context);
}

ByteVector hashOf(HashAlgorithm algorithm, Bytes bytes)
{
    if (algorithm == HashAlgorithm::Sha256) {
        const Digest digest = sha256(bytes);
        return {digest.begin(), digest.end()};
    }
    const bool is384 = algorithm == HashAlgorithm::Sha384;
    SHA512_CTX context;
    is384 ? SHA384_Init(&context) : SHA512_Init(&context);
    SHA512_Update(&context, bytes.data(), bytes.size());
    ByteVector digest(is384 ? 48 : 64);
    SHA512_Final(digest.data(), &context);
    return digest;
}

} // namespace countersign::crypto
