#include "app/sandbox/ledger/chunk_writer.h"

#include "app/sandbox/ledger/byte_writer.h"

#include <cerrno>
#include <cstring>
#include <limits>

namespace countersign::sandbox {

namespace {

constexpr std::uint64_t kChunkHeaderSize = 8;

ByteVector tableBytes(const std::vector<std::uint32_t>& positions)
{
    ByteWriter table;
    table.reserve(4 * positions.size());
    for (const std::uint32_t position : positions) table.u32(position);
    return table.take();
}

} // namespace

std::string chunkName(SeqNo first, SeqNo last, ChunkEnd end, const std::string& suffix)
{
    std::string name = "ledger_" + std::to_string(first);
    if (end != ChunkEnd::Open) name += '-' + std::to_string(last);
    if (end == ChunkEnd::Committed) name += ".committed";
    return name + suffix;
}

ByteVector chunkBytes(const std::vector<ByteVector>& entries, ChunkEnd end)
{
    ByteWriter out;
    out.u64(0);
    std::vector<std::uint32_t> positions;
    for (const ByteVector& entry : entries) {
        positions.push_back(static_cast<std::uint32_t>(out.size()));
        out.bytes(entry);
    }
    if (end == ChunkEnd::Open) return out.take();
    out.setU64(0, out.size());
    return out.bytes(tableBytes(positions)).take();
}

ChunkWriter::ChunkWriter(std::filesystem::path folder) : m_folder(std::move(folder))
{
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    if (error) m_state = Error{ErrorCode::Io, m_folder.string(), error.message()};
}

void ChunkWriter::fail(const std::string& what)
{
    if (m_state) m_state = Error{ErrorCode::Io, m_path.string(), what + ": " + std::strerror(errno)};
}

void ChunkWriter::put(Bytes bytes)
{
    if (std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size()) fail("write");
    m_size += bytes.size();
}

void ChunkWriter::append(SeqNo seqno, Bytes entry)
{
    if (!m_state) return;
    if (m_positions.empty()) {
        m_first = seqno;
        m_path = m_folder / chunkName(seqno, seqno, ChunkEnd::Open);
        m_file.reset(std::fopen(m_path.c_str(), "wb"));
        if (!m_file) return fail("open");
        std::setvbuf(m_file.get(), nullptr, _IOFBF, 1u << 20);
        m_size = 0;
        put(ByteVector(kChunkHeaderSize));
    }
    if (m_size + entry.size() > std::numeric_limits<std::uint32_t>::max()) {
        m_state = Error{ErrorCode::LimitExceeded, m_path.string(), "a chunk stays below 4 GiB"};
        return;
    }
    m_positions.push_back(static_cast<std::uint32_t>(m_size));
    m_last = seqno;
    put(entry);
}

void ChunkWriter::flush()
{
    if (m_state && m_file && std::fflush(m_file.get()) != 0) fail("flush");
}

void ChunkWriter::finish(ChunkEnd end, const std::string& suffix)
{
    if (!m_state || m_positions.empty()) return;
    if (end != ChunkEnd::Open) {
        const std::uint64_t tableAt = m_size;
        put(tableBytes(m_positions));
        if (std::fseek(m_file.get(), 0, SEEK_SET) != 0) fail("seek");
        put(ByteWriter().u64(tableAt).take());
        m_size -= kChunkHeaderSize;
    }
    if (std::fclose(m_file.release()) != 0) fail("close");
    std::error_code error;
    std::filesystem::rename(m_path, m_folder / chunkName(m_first, m_last, end, suffix), error);
    if (error && m_state) m_state = Error{ErrorCode::Io, m_path.string(), error.message()};
    m_total += m_size;
    m_positions.clear();
}

} // namespace countersign::sandbox
