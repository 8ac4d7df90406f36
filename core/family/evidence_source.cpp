#include "core/family/evidence_source.h"

#include <filesystem>

namespace countersign {

const char* recordKindName(RecordKind kind) noexcept
{
    switch (kind) {
    case RecordKind::Application: return "application";
    case RecordKind::PrivateOnly: return "private";
    case RecordKind::Governance: return "governance";
    case RecordKind::Internal: return "internal";
    case RecordKind::Signature: return "signature";
    case RecordKind::Unreadable: return "unreadable";
    }
    return "unreadable";
}

const char* fileStateName(FileState state) noexcept
{
    switch (state) {
    case FileState::Committed: return "committed";
    case FileState::Complete: return "complete";
    case FileState::Open: return "open";
    case FileState::Recovery: return "recovery";
    case FileState::SetAside: return "setAside";
    case FileState::Snapshot: return "snapshot";
    case FileState::Duplicate: return "duplicate";
    case FileState::Foreign: return "foreign";
    case FileState::Unreadable: return "unreadable";
    }
    return "unreadable";
}

std::string SourceFile::path() const
{
    return (std::filesystem::path(folder) / name).string();
}

} // namespace countersign
