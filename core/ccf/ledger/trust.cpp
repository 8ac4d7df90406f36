#include "core/ccf/ledger/trust.h"

#include "core/base/hex.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr const char* kLinkAnchor = "anchor";
constexpr const char* kLinkEndorsement = "cose-endorsement";
constexpr const char* kLinkTree = "signed-tree";
constexpr const char* kLinkApproval = "member-approval";

} // namespace

TrustJudge::TrustJudge(const std::vector<CcfAnchor>& anchors, const std::vector<Epoch>& epochs, const RangeBook& book)
    : m_anchors(anchors), m_epochs(epochs), m_book(book), m_trust(epochs.size()),
      m_reachesEnd(book.ranges().size()), m_carried(book.ranges().size())
{
    matchAnchors();
    followEndorsements();
    followApprovals();
    followEndorsements();
    reachBack();
    carryBack();
}

bool TrustJudge::trusts(std::size_t epoch) const noexcept
{
    if (epoch < m_trust.size() && m_trust[epoch].trusted) return true;
    const auto& ranges = m_book.ranges();
    for (std::size_t i = 0; i < ranges.size(); ++i)
        if (ranges[i].epoch == epoch && m_carried[i]) return true;
    return false;
}

bool TrustJudge::isEmpty(std::size_t epoch) const noexcept
{
    return std::ranges::none_of(m_book.ranges(), [&](const SignedRange& range) { return range.epoch == epoch; });
}

void TrustJudge::matchAnchors()
{
    for (std::size_t i = 0; i < m_epochs.size(); ++i)
        for (const CcfAnchor& anchor : m_anchors) {
            if (isEmpty(i)) continue;
            if (anchor.key != m_epochs[i].service.certificate.publicKey()) continue;
            m_trust[i] = {true, {}, kLinkAnchor, anchor.source};
            m_matched = &anchor;
        }
}

/// A later identity that is trusted says which one came before it.
void TrustJudge::followEndorsements()
{
    for (std::size_t i = m_epochs.size(); i-- > 0;) {
        const auto earlier = m_epochs[i].endorses;
        if (!m_trust[i].trusted || !earlier || m_trust[*earlier].trusted) continue;
        m_trust[*earlier] = {true, m_epochs[i].endorsedTo, kLinkEndorsement, m_epochs[i].endorsementEvidence};
    }
}

/// Enough members of a trusted epoch to recover the service opened the next one.
bool TrustJudge::approved(std::size_t index) const
{
    const Epoch& epoch = m_epochs[index];
    if (!epoch.recovered || !epoch.membersBeforeKnown || !epoch.acceptedOpening || epoch.thresholdBefore == 0)
        return false;
    const auto opening = epoch.openings.find(*epoch.acceptedOpening);
    return opening != epoch.openings.end() && opening->second.size() >= epoch.thresholdBefore;
}

/// The members before an epoch are only as good as the ranges that made them: all good, joined up to a last one that is bound to
/// a trusted identity and ends right before the epoch begins.
bool TrustJudge::membersStandFirm(std::size_t epoch) const
{
    const auto& ranges = m_book.ranges();
    const SignedRange* next = nullptr;
    for (std::size_t i = ranges.size(); i-- > 0;) {
        const SignedRange& range = ranges[i];
        if (range.epoch >= epoch) continue;
        if (range.verdict != Verdict::Passed || m_book.blamed(range.from, range.to)) return false;
        const bool bound = range.bound && m_trust[range.epoch].trusted;
        const bool covered = next && next->joined && range.to + 1 == next->from;
        if (!bound && !covered) return false;
        if (!next && range.to + 1 != m_epochs[epoch].from) return false;
        next = &range;
    }
    return next != nullptr;
}

void TrustJudge::followApprovals()
{
    for (std::size_t i = 1; i < m_epochs.size(); ++i) {
        if (!m_trust[i - 1].trusted || m_trust[i].trusted || !approved(i)) continue;
        if (!membersStandFirm(i)) continue;
        const Epoch& epoch = m_epochs[i];
        m_trust[i] = {true, {}, kLinkApproval,
                      "proposal " + *epoch.acceptedOpening + ", "
                          + std::to_string(epoch.openings.at(*epoch.acceptedOpening).size()) + " of "
                          + std::to_string(epoch.thresholdBefore) + " needed"};
    }
}

/// The endorsement of an epoch names its last root: what leads there leaf by leaf is vouched for twice.
void TrustJudge::reachBack()
{
    const auto& ranges = m_book.ranges();
    bool reaches = false;
    for (std::size_t i = ranges.size(); i-- > 0;) {
        const SignedRange& range = ranges[i];
        const bool named = range.epoch < m_trust.size() && m_trust[range.epoch].to == range.to;
        const bool joins = i + 1 < ranges.size() && ranges[i + 1].joined && range.to + 1 == ranges[i + 1].from;
        reaches = named || (reaches && joins);
        m_reachesEnd[i] = reaches;
    }
}

