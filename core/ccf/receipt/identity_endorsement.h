#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/public_key.h"

#include <memory>
#include <optional>
#include <vector>

namespace countersign::ccf {

/// A later service identity says which key came before it, and for which transactions (spec ccf (e)).
struct IdentityEndorsement {
    std::shared_ptr<const ByteVector> bytes; ///< The COSE_Sign1; `cose` views it.
    crypto::CoseSign1 cose;
    crypto::PublicKey endorsedKey;
    TransactionId begin;              ///< As signed ("epoch.start.txid").
    std::optional<TransactionId> end; ///< As signed; none in a first service's endorsement of itself.
    std::optional<Digest> lastRoot;   ///< As signed.

    /// Whether the epoch has an end that does not come before its beginning.
    bool isClosed() const noexcept { return end && end->seqno >= begin.seqno && end->view >= begin.view; }
    bool covers(TransactionId id) const noexcept;
};

Result<IdentityEndorsement> parseIdentityEndorsement(ByteVector coseSign1);

/// `{"endorsements": [base64, …]}` as applications hand it out, newest first. Malformed on any other member; at most 100.
Result<std::vector<IdentityEndorsement>> parseEndorsementList(Bytes json);

} // namespace countersign::ccf
