#include "app/common/english_tables.h"
#include "core/family/check_ids.h"

namespace countersign {

namespace {

constexpr EnglishText kChecks[] = {
    {kCheckChunkName, "Each file is named after what it holds"},
    {kCheckChunkPositions, "The table of positions fits the entries"},
    {kCheckChunkComplete, "Each finished file is complete and ends with a signature"},
    {kCheckChunkReadable, "Each file of the history could be read"},
    {kCheckChunkUnchanged, "No file changed while it was read"},
    {kCheckEntryStructure, "Each entry is well formed"},
    {kCheckOrderStart, "The history is there from its beginning"},
    {kCheckOrderSequence, "The transactions follow each other without a gap"},
    {kCheckOrderView, "The view never goes back"},
    {kCheckOrderCopies, "Copies of the same part agree"},
    {kCheckTreeRoot, "The root of the tree is the one that was signed"},
    {kCheckTreeContents, "The tree stored with a signature fits the transactions"},
    {kCheckSignatureShape, "Each signature transaction holds what belongs into one"},
    {kCheckSignaturePresent, "The history is signed"},
    {kCheckNodeSignature, "The node's signature holds over the root"},
    {kCheckNodeIdentity, "The signing node is the one whose key is in the tables"},
    {kCheckNodeStatus, "The signing node was allowed to sign"},
    {kCheckNodeEndorsement, "The node's certificate comes from the service"},
    {kCheckServiceSignature, "The service's signature holds over the root"},
    {kCheckServiceHeader, "The service's signature names its key and its transaction rightly"},
    {kCheckServiceTime, "The times signed by the service do not go back"},
    {kCheckIdentityAnchor, "The identity you gave is one of this history"},
    {kCheckIdentityChain, "Each identity is linked to the one you gave"},
    {kCheckIdentityStatus, "The status of the service changed only as allowed"},
    {kCheckIdentityEndorsement, "The endorsements between identities hold"},
    {kCheckIdentityPrevious, "Each recovery names the identity and the root before it rightly"},
    {kCheckGovernanceMessage, "What members signed is what the ledger records"},
    {kCheckMemberIdentity, "Each signing member is known, with a certificate that fits"},
    {kCheckSnapshotReadable, "The snapshot could be read"},
    {kCheckSnapshotDigest, "The snapshot's bytes have the digest its receipt states"},
    {kCheckSnapshotReceipt, "The snapshot's receipt holds"},
    {kCheckSnapshotCertificate, "The snapshot's receipt comes from an identity of the service"},
    {kCheckSnapshotEvidence, "The ledger vouches for the snapshot"},
    {kCheckSnapshotState, "The snapshot's state is the one that the ledger gives"},
    {kCheckRunComplete, "The run went through to its end"},
    {kCheckLiveReachable, "Each node that was named answered"},
    {kCheckLiveIdentity, "The service that answers is the one whose identity you gave"},
    {kCheckLiveAgreement, "The nodes that were asked agree with each other"},
};

} // namespace

std::span<const EnglishText> englishCheckTable() noexcept
{
    return kChecks;
}

} // namespace countersign
