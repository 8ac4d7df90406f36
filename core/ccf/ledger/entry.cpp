#include "core/ccf/ledger/entry.h"

#include "core/base/byte_reader.h"
#include "core/crypto/sha2.h"

namespace countersign::ccf {

namespace {

constexpr std::uint64_t kTypeAndSeqno = 9;
constexpr std::uint64_t kMaxConflictSize = 8;

Error fault(ErrorCode code, std::string_view context, std::uint64_t offset, std::string_view what, std::string detail)
{
    return {code, placeInFile(context, offset, what), std::move(detail)};
}

std::uint64_t digestBytes(EntryType type)
{
    switch (type) {
    case EntryType::WriteSetWithCommitEvidence: return 32;
    case EntryType::WriteSetWithCommitEvidenceAndClaims: return 64;
    default: return 0;
    }
}

} // namespace

EntryHeader loadEntryHeader(const std::uint8_t* p) noexcept
{
    return {p[0], p[1], loadU48le(p + 2)};
}

SeqNo loadIvSeqno(const std::uint8_t* entry) noexcept
{
    return loadU64le(entry + kEntryHeaderSize + 16);
}

Result<Entry> parseEntry(Bytes bytes, std::uint64_t offset, std::string_view context)
{
    if (bytes.size() < kSmallestEntry)
        return fault(ErrorCode::Truncated, context, offset, "entry", std::to_string(bytes.size()) + " bytes");
    Entry entry;
    entry.bytes = bytes;
    entry.header = loadEntryHeader(bytes.data());
    if (entry.header.version != 1)
        return fault(ErrorCode::Unsupported, context, offset, "entry version", std::to_string(entry.header.version));
    if ((entry.header.flags & ~3u) != 0)
        return fault(ErrorCode::Unsupported, context, offset + 1, "entry flags", std::to_string(entry.header.flags));
    if (entry.header.size != bytes.size() - kEntryHeaderSize)
        return fault(ErrorCode::Malformed, context, offset + 2, "entry size", std::to_string(entry.header.size));

    entry.ivSeqno = loadIvSeqno(bytes.data());
    const std::uint32_t ivView = loadU32le(bytes.data() + kEntryHeaderSize + 24);
    entry.ivView = ivView & 0x7fffffffu;
    entry.ivReservedBit = (ivView & 0x80000000u) != 0;

    const std::uint64_t publicSize = loadU64le(bytes.data() + kEntryHeaderSize + kGcmHeaderSize);
    if (publicSize > bytes.size() - kPublicDomainOffset)
        return fault(ErrorCode::Truncated, context, offset + 36, "public domain length", std::to_string(publicSize));
    entry.publicDomain = bytes.subspan(kPublicDomainOffset, publicSize);
    entry.privateDomain = bytes.subspan(kPublicDomainOffset + publicSize);

    const std::uint64_t domainAt = offset + kPublicDomainOffset;
    if (publicSize < kTypeAndSeqno)
        return fault(ErrorCode::Truncated, context, domainAt, "public domain", std::to_string(publicSize) + " bytes");
    const std::uint8_t type = entry.publicDomain[0];
    if (type != 0 && type != 3 && type != 4)
        return fault(ErrorCode::Unsupported, context, domainAt, "entry type", std::to_string(type));
    entry.type = EntryType{type};
    entry.seqno = loadU64le(entry.publicDomain.data() + 1);

    const std::uint64_t digests = digestBytes(entry.type);
    if (publicSize < kTypeAndSeqno + digests + kMaxConflictSize)
        return fault(ErrorCode::Truncated, context, domainAt, "public domain", std::to_string(publicSize) + " bytes");
    if (entry.type == EntryType::WriteSetWithCommitEvidenceAndClaims)
        entry.claimsDigest = entry.publicDomain.subspan(kTypeAndSeqno, 32);
    if (digests != 0) entry.commitEvidenceDigest = entry.publicDomain.subspan(kTypeAndSeqno + digests - 32, 32);
    entry.tables = entry.publicDomain.subspan(kTypeAndSeqno + digests + kMaxConflictSize);
    return entry;
}

Digest leafOf(const Entry& entry) noexcept
{
    const Digest writeSet = crypto::sha256(entry.bytes);
    if (entry.claimsDigest) return crypto::sha256({writeSet, *entry.commitEvidenceDigest, *entry.claimsDigest});
    if (entry.commitEvidenceDigest) return crypto::sha256({writeSet, *entry.commitEvidenceDigest});
    return writeSet;
}

} // namespace countersign::ccf
