#include "app/sandbox/ledger/byte_writer.h"

#include "core/base/hex.h"
#include "core/crypto/openssl_ptr.h"

#include <bit>
#include <cstring>

namespace countersign::sandbox {

ByteWriter& ByteWriter::u8(std::uint8_t value)
{
    m_bytes.push_back(value);
    return *this;
}

ByteWriter& ByteWriter::number(std::uint64_t value, std::size_t width)
{
    std::uint8_t out[8];
    for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(value >> (8 * i));
    m_bytes.insert(m_bytes.end(), out, out + width);
    return *this;
}

ByteWriter& ByteWriter::u64be(std::uint64_t value)
{
    for (int shift = 56; shift >= 0; shift -= 8) m_bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    return *this;
}

ByteWriter& ByteWriter::bytes(Bytes value)
{
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

ByteWriter& ByteWriter::padTo8()
{
    m_bytes.resize((m_bytes.size() + 7) / 8 * 8);
    return *this;
}

void ByteWriter::setU48(std::size_t at, std::uint64_t value)
{
    for (std::size_t i = 0; i < 6; ++i) m_bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

void ByteWriter::setU64(std::size_t at, std::uint64_t value)
{
    for (std::size_t i = 0; i < 8; ++i) m_bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

Digest sha256Of(Bytes first, Bytes second, Bytes third)
{
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const crypto::DigestContextPtr context{EVP_MD_CTX_new()};
    Digest digest{};
    EVP_DigestInit_ex2(context.get(), algorithm, nullptr);
    for (const Bytes part : {first, second, third}) {
        if (!part.empty()) EVP_DigestUpdate(context.get(), part.data(), part.size());
    }
    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
    return digest;
}

Random::Random(std::uint64_t seed)
{
    for (std::uint64_t& word : m_state) {
        seed += 0x9e3779b97f4a7c15u;
        std::uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        word = z ^ (z >> 31);
    }
}

Random::Random(std::string_view seed) : Random(0)
{
    const Digest digest = sha256Of(seed);
    std::memcpy(m_state, digest.data(), sizeof m_state);
}

std::uint64_t Random::next()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

void Random::fill(std::uint8_t* out, std::size_t size)
{
    for (std::size_t done = 0; done < size; done += 8) {
        const std::uint64_t word = next();
        std::memcpy(out + done, &word, std::min<std::size_t>(8, size - done));
    }
}

ByteVector Random::bytes(std::size_t size)
{
    ByteVector out(size);
    fill(out.data(), size);
    return out;
}

void Random::fillText(char* out, std::size_t size)
{
    static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < size; ++i) {
        if (i % 10 == 0) word = next();
        out[i] = kLetters[word & 63];
        word >>= 6;
    }
}

std::string Random::hex(std::size_t size)
{
    return toHex(bytes(size));
}

} // namespace countersign::sandbox
