#pragma once

// The questions. Stable: reports and the JSON output cite them. Each has a title in ui/common/check_text.cpp.

namespace countersign {

inline constexpr const char* kCheckChunkName = "ccf.chunk.name";
inline constexpr const char* kCheckChunkPositions = "ccf.chunk.positions";
inline constexpr const char* kCheckChunkComplete = "ccf.chunk.complete";
inline constexpr const char* kCheckChunkReadable = "ccf.chunk.readable";
inline constexpr const char* kCheckChunkUnchanged = "ccf.chunk.unchanged";
inline constexpr const char* kCheckEntryStructure = "ccf.entry.structure";
inline constexpr const char* kCheckOrderStart = "ccf.order.start";
inline constexpr const char* kCheckOrderSequence = "ccf.order.sequence";
inline constexpr const char* kCheckOrderView = "ccf.order.view";
inline constexpr const char* kCheckOrderCopies = "ccf.order.copies";
inline constexpr const char* kCheckTreeRoot = "ccf.tree.root";
inline constexpr const char* kCheckTreeContents = "ccf.tree.contents";
inline constexpr const char* kCheckSignatureShape = "ccf.signature.transaction";
inline constexpr const char* kCheckSignaturePresent = "ccf.signature.present";
inline constexpr const char* kCheckNodeSignature = "ccf.signature.node.holds";
inline constexpr const char* kCheckNodeIdentity = "ccf.signature.node.identity";
inline constexpr const char* kCheckNodeStatus = "ccf.signature.node.status";
inline constexpr const char* kCheckNodeEndorsement = "ccf.signature.node.endorsement";
inline constexpr const char* kCheckServiceSignature = "ccf.signature.service.holds";
inline constexpr const char* kCheckServiceHeader = "ccf.signature.service.header";
inline constexpr const char* kCheckServiceTime = "ccf.signature.service.time";
inline constexpr const char* kCheckIdentityAnchor = "ccf.identity.anchor";
inline constexpr const char* kCheckIdentityChain = "ccf.identity.chain";
inline constexpr const char* kCheckIdentityStatus = "ccf.identity.status";
inline constexpr const char* kCheckIdentityEndorsement = "ccf.identity.endorsement";
inline constexpr const char* kCheckIdentityPrevious = "ccf.identity.previous";
inline constexpr const char* kCheckGovernanceMessage = "ccf.governance.message";
inline constexpr const char* kCheckMemberIdentity = "ccf.governance.member";
inline constexpr const char* kCheckSnapshotReadable = "ccf.snapshot.readable";
inline constexpr const char* kCheckSnapshotDigest = "ccf.snapshot.digest";
inline constexpr const char* kCheckSnapshotReceipt = "ccf.snapshot.receipt";
inline constexpr const char* kCheckSnapshotCertificate = "ccf.snapshot.certificate";
inline constexpr const char* kCheckSnapshotEvidence = "ccf.snapshot.evidence";
inline constexpr const char* kCheckSnapshotState = "ccf.snapshot.state";
inline constexpr const char* kCheckReceiptReadable = "ccf.receipt.readable";
inline constexpr const char* kCheckReceiptHeader = "ccf.receipt.header";
inline constexpr const char* kCheckReceiptPath = "ccf.receipt.path";
inline constexpr const char* kCheckReceiptSignature = "ccf.receipt.signature";
inline constexpr const char* kCheckReceiptNode = "ccf.receipt.node";
inline constexpr const char* kCheckReceiptEndorsement = "ccf.receipt.endorsement";
inline constexpr const char* kCheckReceiptAnchor = "ccf.receipt.anchor";
inline constexpr const char* kCheckReceiptTransaction = "ccf.receipt.transaction";
inline constexpr const char* kCheckReceiptClaims = "ccf.receipt.claims";
inline constexpr const char* kCheckReceiptLedger = "ccf.receipt.ledger";
inline constexpr const char* kCheckStatementReadable = "ccf.statement.readable";
inline constexpr const char* kCheckStatementSignature = "ccf.statement.signature";
inline constexpr const char* kCheckStatementIssuer = "ccf.statement.issuer";
inline constexpr const char* kCheckStatementReceipts = "ccf.statement.receipts";
inline constexpr const char* kCheckAclReceiptReady = "acl.receipt.ready";
inline constexpr const char* kCheckAclReceiptReadable = "acl.receipt.readable";
inline constexpr const char* kCheckAclReceiptPath = "acl.receipt.path";
inline constexpr const char* kCheckAclReceiptSignature = "acl.receipt.signature";
inline constexpr const char* kCheckAclReceiptNode = "acl.receipt.node";
inline constexpr const char* kCheckAclReceiptEndorsement = "acl.receipt.endorsement";
inline constexpr const char* kCheckAclReceiptAnchor = "acl.receipt.anchor";
inline constexpr const char* kCheckAclReceiptTransaction = "acl.receipt.transaction";
inline constexpr const char* kCheckAclReceiptClaims = "acl.receipt.claims";
inline constexpr const char* kCheckAclReceiptLedger = "acl.receipt.ledger";
inline constexpr const char* kCheckRunComplete = "ccf.run.complete";
inline constexpr const char* kCheckLiveReachable = "ccf.live.reachable";
inline constexpr const char* kCheckLiveIdentity = "ccf.live.identity";
inline constexpr const char* kCheckLiveAgreement = "ccf.live.agreement";

} // namespace countersign
