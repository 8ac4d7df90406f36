#include "ui/common/reason_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace countersign::ui {

namespace {

struct Row {
    std::string_view id;
    const char* text;
};

// The same English as in app/common/english_reasons.cpp; a test holds the two together.
constexpr Row kReasons[] = {
    // Trust
    {"NO_TRUST_ANCHOR",
     QT_TRANSLATE_NOOP("ReasonText", "No identity was given to hold this against. It agrees with itself, but "
                                     "anybody could have written it.")},
    {"ANCHOR_NOT_IN_CHAIN",
     QT_TRANSLATE_NOOP("ReasonText", "The identity you gave is none of the identities this history can be traced "
                                     "to.")},
    {"NOT_ENDORSED",
     QT_TRANSLATE_NOOP("ReasonText", "The certificate was not issued by the service identity of that moment.")},
    {"IDENTITY_UNEXPLAINED",
     QT_TRANSLATE_NOOP("ReasonText", "The service identity changed here, and nothing in the history links the new "
                                     "identity to the one before.")},
    {"IDENTITY_UNKNOWN",
     QT_TRANSLATE_NOOP("ReasonText", "The service identity of this moment could not be found in the history.")},
    {"IDENTITY_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "Two places that must name the same identity name different ones.")},
    {"FAILED_RECOVERY",
     QT_TRANSLATE_NOOP("ReasonText", "An endorsement ends before it begins, as a recovery that did not succeed "
                                     "leaves it; the one before it is used.")},
    {"STATUS_TRANSITION", QT_TRANSLATE_NOOP("ReasonText", "The status changed in a way the service does not allow.")},
    {"CERTIFICATE_EXPIRED",
     QT_TRANSLATE_NOOP("ReasonText", "The certificate is outside its validity dates at the time asked about.")},

    // Signatures
    {"SIGNATURE_INVALID",
     QT_TRANSLATE_NOOP("ReasonText", "The signature does not hold over the bytes it is said to sign.")},
    {"KEY_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The key, its stated name and its algorithm do not belong together.")},
    {"NODE_UNKNOWN",
     QT_TRANSLATE_NOOP("ReasonText", "The node named as signer is not among the nodes known at that moment.")},
    {"NODE_STATUS",
     QT_TRANSLATE_NOOP("ReasonText", "The node named as signer was not allowed to sign at that moment.")},
    {"TXID_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The transaction id stated inside is not the one of the place where it stands.")},
    {"TIME_BACKWARDS",
     QT_TRANSLATE_NOOP("ReasonText", "The signed time is earlier than that of a signature before it.")},
    {"FOREIGN_TABLES",
     QT_TRANSLATE_NOOP("ReasonText", "The signature transaction writes tables that do not belong into one.")},
    {"SIGNATURE_KIND_STOPPED",
     QT_TRANSLATE_NOOP("ReasonText", "One of the two kinds of signature is missing from here on, though it stood "
                                     "there before.")},
    {"UNSIGNED",
     QT_TRANSLATE_NOOP("ReasonText", "No signature covers this part yet. It was read, but is no part of the "
                                     "verified history.")},
    {"NO_SIGNATURE", QT_TRANSLATE_NOOP("ReasonText", "There is no signature at all.")},

