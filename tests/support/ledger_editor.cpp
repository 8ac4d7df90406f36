#include "tests/support/ledger_editor.h"

#include "core/base/byte_reader.h"
#include "core/base/file_io.h"
#include "tests/support/byte_writer.h"

#include <algorithm>
#include <regex>
#include <stdexcept>

namespace countersign::support {

namespace {

constexpr std::uint64_t kLargestChunk = 1u << 30;
constexpr std::size_t kIvSeqno = 24; ///< Offsets in an entry.
constexpr std::size_t kDomainSeqno = 45;

Result<LedgerEditor::Chunk> loadChunk(const std::filesystem::path& path, const std::smatch& name)
{
    LedgerEditor::Chunk chunk;
    chunk.first = std::stoull(name[1]);
    chunk.end = !name[3].matched ? ChunkEnd::Open : name[4].matched ? ChunkEnd::Committed : ChunkEnd::Complete;
    chunk.suffix = name[5];
    const auto file = readSmallFile(path, kLargestChunk);
    if (!file) return file.error();
    const std::uint64_t table = file->size() < 8 ? 0 : loadU64le(file->data());
    const std::uint64_t end = table == 0 ? file->size() : table;
    for (std::uint64_t at = 8; at < end;) {
        const std::uint64_t size = at + 8 <= end ? 8 + loadU48le(file->data() + at + 2) : end;
        if (at + size > end) return Error{ErrorCode::Truncated, path.string(), "an entry passes the end"};
        chunk.entries.push_back(copyOf(Bytes(*file).subspan(at, size)));
        at += size;
    }
    return chunk;
}

} // namespace

Result<LedgerEditor> LedgerEditor::load(const std::filesystem::path& folder)
{
    static const std::regex kName("ledger_([0-9]+)(-([0-9]+)(\\.committed)?)?(\\.[a-z]+)?");
    LedgerEditor out;
    std::error_code error;
    for (const auto& item : std::filesystem::directory_iterator(folder, error)) {
        std::smatch match;
        const std::string name = item.path().filename().string();
        if (!std::regex_match(name, match, kName)) continue;
        auto chunk = loadChunk(item.path(), match);
        if (!chunk) return chunk.error();
        out.m_chunks.push_back(*std::move(chunk));
    }
    if (error) return Error{ErrorCode::Io, folder.string(), error.message()};
    std::sort(out.m_chunks.begin(), out.m_chunks.end(),
              [](const Chunk& a, const Chunk& b) { return a.first < b.first; });
    return out;
}

SeqNo LedgerEditor::size() const noexcept
{
    SeqNo all = 0;
    for (const Chunk& chunk : m_chunks) all += chunk.entries.size();
    return all;
}

std::pair<std::size_t, std::size_t> LedgerEditor::place(SeqNo seqno) const
{
    SeqNo left = seqno;
    for (std::size_t i = 0; left > 0 && i < m_chunks.size(); ++i) {
        if (left <= m_chunks[i].entries.size()) return {i, left - 1};
        left -= m_chunks[i].entries.size();
    }
    throw std::out_of_range("the ledger has no entry " + std::to_string(seqno));
}

ByteVector& LedgerEditor::entry(SeqNo seqno)
{
    const auto [chunk, index] = place(seqno);
    return m_chunks[chunk].entries[index];
}

Transaction LedgerEditor::content(SeqNo seqno)
{
    auto parsed = parseEntry(entry(seqno));
    if (!parsed) throw std::runtime_error("entry " + std::to_string(seqno) + ": " + parsed.error().where);
    return *std::move(parsed);
}

void LedgerEditor::replace(SeqNo seqno, const Transaction& transaction, std::string_view tagSeed)
{
    entry(seqno) = EntryBuilder(tagSeed).build(transaction);
}

void LedgerEditor::erase(SeqNo seqno)
{
    const auto [chunk, index] = place(seqno);
    auto& entries = m_chunks[chunk].entries;
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
    for (std::size_t i = chunk + 1; i < m_chunks.size(); ++i) --m_chunks[i].first;
}

void LedgerEditor::insert(SeqNo seqno, ByteVector bytes)
{
    const auto [chunk, index] = place(seqno);
    auto& entries = m_chunks[chunk].entries;
    entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(index), std::move(bytes));
    for (std::size_t i = chunk + 1; i < m_chunks.size(); ++i) ++m_chunks[i].first;
}

void LedgerEditor::exchange(SeqNo one, SeqNo other)
{
    std::swap(entry(one), entry(other));
}

void LedgerEditor::truncateAfter(SeqNo seqno)
{
    const auto [chunk, index] = place(seqno);
    m_chunks.resize(chunk + 1);
    m_chunks.back().entries.resize(index + 1);
}

void LedgerEditor::renumber()
{
    SeqNo seqno = 0;
    for (Chunk& chunk : m_chunks) {
        for (ByteVector& bytes : chunk.entries) {
            ++seqno;
            ByteWriter writer(std::move(bytes));
            writer.setU64(kIvSeqno, seqno);
            writer.setU64(kDomainSeqno, seqno);
            bytes = writer.take();
        }
    }
}

SeqNo LedgerEditor::signatureFrom(SeqNo seqno)
{
    for (; seqno <= size(); ++seqno) {
        if (content(seqno).isSignature()) return seqno;
    }
    return 0;
}

Result<void> LedgerEditor::save(const std::filesystem::path& folder) const
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return Error{ErrorCode::Io, folder.string(), error.message()};
    for (const Chunk& chunk : m_chunks) {
        const std::string name = chunkName(chunk.first, chunk.last(), chunk.end, chunk.suffix);
        if (const auto written = writeFileAtomically(folder / name, chunkBytes(chunk.entries, chunk.end)); !written)
            return written;
    }
    return {};
}

} // namespace countersign::support
