#pragma once

#include "core/ccf/receipt/ccf_receipts.h"
#include "tests/support/receipt_writer.h"

#include <string>
#include <vector>

namespace countersign::test {

/// Judges the bytes of one receipt as the CCF family does, what they are found from themselves.
class JudgedReceipt
{
public:
    std::vector<std::string> anchors;    ///< PEM.
    std::vector<ByteVector> endorsements; ///< COSE.
    VerifyOptions options;

    ccf::Judgement operator()(Bytes content) const;
    ccf::Judgement operator()(const ByteVector& content) const { return (*this)(Bytes(content)); }
    ccf::Judgement operator()(const nlohmann::json& content) const;
    ccf::Judgement azure(const nlohmann::json& content) const;
};

/// "passed", or the verdict, the reason and the check that decided: "failed SIGNATURE_INVALID ccf.receipt.signature".
std::string told(const ccf::Judgement& judgement);

DocumentInput documentOf(const std::string& text);

} // namespace countersign::test
