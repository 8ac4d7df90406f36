#include "core/ccf/receipt/identity_graph.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostKeys = 256;
constexpr std::size_t kMostQuestions = 10'000; ///< Signatures looked at; hostile lists must not cost hours.

} // namespace

bool IdentitySpan::covers(TransactionId id) const noexcept
{
    if (id.seqno < begin.seqno || id.view < begin.view) return false;
    return !end || (id.seqno <= end->seqno && id.view <= end->view);
}

IdentityGraph::IdentityGraph(std::vector<CcfAnchor> anchors, const std::vector<IdentityEndorsement>& endorsements,
                             const std::vector<LedgerIdentity>& ledger)
    : m_anchors(std::move(anchors))
{
    for (const CcfAnchor& anchor : m_anchors) m_keys.push_back({anchor.key, describeAnchor(anchor), {}, "anchor"});
    for (const LedgerIdentity& identity : ledger)
        m_keys.push_back({identity.key, identity.anchor, identity.span, "ledger"});
    follow(endorsements);
}

/// The epoch of an endorsement found under a bounded key ends right where that key's own begins.
bool IdentityGraph::hangsOn(const IdentityEndorsement& endorsement, const TrustedKey& trusted) const
{
    if (trusted.span && endorsement.end->seqno + 1 != trusted.span->begin.seqno) return false;
    if (trusted.span && endorsement.end->view >= trusted.span->begin.view) return false;
    return endorsement.cose.holds(trusted.key).value_or(false);
}

void IdentityGraph::follow(const std::vector<IdentityEndorsement>& endorsements)
{
    std::size_t questions = 0;
    for (std::size_t at = 0; at < m_keys.size(); ++at)
        for (const IdentityEndorsement& endorsement : endorsements) {
            const TrustedKey trusted = m_keys[at];
            if (!endorsement.isClosed() || endorsement.endorsedKey == trusted.key) continue;
            const bool known = std::ranges::any_of(m_keys, [&](const TrustedKey& other) {
                return other.key == endorsement.endorsedKey && other.span && other.span->begin == endorsement.begin
                       && other.span->end == endorsement.end;
            });
            if (known || m_keys.size() >= kMostKeys || ++questions > kMostQuestions) continue;
            if (!hangsOn(endorsement, trusted)) continue;
            m_keys.push_back({endorsement.endorsedKey, trusted.anchor, IdentitySpan{endorsement.begin, endorsement.end},
                              "cose-endorsement"});
        }
}

IdentityGraph::Cover IdentityGraph::covers(const crypto::PublicKey& key, const std::optional<TransactionId>& id) const
{
    bool free = false, bounded = false;
    for (const TrustedKey& trusted : m_keys) {
        if (trusted.key != key) continue;
        if (!trusted.span) {
            free = true;
            continue;
        }
        bounded = true;
        if (id && trusted.span->covers(*id)) return Cover::Yes;
    }
    if (bounded && id) return Cover::No;
    if (free) return Cover::Yes;
    return bounded ? Cover::Unknown : Cover::No;
}

const TrustedKey* IdentityGraph::find(const crypto::PublicKey& key) const noexcept
{
    const auto found = std::ranges::find(m_keys, key, &TrustedKey::key);
    return found == m_keys.end() ? nullptr : &*found;
}

} // namespace countersign::ccf
