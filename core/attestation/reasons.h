#pragma once

// Why a check on attestation evidence did not pass, besides the reasons of core/family/reasons.h. Stable. Each has a
// sentence in ui/common/reason_text.cpp.

namespace countersign::attestation {

inline constexpr const char* kReasonAttestationMissing = "EVIDENCE_INCOMPLETE";
inline constexpr const char* kReasonEndorsementsMissing = "ENDORSEMENTS_MISSING";
inline constexpr const char* kReasonEndorsementsStale = "ENDORSEMENTS_STALE";
inline constexpr const char* kReasonCollateralMissing = "COLLATERAL_MISSING";
inline constexpr const char* kReasonCollateralExpired = "COLLATERAL_EXPIRED";
inline constexpr const char* kReasonNoAssurance = "NO_ASSURANCE";
inline constexpr const char* kReasonRootNotPinned = "ROOT_NOT_PINNED";
inline constexpr const char* kReasonChainBroken = "CHAIN_BROKEN";
inline constexpr const char* kReasonRevoked = "REVOKED";
inline constexpr const char* kReasonProductMismatch = "PRODUCT_MISMATCH";
inline constexpr const char* kReasonTcbMismatch = "TCB_MISMATCH";
inline constexpr const char* kReasonTcbOrder = "TCB_ORDER";
inline constexpr const char* kReasonTcbBelowMinimum = "TCB_BELOW_MINIMUM";
inline constexpr const char* kReasonTcbNotCurrent = "TCB_NOT_CURRENT";
inline constexpr const char* kReasonTcbNotSupported = "TCB_NOT_SUPPORTED";
inline constexpr const char* kReasonTcbRevoked = "TCB_REVOKED";
inline constexpr const char* kReasonAdvisoryNotAccepted = "ADVISORY_NOT_ACCEPTED";
inline constexpr const char* kReasonEvaluationTooOld = "EVALUATION_TOO_OLD";
inline constexpr const char* kReasonChipMismatch = "CHIP_MISMATCH";
inline constexpr const char* kReasonChipKeyMasked = "CHIP_KEY_MASKED";
inline constexpr const char* kReasonSigningKeyMismatch = "SIGNING_KEY_MISMATCH";
inline constexpr const char* kReasonHostRequested = "HOST_REQUESTED";
inline constexpr const char* kReasonDebugEnabled = "DEBUG_ENABLED";
inline constexpr const char* kReasonMigrationAllowed = "MIGRATION_ALLOWED";
inline constexpr const char* kReasonMeasurementMismatch = "MEASUREMENT_MISMATCH";
inline constexpr const char* kReasonMeasurementNotAccepted = "MEASUREMENT_NOT_ACCEPTED";
inline constexpr const char* kReasonHostDataNotAccepted = "HOST_DATA_NOT_ACCEPTED";
inline constexpr const char* kReasonBindingMismatch = "BINDING_MISMATCH";
inline constexpr const char* kReasonIssuerNotAccepted = "ISSUER_NOT_ACCEPTED";
inline constexpr const char* kReasonNotPlatformData = "NOT_FOR_THIS_PLATFORM";
inline constexpr const char* kReasonEnclaveMismatch = "ENCLAVE_MISMATCH";
inline constexpr const char* kReasonPolicyAllowsAll = "POLICY_ALLOWS_ALL";
inline constexpr const char* kReasonNoRuleConfigured = "NO_RULE";
inline constexpr const char* kReasonNoRevocationList = "NO_REVOCATION_LIST";
inline constexpr const char* kReasonNotProven = "NOT_PROVEN";
inline constexpr const char* kReasonAcceptedSince = "ACCEPTED_SINCE";
inline constexpr const char* kReasonNotAcceptedInLedger = "NOT_ACCEPTED_IN_LEDGER";

} // namespace countersign::attestation
