#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign::ccf {

inline constexpr std::uint64_t kEntryHeaderSize = 8;
inline constexpr std::uint64_t kGcmHeaderSize = 28;
inline constexpr std::uint64_t kSmallestEntry = kEntryHeaderSize + kGcmHeaderSize + 8;
inline constexpr std::uint64_t kPublicDomainOffset = kSmallestEntry; ///< In an entry.

/// First byte of the public domain (src/kv/serialised_entry_format.h).
enum class EntryType : std::uint8_t {
    WriteSet = 0,
    Snapshot = 1,
    WriteSetWithClaims = 2, ///< Never the leaf form of a released service: Unsupported.
    WriteSetWithCommitEvidence = 3,
    WriteSetWithCommitEvidenceAndClaims = 4,
};

/// The 8 bytes before an entry (spec ccf (a), "Entry").
struct EntryHeader {
    std::uint8_t version = 0;
    std::uint8_t flags = 0;
    std::uint64_t size = 0; ///< Of what follows these 8 bytes.
};

EntryHeader loadEntryHeader(const std::uint8_t* eightBytes) noexcept;

/// Seqno stated in the GCM initialisation vector of an entry of at least kSmallestEntry bytes.
SeqNo loadIvSeqno(const std::uint8_t* entry) noexcept;

/// A ledger entry as it is stored. Views point into the bytes it was parsed from.
struct Entry {
    Bytes bytes;                 ///< Whole, header included: what the leaf hashes.
    EntryHeader header;
    SeqNo ivSeqno = 0;
    View ivView = 0;             ///< Without the reserved bit.
    bool ivReservedBit = false;  ///< Set in CCF snapshots only.
    Bytes publicDomain;
    Bytes privateDomain;         ///< Ciphertext; may be empty.
    EntryType type{};
    SeqNo seqno = 0;             ///< As the public domain states it.
    std::optional<Bytes> claimsDigest, commitEvidenceDigest; ///< 32 bytes each, by type.
    Bytes tables;                ///< The rest of the public domain: table blocks.

    std::uint64_t tablesOffset() const noexcept
    {
        return static_cast<std::uint64_t>(tables.data() - bytes.data());
    }
};

/// Parses one entry filling `bytes`. `offset` is where it stands in the file named `context`, for Errors.
/// Unsupported on another version or type than those above; a snapshot entry is Unsupported here (see snapshot.h).
Result<Entry> parseEntry(Bytes bytes, std::uint64_t offset, std::string_view context);

/// The entry's leaf in the Merkle tree (spec ccf (b), "Leaves").
Digest leafOf(const Entry& entry) noexcept;

} // namespace countersign::ccf
