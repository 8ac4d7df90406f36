#pragma once

#include "core/ccf/receipt/anchor.h"
#include "core/ccf/receipt/identity_endorsement.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// The transactions an identity answers for, both ends included.
struct IdentitySpan {
    TransactionId begin;
    std::optional<TransactionId> end; ///< None while it goes on.

    bool covers(TransactionId id) const noexcept;
};

/// A key that a verified ledger at hand found to be a service identity.
struct LedgerIdentity {
    crypto::PublicKey key;
    IdentitySpan span;
    AnchorMatch anchor; ///< The anchor that the ledger's own verdict hangs on.
};

/// A service key that the user's anchors lead to.
struct TrustedKey {
    crypto::PublicKey key;
    AnchorMatch anchor;               ///< What it hangs on in the end.
    std::optional<IdentitySpan> span; ///< None for an anchor itself: the user chose it without a limit.
    std::string link;                 ///< "anchor", "cose-endorsement", "ledger".
};

/// Which service keys are trusted, and for what: the anchors, and what endorsements and a verified ledger at hand hang on
/// them. Immutable once made; safe from any thread.
class IdentityGraph
{
public:
    enum class Cover { No, Unknown, Yes };

    IdentityGraph(std::vector<CcfAnchor> anchors, const std::vector<IdentityEndorsement>& endorsements,
                  const std::vector<LedgerIdentity>& ledger = {});

    const std::vector<CcfAnchor>& anchors() const noexcept { return m_anchors; }
    const std::vector<TrustedKey>& keys() const noexcept { return m_keys; }
    bool isAnchored() const noexcept { return !m_anchors.empty(); }

    /// Whether a trusted `key` answers for the transaction. An endorsement that bounds a key bounds it even where the key is
    /// an anchor: what a cut-off node signed after the end of its epoch never became part of the service. Unknown when
    /// there is no id to ask for and only bounded trust.
    Cover covers(const crypto::PublicKey& key, const std::optional<TransactionId>& id) const;

    /// How `key` is trusted first of all; null when it is not.
    const TrustedKey* find(const crypto::PublicKey& key) const noexcept;

private:
    void follow(const std::vector<IdentityEndorsement>& endorsements);
    bool hangsOn(const IdentityEndorsement& endorsement, const TrustedKey& trusted) const;

    std::vector<CcfAnchor> m_anchors;
    std::vector<TrustedKey> m_keys;
};

} // namespace countersign::ccf
