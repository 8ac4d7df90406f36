#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string_view>

namespace countersign::sandbox {

/// Appends numbers and bytes to a buffer, little-endian unless the name says otherwise.
class ByteWriter
{
public:
    ByteWriter() = default;
    /// Writes behind what `start` holds already.
    explicit ByteWriter(ByteVector start) : m_bytes(std::move(start)) {}

    ByteWriter& u8(std::uint8_t value);
    ByteWriter& u32(std::uint32_t value) { return number(value, 4); }
    ByteWriter& u48(std::uint64_t value) { return number(value, 6); }
    ByteWriter& u64(std::uint64_t value) { return number(value, 8); }
    ByteWriter& i64(std::int64_t value) { return number(static_cast<std::uint64_t>(value), 8); }
    ByteWriter& u64be(std::uint64_t value);
    ByteWriter& bytes(Bytes value);
    ByteWriter& bytes(std::string_view value) { return bytes(bytesOf(value)); }
    /// u64 length, then the bytes.
    ByteWriter& sized(std::string_view value) { return u64(value.size()).bytes(value); }
    /// Zeros up to a multiple of eight, counted from the beginning of the buffer.
    ByteWriter& padTo8();

    std::size_t size() const noexcept { return m_bytes.size(); }
    void reserve(std::size_t size) { m_bytes.reserve(size); }
    void setU48(std::size_t at, std::uint64_t value);
    void setU64(std::size_t at, std::uint64_t value);
    ByteVector take() { return std::move(m_bytes); }
    const ByteVector& view() const noexcept { return m_bytes; }

private:
    ByteWriter& number(std::uint64_t value, std::size_t width);

    ByteVector m_bytes;
};

/// SHA-256 through OpenSSL's EVP, apart from the code under test.
Digest sha256Of(Bytes first, Bytes second = {}, Bytes third = {});
inline Digest sha256Of(std::string_view text)
{
    return sha256Of(bytesOf(text));
}

/// A small fast generator (xoshiro256**): the same seed gives the same bytes everywhere. Not for keys of value.
class Random
{
public:
    explicit Random(std::uint64_t seed);
    explicit Random(std::string_view seed);

    std::uint64_t next();
    std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
    bool chance(double share) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < share; }
    void fill(std::uint8_t* out, std::size_t size);
    ByteVector bytes(std::size_t size);
    /// Letters, digits, '-' and '_'.
    void fillText(char* out, std::size_t size);
    std::string hex(std::size_t bytes);

private:
    std::uint64_t m_state[4];
};

} // namespace countersign::sandbox
