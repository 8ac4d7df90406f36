#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"
#include "core/base/verification.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// One of several questions that a family keeps apart and that no joint verdict may hide.
struct SeparateAnswer {
    std::string id; ///< Attestation: "authentic", "current", "wanted".
    Verdict verdict = Verdict::NotChecked;
    std::string reason; ///< Of the worst check that belongs to it; empty when Passed.
};

/// The verdict over one receipt of many.
struct ReceiptOutcome {
    std::string path;
    std::uint64_t line = 0;  ///< In a file of JSON lines, from 1; 0 otherwise.
    std::string kind;        ///< "json", "cose", "signature", "statement", "acl".
    std::optional<TransactionId> transactionId;
    Verdict verdict = Verdict::NotChecked;
    std::string reason;      ///< Empty exactly when Passed.
    std::optional<Digest> claimsDigest; ///< That it states; none when it claims nothing or shows no parts.
    std::string service;     ///< The source of the anchor that carries it; empty when none does.
    std::string signer;      ///< Subject of the node's certificate; empty when the service signed by itself.
    std::optional<UtcTime> signedAt;                       ///< As signed with it.
    std::optional<UtcTime> signerNotBefore, signerNotAfter; ///< Of the node's certificate.
};

/// The verdict over one piece of attestation evidence of several; record number `n` of its source is piece `n`.
struct EvidenceOutcome {
    std::string path;
    std::string kind;    ///< "snp-report", "quote", "uvm-endorsement", "hcl-report", "virtual".
    std::string subject; ///< The node it is said to be of, as stated; may be empty.
    Verdict verdict = Verdict::NotChecked;
    std::string reason;  ///< Empty exactly when Passed.
    std::vector<SeparateAnswer> answers;
};

} // namespace countersign
