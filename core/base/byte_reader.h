#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>

namespace countersign {

/// Reads a buffer from the front, never past its end and never by a stated length that does not fit.
/// Errors are Truncated and carry "<context>@0x<offset>". The reader stays where it was when a read fails.
class ByteReader
{
public:
    /// `base` is the offset of `bytes` in the file they come from; `context` must outlive the reader.
    explicit ByteReader(Bytes bytes, std::uint64_t base = 0, std::string_view context = {}) noexcept
        : m_bytes(bytes), m_base(base), m_context(context)
    {
    }

    std::uint64_t offset() const noexcept { return m_base + m_position; } ///< In the file.
    std::uint64_t position() const noexcept { return m_position; }        ///< In the buffer.
    std::uint64_t remaining() const noexcept { return m_bytes.size() - m_position; }
    bool atEnd() const noexcept { return remaining() == 0; }

    Result<Bytes> take(std::uint64_t length, std::string_view what);
    Result<std::uint8_t> u8(std::string_view what);
    Result<std::uint32_t> u32le(std::string_view what);
    Result<std::uint64_t> u48le(std::string_view what);
    Result<std::uint64_t> u64le(std::string_view what);
    Result<std::int64_t> i64le(std::string_view what);
    Result<std::uint64_t> u64be(std::string_view what);

    /// An Error at the present offset, for values that were read whole but break a rule.
    Error fault(ErrorCode code, std::string_view what, std::string detail = {}) const;

private:
    Bytes m_bytes;
    std::uint64_t m_base = 0;
    std::uint64_t m_position = 0;
    std::string_view m_context;
};

std::uint32_t loadU32le(const std::uint8_t* p) noexcept;
std::uint64_t loadU48le(const std::uint8_t* p) noexcept;
std::uint64_t loadU64le(const std::uint8_t* p) noexcept;
std::uint64_t loadU64be(const std::uint8_t* p) noexcept;

/// "<context>@0x<offset>: <what>", the stable form of Error::where for places in files.
std::string placeInFile(std::string_view context, std::uint64_t offset, std::string_view what);

} // namespace countersign
