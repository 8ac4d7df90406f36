#pragma once

// Why a check did not pass, or what a finding is about. Stable: reports and the JSON output cite them. Each has a sentence in
// ui/common/reason_text.cpp.

namespace countersign {

// Trust
inline constexpr const char* kReasonNoTrustAnchor = "NO_TRUST_ANCHOR";
inline constexpr const char* kReasonAnchorNotInChain = "ANCHOR_NOT_IN_CHAIN";
inline constexpr const char* kReasonNotEndorsed = "NOT_ENDORSED";
inline constexpr const char* kReasonIdentityUnexplained = "IDENTITY_UNEXPLAINED";
inline constexpr const char* kReasonIdentityUnknown = "IDENTITY_UNKNOWN";
inline constexpr const char* kReasonIdentityMismatch = "IDENTITY_MISMATCH";
inline constexpr const char* kReasonFailedRecovery = "FAILED_RECOVERY";
inline constexpr const char* kReasonStatusTransition = "STATUS_TRANSITION";
inline constexpr const char* kReasonCertificateExpired = "CERTIFICATE_EXPIRED";

// Signatures
inline constexpr const char* kReasonSignatureInvalid = "SIGNATURE_INVALID";
inline constexpr const char* kReasonKeyMismatch = "KEY_MISMATCH";
inline constexpr const char* kReasonNodeUnknown = "NODE_UNKNOWN";
inline constexpr const char* kReasonNodeStatus = "NODE_STATUS";
inline constexpr const char* kReasonTransactionIdMismatch = "TXID_MISMATCH";
inline constexpr const char* kReasonTimeBackwards = "TIME_BACKWARDS";
inline constexpr const char* kReasonForeignTables = "FOREIGN_TABLES";
inline constexpr const char* kReasonSignatureKindStopped = "SIGNATURE_KIND_STOPPED";
inline constexpr const char* kReasonUnsigned = "UNSIGNED";
inline constexpr const char* kReasonNoSignature = "NO_SIGNATURE";

// Tree and order
inline constexpr const char* kReasonRootMismatch = "ROOT_MISMATCH";
inline constexpr const char* kReasonTreeMismatch = "TREE_MISMATCH";
inline constexpr const char* kReasonSeqnoMismatch = "SEQNO_MISMATCH";
inline constexpr const char* kReasonViewDecreased = "VIEW_DECREASED";
inline constexpr const char* kReasonIvMismatch = "IV_MISMATCH";
inline constexpr const char* kReasonNoGenesis = "NO_GENESIS";
inline constexpr const char* kReasonMissingRange = "MISSING_RANGE";
inline constexpr const char* kReasonAfterFault = "AFTER_FAULT";
inline constexpr const char* kReasonFork = "FORK";
inline constexpr const char* kReasonLostTail = "LOST_TAIL";
inline constexpr const char* kReasonCopyEndsEarlier = "COPY_ENDS_EARLIER";

// Files and formats
inline constexpr const char* kReasonMalformed = "MALFORMED";
inline constexpr const char* kReasonTruncated = "TRUNCATED";
inline constexpr const char* kReasonUnsupported = "UNSUPPORTED";
inline constexpr const char* kReasonNameMismatch = "NAME_MISMATCH";
inline constexpr const char* kReasonPositionsMismatch = "POSITIONS_MISMATCH";
inline constexpr const char* kReasonTrailingBytes = "TRAILING_BYTES";
inline constexpr const char* kReasonIncompleteChunk = "INCOMPLETE_CHUNK";
inline constexpr const char* kReasonNotARegularFile = "NOT_A_REGULAR_FILE";
inline constexpr const char* kReasonSetAside = "SET_ASIDE";
inline constexpr const char* kReasonRecoveryPending = "RECOVERY_PENDING";
inline constexpr const char* kReasonStaleChunk = "STALE_CHUNK";
inline constexpr const char* kReasonUnreadable = "UNREADABLE";
inline constexpr const char* kReasonFileChanged = "FILE_CHANGED";
inline constexpr const char* kReasonLimitExceeded = "LIMIT_EXCEEDED";
inline constexpr const char* kReasonCancelled = "CANCELLED";

// Governance messages
inline constexpr const char* kReasonMemberUnknown = "MEMBER_UNKNOWN";
inline constexpr const char* kReasonMemberMismatch = "MEMBER_MISMATCH";
inline constexpr const char* kReasonPayloadMismatch = "PAYLOAD_MISMATCH";
inline constexpr const char* kReasonMessageTypeMismatch = "MESSAGE_TYPE_MISMATCH";
inline constexpr const char* kReasonProposalMismatch = "PROPOSAL_MISMATCH";
inline constexpr const char* kReasonHttpSigned = "HTTP_SIGNED";

// CCF snapshots
inline constexpr const char* kReasonDigestMismatch = "DIGEST_MISMATCH";
inline constexpr const char* kReasonEvidenceMissing = "EVIDENCE_MISSING";
inline constexpr const char* kReasonEvidenceMismatch = "EVIDENCE_MISMATCH";
inline constexpr const char* kReasonStateMismatch = "STATE_MISMATCH";
inline constexpr const char* kReasonNoReceipt = "NO_RECEIPT";
inline constexpr const char* kReasonNotCovered = "NOT_COVERED";

// Live services
inline constexpr const char* kReasonUnreachable = "UNREACHABLE";
inline constexpr const char* kReasonOtherIdentity = "OTHER_IDENTITY";
inline constexpr const char* kReasonRecoveryClaimed = "RECOVERY_CLAIMED";
inline constexpr const char* kReasonSplitView = "SPLIT_VIEW";
inline constexpr const char* kReasonViewsDiffer = "VIEWS_DIFFER";
// Receipts
inline constexpr const char* kReasonNotBound = "NOT_BOUND";
inline constexpr const char* kReasonClaimsMismatch = "CLAIMS_MISMATCH";
inline constexpr const char* kReasonClaimsWithheld = "CLAIMS_WITHHELD";
inline constexpr const char* kReasonNoNodeCertificate = "NO_NODE_CERTIFICATE";
inline constexpr const char* kReasonOutsideEpoch = "OUTSIDE_EPOCH";
inline constexpr const char* kReasonLedgerMismatch = "LEDGER_MISMATCH";
inline constexpr const char* kReasonNotReady = "NOT_READY";
inline constexpr const char* kReasonNoProof = "NO_PROOF";
inline constexpr const char* kReasonLeafUnknown = "LEAF_UNKNOWN";
inline constexpr const char* kReasonIssuerUnknown = "ISSUER_UNKNOWN";
inline constexpr const char* kReasonIssuerMismatch = "ISSUER_MISMATCH";

} // namespace countersign
