#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace countersign::test {

struct RawTable {
    std::string name;
    std::map<std::string, std::string> writes;
    std::vector<std::string> removes;
};

/// One entry, read by the letter of the format note and by nothing else of the project.
struct RawEntry {
    ByteVector bytes;
    std::uint8_t flags = 0;
    std::uint8_t type = 0;
    View view = 0;
    SeqNo seqno = 0;
    Digest claims{};
    Digest evidence{};
    std::vector<RawTable> tables;
    std::size_t privateBytes = 0;

    const RawTable* find(const std::string& name) const;
    std::string written(const std::string& name, const std::string& key = std::string(8, '\0')) const;
};

/// Every entry of a ledger folder in order. Complaints about files go to `problems`.
std::vector<RawEntry> readLedger(const std::filesystem::path& folder, std::vector<std::string>& problems);

/// What a walk found. A ledger without problems is good.
struct LedgerCheck {
    std::vector<std::string> problems;
    std::uint64_t transactions = 0;
    std::uint64_t nodeSignatures = 0;
    std::uint64_t serviceSignatures = 0;
    std::uint64_t memberMessages = 0;
    std::uint64_t endorsements = 0;
    std::uint64_t snapshots = 0;
    SeqNo lastSigned = 0;
};

/// Judges a whole ledger naively: every root from all leaves, every signature as it comes.
LedgerCheck checkLedger(const std::filesystem::path& folder);

/// Judges each committed snapshot of `folder` against the same ledger.
void checkSnapshots(const std::filesystem::path& folder, const std::vector<RawEntry>& ledger, LedgerCheck& result);

Digest plainLeaf(const RawEntry& entry);

} // namespace countersign::test
