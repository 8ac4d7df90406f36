#pragma once

#include "core/ccf/ledger/identity_tracker.h"
#include "core/ccf/ledger/range_book.h"
#include "core/ccf/receipt/anchor.h"
#include "core/family/report.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace countersign::ccf {

/// Which epochs of a history the user's anchors reach, and over what.
class TrustJudge
{
public:
    TrustJudge(const std::vector<CcfAnchor>& anchors, const std::vector<Epoch>& epochs, const RangeBook& book);

    /// Verdict of a range of the book with trust applied.
    std::pair<Verdict, const char*> judge(std::size_t range) const;
    /// The same for a key that claims to be a service identity.
    std::pair<Verdict, const char*> judgeKey(const crypto::PublicKey& key) const;

    /// The anchor with this key; null when there is none.
    const CcfAnchor* anchorOf(const crypto::PublicKey& key) const noexcept;

    /// Keys of all anchors and epochs.
    std::vector<crypto::PublicKey> keys() const;

    std::vector<IdentityEpoch> describe() const;
    /// The anchor that matched, the latest epoch's first.
    const CcfAnchor* matched() const noexcept { return m_matched; }
    const char* missingReason() const noexcept; ///< Why nothing is anchored; empty when something is.
    /// Whether what signatures of this epoch say of others counts: it is trusted, or lies under a root that is.
    bool trusts(std::size_t epoch) const noexcept;
    /// Of a range that passes: it rests on its own signatures under an endorsed key, and nothing that is at hand leads from it
    /// leaf by leaf to the last root the endorsement names.
    bool restsOnEndorsedKey(std::size_t range) const noexcept;

private:
    /// Nothing signed lies in it: it names an identity, and that is all.
    bool isEmpty(std::size_t epoch) const noexcept;

    struct EpochTrust {
        bool trusted = false;
        std::optional<SeqNo> to; ///< An endorsement vouches for its key up to here, no further.
        std::string link, evidence;
    };

    void matchAnchors();
    void followEndorsements();
    void followApprovals();
    void carryBack();
    void reachBack();
    bool epochTrusted(std::size_t range) const noexcept;
    bool approved(std::size_t epoch) const;
    bool membersStandFirm(std::size_t epoch) const;

    const std::vector<CcfAnchor>& m_anchors;
    const std::vector<Epoch>& m_epochs;
    const RangeBook& m_book;
    std::vector<EpochTrust> m_trust;
    std::vector<bool> m_reachesEnd; ///< A range leads leaf by leaf to the head an endorsement names.
    std::vector<bool> m_carried; ///< A range lies under a later trusted signature over the same tree.
    const CcfAnchor* m_matched = nullptr;
};

} // namespace countersign::ccf
