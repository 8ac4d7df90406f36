#pragma once

#include "core/base/mapped_file.h"
#include "core/base/result.h"
#include "core/ccf/ledger/entry.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace countersign::ccf {

/// A mapped ledger file (spec ccf (a), "Chunk layout"). Immutable; safe from any thread.
class Chunk
{
public:
    /// `first` is the seqno of the first entry, by name. Truncated when the file is too short for its own header; an empty
    /// file is a chunk without entries.
    static Result<std::shared_ptr<const Chunk>> open(const std::filesystem::path& path, SeqNo first);

    const MappedFile& file() const noexcept { return *m_file; }
    const std::string& name() const noexcept { return m_name; } ///< File name, for Errors.
    SeqNo first() const noexcept { return m_first; }

    bool hasPositions() const noexcept { return m_tableOffset != 0; }
    /// Where entries end: the positions table, or the end of the file.
    std::uint64_t entriesEnd() const noexcept { return m_entriesEnd; }
    /// Number of entries by the table; 0 without one.
    std::uint64_t tableCount() const noexcept { return m_tableCount; }
    /// What is wrong with the table as a whole (offset beyond the file, bytes that make no whole position).
    const std::optional<Error>& tableFault() const noexcept { return m_tableFault; }
    /// Offset of the table's `index`th entry, unchecked: a hint, never evidence.
    std::optional<std::uint64_t> position(std::uint64_t index) const noexcept;

    /// The entry whose header stands at `offset`: its whole range when version, size and stated seqno fit.
    /// Truncated when it reaches past entriesEnd().
    Result<ByteRange> entryAt(std::uint64_t offset) const;

    /// Range of the entry of `seqno`, by the table where there is a good one, else by walking. NotFound when the chunk
    /// does not hold it.
    Result<ByteRange> find(SeqNo seqno) const;

    Bytes bytes(ByteRange range) const noexcept { return m_file->bytes().subspan(range.offset, range.length); }
    Result<Entry> entry(ByteRange range) const { return parseEntry(bytes(range), range.offset, m_name); }

    static constexpr std::uint64_t kFirstEntry = 8;

private:
    Chunk() = default;
    void readTable(std::uint64_t tableOffset);

    std::shared_ptr<const MappedFile> m_file;
    std::string m_name;
    SeqNo m_first = 0;
    std::uint64_t m_tableOffset = 0;
    std::uint64_t m_tableCount = 0;
    std::uint64_t m_entriesEnd = 0;
    std::optional<Error> m_tableFault;
};

} // namespace countersign::ccf
