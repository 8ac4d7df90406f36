#include "app/common/english_text.h"

#include "app/common/english_tables.h"

#include <algorithm>
#include <span>

namespace countersign {

namespace {

constexpr EnglishText kLinks[] = {
    {"anchor", "it is the identity you gave"},
    {"cose-endorsement", "endorsed in the ledger under the identity after or before it (COSE)"},
    {"signed-tree", "its change stands in a tree signed under a trusted identity"},
    {"member-approval", "its opening was approved by members who were known before"},
};

constexpr EnglishText kBases[] = {
    {"later-view", "a signature of a later view builds on it"},
    {"later-identity", "a later service identity builds on it"},
    {"copies", "copies of several nodes agree on it"},
    {"suffix", "only the file names say so"},
};

constexpr EnglishText kAssurance[] = {
    {"pinned-service-identity",
     "On the identity you pinned: whoever holds its key can write a history that passes."},
    {"node-certificates", "On the node certificates that the pinned identity, or one linked to it, issued."},
    {"root-signatures",
     "On the signatures over the tree's root, each recomputed from the bytes of every transaction."},
    {"pinned-vendor-roots", "On the hardware vendors' root keys that are built in."},
    {"report-signatures", "On the signatures over the hardware's reports."},
    {"vendor-collateral", "On what the vendors published of their hardware's state, as far as it was at hand."},
    {"truncation", "Whether later transactions exist that you were not given."},
    {"commit-beyond-suffix",
     "Whether the end was committed by a majority, beyond what files and later records show."},
    {"private-contents", "What encrypted transactions say; their bytes are covered by the signatures."},
    {"governance-outcomes", "Whether the constitution, run again, decides each proposal as the ledger says."},
    {"attestation", "Whether the nodes ran the code the members allowed: their attestation is not yet checked."},
    {"physical-attacks", "Whether somebody with the machine at hand broke into its hardware."},
    {"freshness", "Whether the platform is still in the state that it was in when it reported."},
    {"vendor-honesty", "Whether the vendor of the hardware is honest."},
};

std::string_view find(std::span<const EnglishText> table, std::string_view id) noexcept
{
    const auto found = std::ranges::find(table, id, &EnglishText::id);
    return found == table.end() ? std::string_view() : found->text;
}

} // namespace

std::string_view englishVerdict(Verdict verdict) noexcept
{
    switch (verdict) {
    case Verdict::Passed:
        return "Passed";
    case Verdict::Failed:
        return "Failed";
    case Verdict::Indeterminate:
        return "Indeterminate";
    case Verdict::NotChecked:
        break;
    }
    return "Not checked";
}

std::string_view englishReason(std::string_view id) noexcept
{
    return find(englishReasonTable(), id);
}

std::string_view englishCheck(std::string_view id) noexcept
{
    return find(englishCheckTable(), id);
}

std::string_view englishLink(std::string_view id) noexcept
{
    return find(kLinks, id);
}

std::string_view englishBasis(std::string_view id) noexcept
{
    return find(kBases, id);
}

std::string_view englishAssurance(std::string_view id) noexcept
{
    return find(kAssurance, id);
}

std::string_view englishQuestion(std::string_view id) noexcept
{
    if (id == "authentic") return "Did genuine hardware sign this?";
    if (id == "current") return "Is the platform patched?";
    if (id == "wanted") return "Is it the software and the key that are expected?";
    return {};
}

std::string_view englishError(ErrorCode code) noexcept
{
    switch (code) {
    case ErrorCode::Truncated:
        return "it ends too early";
    case ErrorCode::Malformed:
        return "it breaks a rule of its format";
    case ErrorCode::Unsupported:
        return "it is of a kind this program does not know";
    case ErrorCode::LimitExceeded:
        return "it is larger than the limit set for it";
    case ErrorCode::NotFound:
        return "it is not there";
    case ErrorCode::Io:
        return "it could not be read";
    case ErrorCode::Database:
        return "the database refused";
    case ErrorCode::Crypto:
        return "a cryptographic operation could not be carried out";
    case ErrorCode::Network:
        return "the other side could not be reached";
    case ErrorCode::Cancelled:
        return "it was stopped";
    }
    return "it could not be done";
}

} // namespace countersign
