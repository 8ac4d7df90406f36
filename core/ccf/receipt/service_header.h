#pragma once

#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/public_key.h"

#include <optional>
#include <string>

namespace countersign::ccf {

inline constexpr std::int64_t kTreeCcf = 2;     ///< Label 395: CCF_LEDGER_SHA256.
inline constexpr std::int64_t kTreeRfc9162 = 1; ///< Label 395: RFC9162_SHA256.

/// What a service's COSE signature says of itself, signed (spec ccf (b)).
struct ServiceHeader {
    std::string keyId;                         ///< Label 4: as text when it is 64 hex digits, else its hex; may be empty.
    std::optional<TransactionId> stated;       ///< "ccf.v1" / "txid": of the signature transaction.
    std::optional<UtcTime> time;               ///< CWT claim iat.
    std::optional<std::int64_t> treeAlgorithm; ///< Label 395.

    bool namesKey() const noexcept { return keyId.size() == 64; }
};

/// Malformed when a label holds a value of another type.
Result<ServiceHeader> readServiceHeader(const crypto::CborValue& protectedHeader);

/// The COSE algorithm of a key's curve; none for a key that is on no curve.
std::optional<std::int64_t> coseAlgorithmOf(const crypto::PublicKey& key) noexcept;

} // namespace countersign::ccf