/// A root signed under a trusted identity covers every leaf before it, as long as the tree was followed leaf by leaf.
void TrustJudge::carryBack()
{
    const auto& ranges = m_book.ranges();
    bool active = false;
    for (std::size_t i = ranges.size(); i-- > 0;) {
        const SignedRange& range = ranges[i];
        m_carried[i] = active;
        if (range.bound && epochTrusted(i) && range.verdict == Verdict::Passed) active = true;
        const bool follows = i > 0 && ranges[i - 1].to + 1 == range.from;
        if (!range.joined || !follows) active = false;
    }
    for (std::size_t epoch = 0; epoch < m_epochs.size(); ++epoch) {
        if (m_trust[epoch].trusted) continue;
        bool any = false, all = true;
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            if (ranges[i].epoch != epoch) continue;
            any = true;
            all = all && m_carried[i];
        }
        if (any && all) m_trust[epoch] = {true, {}, kLinkTree, "covered by roots signed under a later identity"};
    }
}

bool TrustJudge::epochTrusted(std::size_t index) const noexcept
{
    const SignedRange& range = m_book.ranges()[index];
    if (range.epoch >= m_trust.size() || range.from < m_epochs[range.epoch].from) return false;
    const EpochTrust& trust = m_trust[range.epoch];
    return trust.trusted && (!trust.to || range.to <= *trust.to);
}

bool TrustJudge::restsOnEndorsedKey(std::size_t index) const noexcept
{
    const SignedRange& range = m_book.ranges()[index];
    if (range.epoch >= m_trust.size() || !m_trust[range.epoch].to) return false;
    return range.verdict == Verdict::Passed && epochTrusted(index) && !m_carried[index] && !m_reachesEnd[index];
}

const char* TrustJudge::missingReason() const noexcept
{
    if (m_anchors.empty()) return kReasonNoTrustAnchor;
    return m_matched ? "" : kReasonAnchorNotInChain;
}

std::pair<Verdict, const char*> TrustJudge::judge(std::size_t index) const
{
    const SignedRange& range = m_book.ranges()[index];
    if (range.verdict != Verdict::Passed) return {range.verdict, range.reason};
    if (*missingReason() != 0) return {Verdict::Indeterminate, missingReason()};
    const bool trusted = epochTrusted(index);
    if (m_carried[index] || (trusted && range.bound)) return {Verdict::Passed, ""};
    return {Verdict::Indeterminate, trusted ? kReasonNotEndorsed : kReasonIdentityUnexplained};
}

std::pair<Verdict, const char*> TrustJudge::judgeKey(const crypto::PublicKey& key) const
{
    if (anchorOf(key)) return {Verdict::Passed, ""};
    for (std::size_t i = 0; i < m_epochs.size(); ++i)
        if (m_trust[i].trusted && m_epochs[i].service.certificate.publicKey() == key) return {Verdict::Passed, ""};
    return {Verdict::Indeterminate, *missingReason() != 0 ? missingReason() : kReasonIdentityUnexplained};
}

const CcfAnchor* TrustJudge::anchorOf(const crypto::PublicKey& key) const noexcept
{
    const auto found = std::ranges::find(m_anchors, key, &CcfAnchor::key);
    return found == m_anchors.end() ? nullptr : &*found;
}

std::vector<crypto::PublicKey> TrustJudge::keys() const
{
    std::vector<crypto::PublicKey> keys;
    for (const CcfAnchor& anchor : m_anchors) keys.push_back(anchor.key);
    for (const Epoch& epoch : m_epochs) keys.push_back(epoch.service.certificate.publicKey());
    return keys;
}

std::vector<IdentityEpoch> TrustJudge::describe() const
{
    std::vector<IdentityEpoch> result;
    for (std::size_t i = 0; i < m_epochs.size(); ++i) {
        const Epoch& epoch = m_epochs[i];
        const crypto::Certificate& certificate = epoch.service.certificate;
        const SeqNo end = i + 1 < m_epochs.size() ? m_epochs[i + 1].from - 1 : std::max(m_book.end(), epoch.from);
        const char* missing = missingReason();
        result.push_back({
            .from = epoch.from,
            .to = end,
            .firstView = epoch.firstView,
            .subject = certificate.subject(),
            .fingerprint = toHex(certificate.fingerprint()),
            .keyId = toHex(certificate.publicKey().spkiDigest()),
            .certificateDer = copyOf(certificate.der()),
            .status = epoch.service.status,
            .renewals = epoch.renewals,
            .isAnchor = m_trust[i].link == kLinkAnchor,
            .trust = m_trust[i].trusted ? Verdict::Passed : isEmpty(i) ? Verdict::NotChecked : Verdict::Indeterminate,
            .trustReason = m_trust[i].trusted ? "" : isEmpty(i) ? kReasonUnsigned : *missing != 0 ? missing : kReasonIdentityUnexplained,
            .link = m_trust[i].link,
            .linkEvidence = m_trust[i].evidence,
        });
    }
    return result;
}

} // namespace countersign::ccf
