#include "app/common/english_tables.h"
#include "core/attestation/reasons.h"
#include "core/audit/check_ids.h"
#include "core/family/reasons.h"

namespace countersign {

namespace {

constexpr EnglishText kReasons[] = {
    // Trust
    {kReasonNoTrustAnchor,
     "No identity was given to hold this against. It agrees with itself, but anybody could have written it."},
    {kReasonAnchorNotInChain, "The identity you gave is none of the identities this history can be traced to."},
    {kReasonNotEndorsed, "The certificate was not issued by the service identity of that moment."},
    {kReasonIdentityUnexplained,
     "The service identity changed here, and nothing in the history links the new identity to the one before."},
    {kReasonIdentityUnknown, "The service identity of this moment could not be found in the history."},
    {kReasonIdentityMismatch, "Two places that must name the same identity name different ones."},
    {kReasonFailedRecovery,
     "An endorsement ends before it begins, as a recovery that did not succeed leaves it; the one before it is used."},
    {kReasonStatusTransition, "The status changed in a way the service does not allow."},
    {kReasonCertificateExpired, "The certificate is outside its validity dates at the time asked about."},

    // Signatures
    {kReasonSignatureInvalid, "The signature does not hold over the bytes it is said to sign."},
    {kReasonKeyMismatch, "The key, its stated name and its algorithm do not belong together."},
    {kReasonNodeUnknown, "The node named as signer is not among the nodes known at that moment."},
    {kReasonNodeStatus, "The node named as signer was not allowed to sign at that moment."},
    {kReasonTransactionIdMismatch, "The transaction id stated inside is not the one of the place where it stands."},
    {kReasonTimeBackwards, "The signed time is earlier than that of a signature before it."},
    {kReasonForeignTables, "The signature transaction writes tables that do not belong into one."},
    {kReasonSignatureKindStopped,
     "One of the two kinds of signature is missing from here on, though it stood there before."},
    {kReasonUnsigned, "No signature covers this part yet. It was read, but is no part of the verified history."},
    {kReasonNoSignature, "There is no signature at all."},

    // Tree and order
    {kReasonRootMismatch, "The root computed from the transactions is not the root that was signed."},
    {kReasonTreeMismatch, "The tree stored with the signature does not agree with the transactions before it."},
    {kReasonSeqnoMismatch, "The transaction carries a sequence number that is not the next one."},
    {kReasonViewDecreased, "The view is lower than that of the transaction before."},
    {kReasonIvMismatch, "The number inside the encryption header is not the number of the transaction."},
    {kReasonNoGenesis, "The beginning of the history is not here, and nothing at hand stands in for it."},
    {kReasonMissingRange, "No file holds these transactions."},
    {kReasonAfterFault,
     "This part could not be tied to the history before it, because the part in between is faulty or missing."},
    {kReasonFork, "Two files hold different transactions under the same committed numbers."},
    {kReasonLostTail,
     "Copies differ beyond the part they share. Only one of the ends became part of the service's history."},
    {kReasonCopyEndsEarlier, "This copy ends earlier than another; as far as it goes, they agree."},

    // Files and formats
    {kReasonMalformed, "The bytes break a rule of their format."},
    {kReasonTruncated, "The bytes end before the value does."},
    {kReasonUnsupported, "This is of a kind or version that this program does not know, so it could not be judged."},
    {kReasonNameMismatch, "The name of the file does not fit what it holds."},
    {kReasonPositionsMismatch, "The table of positions at the end of the file does not fit its entries."},
    {kReasonTrailingBytes, "There are bytes after the end of the contents."},
    {kReasonIncompleteChunk, "The file is named as complete, but does not end with a signature."},
    {kReasonNotARegularFile, "This is not a regular file inside the folder, and was not followed."},
    {kReasonSetAside, "The service set this file aside; it is no part of the history."},
    {kReasonRecoveryPending, "This file was written during a recovery that had not finished."},
    {kReasonStaleChunk, "Another file replaces this one, which is a leftover."},
    {kReasonUnreadable, "The file could not be read."},
    {kReasonFileChanged, "The file changed while it was being read."},
    {kReasonLimitExceeded, "A limit set for this run was reached."},
    {kReasonCancelled, "The run was stopped before its end."},

    // Governance messages
    {kReasonMemberUnknown, "The member named as signer is not among the members known at that moment."},
    {kReasonMemberMismatch, "The member id is not the digest of the certificate that belongs to it."},
    {kReasonPayloadMismatch, "What the member signed is not what the ledger records."},
    {kReasonMessageTypeMismatch, "The member signed a message of another kind than the one recorded."},
    {kReasonProposalMismatch, "The member signed for another proposal than the one recorded."},
    {kReasonHttpSigned,
     "The member signed in an older way, as an HTTP request, which cannot be checked from the ledger alone."},

    // CCF snapshots
    {kReasonDigestMismatch, "The digest of the bytes is not the digest that was stated for them."},
    {kReasonEvidenceMissing,
     "The transaction that should vouch for this snapshot was not found in the history at hand."},
    {kReasonEvidenceMismatch, "The transaction that vouches for this snapshot states something else."},
    {kReasonStateMismatch, "The state in the snapshot is not the state that the history gives at that point."},
    {kReasonNoReceipt, "There is no receipt."},
    {kReasonNotCovered, "The history at hand does not reach far enough to judge this."},

    // Live services
    {kReasonUnreachable, "It could not be asked."},
    {kReasonOtherIdentity,
     "The service that answers shows an identity that is not the one you gave, and nothing explains it."},
    {kReasonRecoveryClaimed,
     "The service that answers says it continues the one you gave after a recovery. Only its ledger can show "
     "that; verify it before you trust the new identity."},
    {kReasonSplitView, "Nodes of one service say different things about one and the same moment."},
    {kReasonViewsDiffer, "Nodes say different things, but about different moments; ask again."},
    // Attestation
    {attestation::kReasonAttestationMissing, "A part of the evidence that is needed for an answer is not at hand."},
    {attestation::kReasonEndorsementsMissing, "The certificates for the key that signed the evidence are not at hand."},
    {attestation::kReasonEndorsementsStale,
     "The endorsements are for the firmware before or after an update, not for the one in the report."},
    {attestation::kReasonCollateralMissing, "The vendor's signed data about this platform is not at hand."},
    {attestation::kReasonCollateralExpired, "The vendor's signed data was not current at the time of judgement."},
    {attestation::kReasonNoAssurance,
     "The evidence comes from no hardware. Anybody could have written it, so it gives no assurance at all."},
    {attestation::kReasonRootNotPinned, "The chain does not end at a vendor's root that this program pins."},
    {attestation::kReasonChainBroken,
     "A certificate of the chain is missing, out of order, or not signed by the one above it."},
    {attestation::kReasonRevoked, "The vendor has revoked this."},
    {attestation::kReasonProductMismatch, "Report, certificate and root are not for the same product."},
    {attestation::kReasonTcbMismatch, "The certificate is for other firmware than the report states."},
    {attestation::kReasonTcbOrder, "A firmware version is higher than one that must be at least as high."},
    {attestation::kReasonTcbBelowMinimum, "The proven firmware is older than your policy asks for."},
    {attestation::kReasonTcbNotCurrent, "The hardware is genuine, but the vendor does not call its state up to date, "
                                        "and your policy does not accept that."},
    {attestation::kReasonTcbNotSupported, "The platform is older than every state that the vendor lists."},
    {attestation::kReasonTcbRevoked, "The vendor has revoked the platform's state."},
    {attestation::kReasonAdvisoryNotAccepted, "A security advisory applies that your policy does not accept."},
    {attestation::kReasonEvaluationTooOld, "The vendor's data is from an older evaluation than your policy asks for."},
    {attestation::kReasonChipMismatch, "The certificate is for another chip than the report names."},
    {attestation::kReasonChipKeyMasked, "The chip's own key was masked, so nothing ties the report to a chip."},
    {attestation::kReasonSigningKeyMismatch, "The report names another kind of signing key than its certificate."},
    {attestation::kReasonHostRequested, "The host asked for the report, not the guest, and could choose what it says."},
    {attestation::kReasonDebugEnabled,
     "Debugging is allowed, so whoever runs the machine can read and change its memory."},
    {attestation::kReasonMigrationAllowed, "A migration agent may copy the guest to another machine."},
    {attestation::kReasonMeasurementMismatch, "The measurement is not the one expected."},
    {attestation::kReasonMeasurementNotAccepted, "The measurement is none of those that your policy accepts."},
    {attestation::kReasonHostDataNotAccepted, "The host data is none of those that your policy accepts."},
    {attestation::kReasonBindingMismatch, "The evidence binds another value than the one at hand."},
    {attestation::kReasonIssuerNotAccepted,
     "The issuer, feed and version of the endorsement are not among those accepted."},
    {attestation::kReasonNotPlatformData, "The vendor's data is for another platform."},
    {attestation::kReasonEnclaveMismatch, "The enclave or module is not the vendor's one that is needed here."},
    {attestation::kReasonPolicyAllowsAll, "The security policy allows everything, so the report constrains nothing."},
    {attestation::kReasonNoRuleConfigured, "Your policy has no rule for this."},
    {attestation::kReasonNoRevocationList, "No revocation list is at hand."},
    {attestation::kReasonNotProven, "These bytes are covered by no signature and prove nothing."},
    {attestation::kReasonAcceptedSince, "The members accepted this value in a transaction of the ledger."},
    {attestation::kReasonNotAcceptedInLedger, "The ledger at hand has no row with which the members accept this value."},
    // Receipts
    {kReasonNotBound,
     "Nothing in the receipt ties it to a transaction: it gives a bare hash, not the parts it is made of."},
    {kReasonClaimsMismatch, "The receipt claims something else than what it is said to claim."},
    {kReasonClaimsWithheld,
     "The receipt commits to contents that are not at hand, so it shows only that something was recorded."},
    {kReasonNoNodeCertificate, "The receipt does not carry the certificate of the node that signed it."},
    {kReasonOutsideEpoch,
     "The transaction lies outside the time for which this identity was endorsed; it never became part of the "
     "service's history."},
    {kReasonLedgerMismatch, "The ledger at hand holds another transaction under the id of the receipt."},
    {kReasonNotReady, "The ledger was still looking for the receipt when it answered; ask it again."},
    {kReasonNoProof, "This is a signature alone, without a path that leads from a transaction to what was signed."},
    {kReasonLeafUnknown, "What was recorded is not at hand, and this kind of receipt says nothing without it."},
    {kReasonIssuerUnknown, "The issuer's key cannot be found from the statement."},
    {kReasonIssuerMismatch, "The certificates are not those of the issuer that the statement names."},

    // What lasts
    {kReasonRolledBack, "The history ends before a point that was already seen."},
    {kReasonForked, "After a point that both share, another history was written in place of the one that was seen."},
    {kReasonRewritten, "Under transaction ids that were already seen there is something else now."},
    {kReasonOtherService, "This is another service: no root and no identity is known of both."},
    {kReasonChainBroken,
     "The records do not stand as they were written: one was changed, left out, moved, or its "
     "signature does not hold."},
    {kReasonUnattributed,
     "Nothing shows who made this record: it is not of this workspace and not signed by somebody "
     "you accepted."},
    {kReasonNoCommonRoot,
     "Where the history ended when it was seen before, its root is not known now, so nothing shows "
     "that it is still the same."},
};

} // namespace

std::span<const EnglishText> englishReasonTable() noexcept
{
    return kReasons;
}

} // namespace countersign
