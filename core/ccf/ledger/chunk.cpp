#include "core/ccf/ledger/chunk.h"

#include "core/base/byte_reader.h"

namespace countersign::ccf {

Result<std::shared_ptr<const Chunk>> Chunk::open(const std::filesystem::path& path, SeqNo first)
{
    auto file = MappedFile::open(path);
    if (!file) return std::move(file).error();
    std::shared_ptr<Chunk> chunk(new Chunk);
    chunk->m_file = *std::move(file);
    chunk->m_name = path.filename().string();
    chunk->m_first = first;
    chunk->m_entriesEnd = chunk->m_file->size();
    if (chunk->m_file->size() == 0) return std::shared_ptr<const Chunk>(std::move(chunk));
    if (chunk->m_file->size() < kFirstEntry)
        return Error{ErrorCode::Truncated, placeInFile(chunk->m_name, 0, "chunk header"),
                     std::to_string(chunk->m_file->size()) + " bytes"};
    chunk->readTable(loadU64le(chunk->m_file->bytes().data()));
    return std::shared_ptr<const Chunk>(std::move(chunk));
}

void Chunk::readTable(std::uint64_t tableOffset)
{
    if (tableOffset == 0) return;
    const std::uint64_t size = m_file->size();
    if (tableOffset < kFirstEntry || tableOffset >= size) {
        m_tableFault = Error{ErrorCode::Malformed, placeInFile(m_name, 0, "positions table offset"),
                             std::to_string(tableOffset)};
        return;
    }
    if ((size - tableOffset) % 4 != 0)
        m_tableFault = Error{ErrorCode::Malformed, placeInFile(m_name, tableOffset, "positions table length"),
                             std::to_string(size - tableOffset)};
    m_tableOffset = tableOffset;
    m_tableCount = (size - tableOffset) / 4;
    m_entriesEnd = tableOffset;
}

std::optional<std::uint64_t> Chunk::position(std::uint64_t index) const noexcept
{
    if (index >= m_tableCount) return {};
    return loadU32le(m_file->bytes().data() + m_tableOffset + 4 * index);
}

Result<ByteRange> Chunk::entryAt(std::uint64_t offset) const
{
    const auto fault = [&](ErrorCode code, std::string_view what, std::string detail = {}) {
        return Error{code, placeInFile(m_name, offset, what), std::move(detail)};
    };
    if (offset < kFirstEntry || offset > m_entriesEnd || m_entriesEnd - offset < kEntryHeaderSize)
        return fault(ErrorCode::Truncated, "entry header");
    const EntryHeader header = loadEntryHeader(m_file->bytes().data() + offset);
    if (header.version != 1) return fault(ErrorCode::Unsupported, "entry version", std::to_string(header.version));
    if (header.size > m_entriesEnd - offset - kEntryHeaderSize)
        return fault(ErrorCode::Truncated, "entry", std::to_string(header.size) + " bytes stated");
    if (header.size + kEntryHeaderSize < kSmallestEntry)
        return fault(ErrorCode::Malformed, "entry size", std::to_string(header.size));
    return ByteRange{offset, header.size + kEntryHeaderSize};
}

Result<ByteRange> Chunk::find(SeqNo seqno) const
{
    const Error missing{ErrorCode::NotFound, m_name, "seqno " + std::to_string(seqno)};
    if (seqno < m_first) return missing;
    const std::uint64_t index = seqno - m_first;
    if (const auto hint = position(index)) {
        auto range = entryAt(*hint);
        if (range && loadIvSeqno(m_file->bytes().data() + range->offset) == seqno) return range;
    }
    std::uint64_t offset = kFirstEntry;
    for (std::uint64_t i = 0; offset < m_entriesEnd; ++i) {
        auto range = entryAt(offset);
        if (!range) return missing;
        if (i == index) return range;
        offset = range->end();
    }
    return missing;
}

} // namespace countersign::ccf
