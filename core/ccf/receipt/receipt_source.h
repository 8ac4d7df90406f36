#pragma once

#include "core/ccf/receipt/receipt_files.h"
#include "core/ccf/receipt/receipt_run.h"

#include <functional>
#include <memory>
#include <string>

namespace countersign::ccf {

/// What the families that have receipts of CCF services do differently.
struct ReceiptFamily {
    std::string id;
    const ReceiptCheckIds& ids;
    std::function<Result<std::vector<CcfAnchor>>(const AnchorInput&)> readAnchor;
    /// The judge for one run. An Error means that a question cannot be asked (claims that are none).
    std::function<Result<ReceiptJudge>(const IdentityGraph&, const VerifyOptions&, ReceiptCertificates&)> makeJudge;
};

/// Called for each receipt after it was judged, from several threads: what a ledger at hand says of it.
using ReceiptLookup = std::function<void(Judgement&)>;

/// What is known of identities besides anchors and endorsement files.
struct ReceiptSurroundings {
    std::vector<LedgerIdentity> identities;
    ReceiptLookup lookup; ///< May be empty.
};

/// Judges all files and fills in checks, findings, receipts, anchor and statistics of `report`; see EvidenceSource::verify.
/// The places of the receipts, in the order of their outcomes.
Result<std::vector<ReceiptPlace>> verifyReceipts(const ReceiptFamily& family, const ReceiptFiles& files, const VerifyOptions& options,
                            std::stop_token stop, const VerifyObserver& observer, const ReceiptSurroundings& surroundings,
                            VerificationReport& report);

/// One receipt judged anew: its checks, remarks and what was not checked, as links in order. The first check's place is
/// the receipt's.
Result<std::vector<ProofLink>> proveReceipt(const ReceiptFamily& family, const ReceiptFiles& files,
                                            const ReceiptPlace& place, const VerifyOptions& options,
                                            const ReceiptSurroundings& surroundings);

/// Its bytes, and what they say.
Result<RecordDetail> describeReceiptAt(const ReceiptFiles& files, const ReceiptPlace& place, std::uint64_t limit);

/// Judges what lies around the receipts before each run; adds what it found to the report.
using SurroundingsMaker = std::function<Result<ReceiptSurroundings>(const VerifyOptions&, std::stop_token,
                                                                    const VerifyObserver&, VerificationReport&)>;

/// Receipts behind the seam. Each receipt of the last verify() is one record, numbered from 1 in the
/// order of VerificationReport::receipts.
std::unique_ptr<EvidenceSource> makeReceiptSource(const ReceiptFamily& family, ReceiptFiles files, std::string kind,
                                                  SurroundingsMaker surround = {});

} // namespace countersign::ccf
