#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_sign1.h"

#include <memory>
#include <optional>
#include <string>

namespace countersign::ccf {

/// Row of public:ccf.gov.service.info (spec ccf (e)).
struct ServiceRecord {
    crypto::Certificate certificate;
    std::string status; ///< "Opening", "Open", "Recovering", "WaitingForRecoveryShares".
    std::optional<std::uint64_t> recoveryCount;
    std::optional<TransactionId> createTxId;
};
Result<ServiceRecord> parseServiceRecord(Bytes json);

/// Row of public:ccf.gov.nodes.info, what a verifier asks of it.
struct NodeRecord {
    std::string status; ///< "Pending", "Trusted", "Retired".
    bool retiredCommitted = false;
    std::string quoteFormat;
    std::optional<crypto::Certificate> selfSigned; ///< 1.x: the node's own certificate.
};
Result<NodeRecord> parseNodeRecord(Bytes json);

/// Row of public:ccf.internal.previous_service_identity_endorsement.
struct EndorsementRecord {
    std::shared_ptr<const ByteVector> bytes;
    crypto::CoseSign1 cose; ///< Views `bytes`; payload = SPKI of the endorsed key.
    crypto::PublicKey endorsingKey;
    crypto::PublicKey endorsedKey;
    TransactionId begin;                 ///< As signed ("epoch.start.txid").
    std::optional<TransactionId> end;    ///< As signed.
    std::optional<Digest> lastRoot;      ///< As signed.
    bool rowAgrees = true;               ///< The row's unsigned copies of begin and end say the same.
};
Result<EndorsementRecord> parseEndorsementRecord(Bytes json);

/// A table value that is a JSON string (spec ccf (i), "J string").
Result<std::string> parseJsonString(Bytes json);

} // namespace countersign::ccf
