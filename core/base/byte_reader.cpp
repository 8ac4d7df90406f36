#include "core/base/byte_reader.h"

#include <bit>
#include <cstdio>
#include <cstring>

namespace countersign {

static_assert(std::endian::native == std::endian::little, "the readers of little-endian formats load as is");

std::uint32_t loadU32le(const std::uint8_t* p) noexcept
{
    std::uint32_t value;
    std::memcpy(&value, p, sizeof value);
    return value;
}

std::uint64_t loadU48le(const std::uint8_t* p) noexcept
{
    std::uint64_t value = 0;
    std::memcpy(&value, p, 6);
    return value;
}

std::uint64_t loadU64le(const std::uint8_t* p) noexcept
{
    std::uint64_t value;
    std::memcpy(&value, p, sizeof value);
    return value;
}

std::uint64_t loadU64be(const std::uint8_t* p) noexcept
{
    return __builtin_bswap64(loadU64le(p));
}

std::string placeInFile(std::string_view context, std::uint64_t offset, std::string_view what)
{
    char number[24];
    std::snprintf(number, sizeof number, "@0x%llx: ", static_cast<unsigned long long>(offset));
    std::string place(context);
    place += number;
    place += what;
    return place;
}

Error ByteReader::fault(ErrorCode code, std::string_view what, std::string detail) const
{
    return {code, placeInFile(m_context, offset(), what), std::move(detail)};
}

Result<Bytes> ByteReader::take(std::uint64_t length, std::string_view what)
{
    if (length > remaining())
        return fault(ErrorCode::Truncated, what,
                     "needs " + std::to_string(length) + " bytes, " + std::to_string(remaining()) + " are left");
    const Bytes taken = m_bytes.subspan(m_position, length);
    m_position += length;
    return taken;
}

Result<std::uint8_t> ByteReader::u8(std::string_view what)
{
    auto bytes = take(1, what);
    if (!bytes) return std::move(bytes).error();
    return (*bytes)[0];
}

Result<std::uint32_t> ByteReader::u32le(std::string_view what)
{
    auto bytes = take(4, what);
    if (!bytes) return std::move(bytes).error();
    return loadU32le(bytes->data());
}

Result<std::uint64_t> ByteReader::u48le(std::string_view what)
{
    auto bytes = take(6, what);
    if (!bytes) return std::move(bytes).error();
    return loadU48le(bytes->data());
}

Result<std::uint64_t> ByteReader::u64le(std::string_view what)
{
    auto bytes = take(8, what);
    if (!bytes) return std::move(bytes).error();
    return loadU64le(bytes->data());
}

Result<std::int64_t> ByteReader::i64le(std::string_view what)
{
    auto bytes = take(8, what);
    if (!bytes) return std::move(bytes).error();
    return static_cast<std::int64_t>(loadU64le(bytes->data()));
}

Result<std::uint64_t> ByteReader::u64be(std::string_view what)
{
    auto bytes = take(8, what);
    if (!bytes) return std::move(bytes).error();
    return loadU64be(bytes->data());
}

} // namespace countersign