    // Tree and order
    {"ROOT_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The root computed from the transactions is not the root that was signed.")},
    {"TREE_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The tree stored with the signature does not agree with the transactions "
                                     "before it.")},
    {"SEQNO_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The transaction carries a sequence number that is not the next one.")},
    {"VIEW_DECREASED", QT_TRANSLATE_NOOP("ReasonText", "The view is lower than that of the transaction before.")},
    {"IV_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The number inside the encryption header is not the number of the transaction.")},
    {"NO_GENESIS",
     QT_TRANSLATE_NOOP("ReasonText", "The beginning of the history is not here, and nothing at hand stands in for "
                                     "it.")},
    {"MISSING_RANGE", QT_TRANSLATE_NOOP("ReasonText", "No file holds these transactions.")},
    {"AFTER_FAULT",
     QT_TRANSLATE_NOOP("ReasonText", "This part could not be tied to the history before it, because the part in "
                                     "between is faulty or missing.")},
    {"FORK",
     QT_TRANSLATE_NOOP("ReasonText", "Two files hold different transactions under the same committed numbers.")},
    {"LOST_TAIL",
     QT_TRANSLATE_NOOP("ReasonText", "Copies differ beyond the part they share. Only one of the ends became part of "
                                     "the service's history.")},
    {"COPY_ENDS_EARLIER",
     QT_TRANSLATE_NOOP("ReasonText", "This copy ends earlier than another; as far as it goes, they agree.")},

    // Files and formats
    {"MALFORMED", QT_TRANSLATE_NOOP("ReasonText", "The bytes break a rule of their format.")},
    {"TRUNCATED", QT_TRANSLATE_NOOP("ReasonText", "The bytes end before the value does.")},
    {"UNSUPPORTED",
     QT_TRANSLATE_NOOP("ReasonText", "This is of a kind or version that this program does not know, so it could not "
                                     "be judged.")},
    {"NAME_MISMATCH", QT_TRANSLATE_NOOP("ReasonText", "The name of the file does not fit what it holds.")},
    {"POSITIONS_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The table of positions at the end of the file does not fit its entries.")},
    {"TRAILING_BYTES", QT_TRANSLATE_NOOP("ReasonText", "There are bytes after the end of the contents.")},
    {"INCOMPLETE_CHUNK",
     QT_TRANSLATE_NOOP("ReasonText", "The file is named as complete, but does not end with a signature.")},
    {"NOT_A_REGULAR_FILE",
     QT_TRANSLATE_NOOP("ReasonText", "This is not a regular file inside the folder, and was not followed.")},
    {"SET_ASIDE", QT_TRANSLATE_NOOP("ReasonText", "The service set this file aside; it is no part of the history.")},
    {"RECOVERY_PENDING",
     QT_TRANSLATE_NOOP("ReasonText", "This file was written during a recovery that had not finished.")},
    {"STALE_CHUNK", QT_TRANSLATE_NOOP("ReasonText", "Another file replaces this one, which is a leftover.")},
    {"UNREADABLE", QT_TRANSLATE_NOOP("ReasonText", "The file could not be read.")},
    {"FILE_CHANGED", QT_TRANSLATE_NOOP("ReasonText", "The file changed while it was being read.")},
    {"LIMIT_EXCEEDED", QT_TRANSLATE_NOOP("ReasonText", "A limit set for this run was reached.")},
    {"CANCELLED", QT_TRANSLATE_NOOP("ReasonText", "The run was stopped before its end.")},

    // Governance messages
    {"MEMBER_UNKNOWN",
     QT_TRANSLATE_NOOP("ReasonText", "The member named as signer is not among the members known at that moment.")},
    {"MEMBER_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The member id is not the digest of the certificate that belongs to it.")},
    {"PAYLOAD_MISMATCH", QT_TRANSLATE_NOOP("ReasonText", "What the member signed is not what the ledger records.")},
    {"MESSAGE_TYPE_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The member signed a message of another kind than the one recorded.")},
    {"PROPOSAL_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The member signed for another proposal than the one recorded.")},
    {"HTTP_SIGNED",
     QT_TRANSLATE_NOOP("ReasonText", "The member signed in an older way, as an HTTP request, which cannot be "
                                     "checked from the ledger alone.")},

    // CCF snapshots
    {"DIGEST_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The digest of the bytes is not the digest that was stated for them.")},
    {"EVIDENCE_MISSING",
     QT_TRANSLATE_NOOP("ReasonText", "The transaction that should vouch for this snapshot was not found in the "
                                     "history at hand.")},
    {"EVIDENCE_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The transaction that vouches for this snapshot states something else.")},
    {"STATE_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The state in the snapshot is not the state that the history gives at that "
                                     "point.")},
    {"NO_RECEIPT", QT_TRANSLATE_NOOP("ReasonText", "There is no receipt.")},
    {"NOT_COVERED", QT_TRANSLATE_NOOP("ReasonText", "The history at hand does not reach far enough to judge this.")},

    // Live services
    {"UNREACHABLE", QT_TRANSLATE_NOOP("ReasonText", "It could not be asked.")},
    {"OTHER_IDENTITY",
     QT_TRANSLATE_NOOP("ReasonText", "The service that answers shows an identity that is not the one you gave, "
                                     "and nothing explains it.")},
    {"RECOVERY_CLAIMED",
     QT_TRANSLATE_NOOP("ReasonText", "The service that answers says it continues the one you gave after a "
                                     "recovery. Only its ledger can show that; verify it before you trust the new "
                                     "identity.")},
    {"SPLIT_VIEW",
     QT_TRANSLATE_NOOP("ReasonText", "Nodes of one service say different things about one and the same moment.")},
    {"VIEWS_DIFFER",
     QT_TRANSLATE_NOOP("ReasonText", "Nodes say different things, but about different moments; ask again.")},
    {"NOTHING_TO_COMPARE",
     QT_TRANSLATE_NOOP("ReasonText", "One node alone was asked, so there is nothing its answers could be held against.")},
    // Attestation
    {"EVIDENCE_INCOMPLETE",
     QT_TRANSLATE_NOOP("ReasonText", "A part of the evidence that is needed for an answer is not at hand.")},
    {"ENDORSEMENTS_MISSING",
     QT_TRANSLATE_NOOP("ReasonText", "The certificates for the key that signed the evidence are not at hand.")},
    {"ENDORSEMENTS_STALE",
     QT_TRANSLATE_NOOP(
         "ReasonText",
         "The endorsements are for the firmware before or after an update, not for the one in the report.")},
    {"COLLATERAL_MISSING",
     QT_TRANSLATE_NOOP("ReasonText", "The vendor's signed data about this platform is not at hand.")},
    {"COLLATERAL_EXPIRED",
     QT_TRANSLATE_NOOP("ReasonText", "The vendor's signed data was not current at the time of judgement.")},
    {"NO_ASSURANCE",
     QT_TRANSLATE_NOOP(
         "ReasonText",
         "The evidence comes from no hardware. Anybody could have written it, so it gives no assurance at all.")},
    {"ROOT_NOT_PINNED",
     QT_TRANSLATE_NOOP("ReasonText", "The chain does not end at a vendor's root that this program pins.")},
    {"CHAIN_BROKEN",
     QT_TRANSLATE_NOOP("ReasonText",
                       "A certificate of the chain is missing, out of order, or not signed by the one above it.")},
    {"REVOKED", QT_TRANSLATE_NOOP("ReasonText", "The vendor has revoked this.")},
    {"PRODUCT_MISMATCH", QT_TRANSLATE_NOOP("ReasonText", "Report, certificate and root are not for the same product.")},
    {"TCB_MISMATCH", QT_TRANSLATE_NOOP("ReasonText", "The certificate is for other firmware than the report states.")},
    {"TCB_ORDER",
     QT_TRANSLATE_NOOP("ReasonText", "A firmware version is higher than one that must be at least as high.")},
    {"TCB_BELOW_MINIMUM", QT_TRANSLATE_NOOP("ReasonText", "The proven firmware is older than your policy asks for.")},
    {"TCB_NOT_CURRENT", QT_TRANSLATE_NOOP("ReasonText", "The hardware is genuine, but the vendor does not call its "
                                                        "state up to date, and your policy does not accept that.")},
    {"TCB_NOT_SUPPORTED",
     QT_TRANSLATE_NOOP("ReasonText", "The platform is older than every state that the vendor lists.")},
    {"TCB_REVOKED", QT_TRANSLATE_NOOP("ReasonText", "The vendor has revoked the platform's state.")},
    {"ADVISORY_NOT_ACCEPTED",
     QT_TRANSLATE_NOOP("ReasonText", "A security advisory applies that your policy does not accept.")},
    {"EVALUATION_TOO_OLD",
     QT_TRANSLATE_NOOP("ReasonText", "The vendor's data is from an older evaluation than your policy asks for.")},
    {"CHIP_MISMATCH", QT_TRANSLATE_NOOP("ReasonText", "The certificate is for another chip than the report names.")},
    {"CHIP_KEY_MASKED",
     QT_TRANSLATE_NOOP("ReasonText", "The chip's own key was masked, so nothing ties the report to a chip.")},
    {"SIGNING_KEY_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The report names another kind of signing key than its certificate.")},
    {"HOST_REQUESTED",
     QT_TRANSLATE_NOOP("ReasonText", "The host asked for the report, not the guest, and could choose what it says.")},
    {"DEBUG_ENABLED",
     QT_TRANSLATE_NOOP("ReasonText",
                       "Debugging is allowed, so whoever runs the machine can read and change its memory.")},
    {"MIGRATION_ALLOWED", QT_TRANSLATE_NOOP("ReasonText", "A migration agent may copy the guest to another machine.")},
    {"MEASUREMENT_MISMATCH", QT_TRANSLATE_NOOP("ReasonText", "The measurement is not the one expected.")},
    {"MEASUREMENT_NOT_ACCEPTED",
     QT_TRANSLATE_NOOP("ReasonText", "The measurement is none of those that your policy accepts.")},
    {"HOST_DATA_NOT_ACCEPTED",
     QT_TRANSLATE_NOOP("ReasonText", "The host data is none of those that your policy accepts.")},
    {"BINDING_MISMATCH", QT_TRANSLATE_NOOP("ReasonText", "The evidence binds another value than the one at hand.")},
    {"ISSUER_NOT_ACCEPTED",
     QT_TRANSLATE_NOOP("ReasonText", "The issuer, feed and version of the endorsement are not among those accepted.")},
    {"NOT_FOR_THIS_PLATFORM", QT_TRANSLATE_NOOP("ReasonText", "The vendor's data is for another platform.")},
    {"ENCLAVE_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The enclave or module is not the vendor's one that is needed here.")},
    {"POLICY_ALLOWS_ALL",
     QT_TRANSLATE_NOOP("ReasonText", "The security policy allows everything, so the report constrains nothing.")},
    {"NO_RULE", QT_TRANSLATE_NOOP("ReasonText", "Your policy has no rule for this.")},
    {"NO_REVOCATION_LIST", QT_TRANSLATE_NOOP("ReasonText", "No revocation list is at hand.")},
    {"NOT_PROVEN", QT_TRANSLATE_NOOP("ReasonText", "These bytes are covered by no signature and prove nothing.")},
    {"ACCEPTED_SINCE",
     QT_TRANSLATE_NOOP("ReasonText", "The members accepted this value in a transaction of the ledger.")},
    {"NOT_ACCEPTED_IN_LEDGER",
     QT_TRANSLATE_NOOP("ReasonText", "The ledger at hand has no row with which the members accept this value.")},
    // Receipts
    {"NOT_BOUND",
     QT_TRANSLATE_NOOP("ReasonText", "Nothing in the receipt ties it to a transaction: it gives a bare hash, not the "
                                     "parts it is made of.")},
    {"CLAIMS_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The receipt claims something else than what it is said to claim.")},
    {"CLAIMS_WITHHELD",
     QT_TRANSLATE_NOOP("ReasonText", "The receipt commits to contents that are not at hand, so it shows only that "
                                     "something was recorded.")},
    {"NO_NODE_CERTIFICATE",
     QT_TRANSLATE_NOOP("ReasonText", "The receipt does not carry the certificate of the node that signed it.")},
    {"OUTSIDE_EPOCH",
     QT_TRANSLATE_NOOP("ReasonText", "The transaction lies outside the time for which this identity was endorsed; it "
                                     "never became part of the service's history.")},
    {"LEDGER_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The ledger at hand holds another transaction under the id of the receipt.")},
    {"NOT_READY",
     QT_TRANSLATE_NOOP("ReasonText", "The ledger was still looking for the receipt when it answered; ask it again.")},
    {"NO_PROOF",
     QT_TRANSLATE_NOOP("ReasonText", "This is a signature alone, without a path that leads from a transaction to "
                                     "what was signed.")},
    {"LEAF_UNKNOWN",
     QT_TRANSLATE_NOOP("ReasonText", "What was recorded is not at hand, and this kind of receipt says nothing "
                                     "without it.")},
    {"ISSUER_UNKNOWN", QT_TRANSLATE_NOOP("ReasonText", "The issuer's key cannot be found from the statement.")},
    {"ISSUER_MISMATCH",
     QT_TRANSLATE_NOOP("ReasonText", "The certificates are not those of the issuer that the statement names.")},
    // What lasts
    {"ROLLED_BACK", QT_TRANSLATE_NOOP("ReasonText", "The history ends before a point that was already seen.")},
    {"FORKED",
     QT_TRANSLATE_NOOP("ReasonText", "After a point that both share, another history was written in place of the "
                                     "one that was seen.")},
    {"REWRITTEN",
     QT_TRANSLATE_NOOP("ReasonText", "Under transaction ids that were already seen there is something else now.")},
    {"OTHER_SERVICE",
     QT_TRANSLATE_NOOP("ReasonText", "This is another service: no root and no identity is known of both.")},
    {"RECORDS_BROKEN",
     QT_TRANSLATE_NOOP("ReasonText", "The records do not stand as they were written: one was changed, left out, "
                                     "moved, or its signature does not hold.")},
    {"UNATTRIBUTED",
     QT_TRANSLATE_NOOP("ReasonText", "Nothing shows who made this record: it is not of this workspace and not "
                                     "signed by somebody you accepted.")},
    {"NO_COMMON_ROOT",
     QT_TRANSLATE_NOOP("ReasonText", "Where the history ended when it was seen before, its root is not known now, "
                                     "so nothing shows that it is still the same.")},
};

} // namespace

QString reasonText(const std::string& id)
{
    const auto found = std::ranges::find(kReasons, std::string_view(id), &Row::id);
    if (found == std::end(kReasons)) return QString::fromStdString(id);
    return QCoreApplication::translate("ReasonText", found->text);
}

} // namespace countersign::ui
