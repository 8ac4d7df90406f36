#pragma once

#include "core/ccf/receipt/judgement.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_sign1.h"

#include <memory>
#include <string>
#include <vector>

namespace countersign::ccf {

/// A SCITT statement: a COSE_Sign1 by its issuer, transparent by the receipts in its unprotected header.
struct Statement {
    std::shared_ptr<const ByteVector> bytes; ///< `cose` views it.
    crypto::CoseSign1 cose;
    std::vector<ByteVector> receipts;        ///< Label 394.
    std::vector<crypto::Certificate> chain;  ///< x5chain (label 33, protected), the issuer's own first.
    std::string issuer, subject;             ///< CWT claims 1 and 2; may be empty.
    /// The statement as it was registered: without the receipts; and without any unprotected header, as some services
    /// store it. A receipt must be about one of them.
    std::vector<ByteVector> registered;
};

/// Malformed when receipts are no list of byte strings, or the chain no certificates; at most 100 receipts.
Result<Statement> parseStatement(ByteVector bytes);

/// The issuer's signature and name, and every receipt. Never Passed without a receipt, or with one that did not pass.
void judgeStatement(const Statement& statement, const ReceiptContext& context, Judgement& judgement);

} // namespace countersign::ccf
