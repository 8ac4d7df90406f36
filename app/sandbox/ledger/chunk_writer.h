#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace countersign::sandbox {

/// How a chunk is left.
enum class ChunkEnd : std::uint8_t {
    Open,      ///< "ledger_A", header 0, no table.
    Complete,  ///< "ledger_A-B" with its table.
    Committed, ///< "ledger_A-B.committed".
};

/// "ledger_1-15.committed" and the like, with `suffix` (such as ".recovery") after it.
std::string chunkName(SeqNo first, SeqNo last, ChunkEnd end, const std::string& suffix = {});

/// Header, entries, positions table: the bytes of a whole chunk (spec ccf (a)).
ByteVector chunkBytes(const std::vector<ByteVector>& entries, ChunkEnd end);

/// Writes one chunk after the other into a folder, holding no more than positions in memory. The first failure is kept;
/// calls after it do nothing.
class ChunkWriter
{
public:
    explicit ChunkWriter(std::filesystem::path folder);

    void append(SeqNo seqno, Bytes entry);
    /// Of the chunk being written; 0 when none is.
    std::uint64_t size() const noexcept { return m_positions.empty() ? 0 : m_size; }
    void finish(ChunkEnd end, const std::string& suffix = {});
    void flush();
    const Result<void>& state() const noexcept { return m_state; }
    std::uint64_t bytesWritten() const noexcept { return m_total; } ///< Of finished chunks.

private:
    struct CloseFile {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };

    void put(Bytes bytes);
    void fail(const std::string& what);

    std::filesystem::path m_folder;
    std::filesystem::path m_path;
    std::unique_ptr<std::FILE, CloseFile> m_file;
    std::vector<std::uint32_t> m_positions;
    SeqNo m_first = 0;
    SeqNo m_last = 0;
    std::uint64_t m_size = 0;
    std::uint64_t m_total = 0;
    Result<void> m_state;
};

} // namespace countersign::sandbox
