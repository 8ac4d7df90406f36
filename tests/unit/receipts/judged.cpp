#include "tests/unit/receipts/judged.h"

#include "core/acl/acl_judge.h"
#include "core/ccf/receipt/cose_receipt.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <stdexcept>

namespace countersign::test {

namespace {

ccf::Judgement judge(const ccf::ReceiptFamily& family, const JudgedReceipt& with, Bytes content)
{
    std::vector<ccf::CcfAnchor> anchors;
    for (const std::string& pem : with.anchors) {
        const auto parsed = ccf::parseAnchor({copyOf(bytesOf(pem)), "test"}).value();
        anchors.insert(anchors.end(), parsed.begin(), parsed.end());
    }
    std::vector<ccf::IdentityEndorsement> endorsements;
    for (const ByteVector& one : with.endorsements) endorsements.push_back(ccf::parseIdentityEndorsement(one).value());
    const ccf::IdentityGraph identities(anchors, endorsements);
    ccf::ReceiptCertificates cache;
    auto judge = family.makeJudge(identities, with.options, cache);
    if (!judge) throw std::runtime_error(judge.error().where);
    return (*judge)(content, ccf::receiptFormat(content));
}

} // namespace

ccf::Judgement JudgedReceipt::operator()(Bytes content) const
{
    return judge(ccf::ccfReceiptFamily(), *this, content);
}

ccf::Judgement JudgedReceipt::operator()(const nlohmann::json& content) const
{
    return (*this)(bytesOf(content.dump()));
}

ccf::Judgement JudgedReceipt::azure(const nlohmann::json& content) const
{
    return judge(acl::aclReceiptFamily(), *this, bytesOf(content.dump()));
}

std::string told(const ccf::Judgement& judgement)
{
    const Verdict verdict = judgement.verdict();
    if (verdict == Verdict::Passed) return verdictName(verdict);
    const auto decisive = std::ranges::find(judgement.checks, verdict, &Check::verdict);
    return std::string(verdictName(verdict)) + ' ' + judgement.reason() + ' '
           + (decisive == judgement.checks.end() ? std::string("-") : decisive->id);
}

DocumentInput documentOf(const std::string& text)
{
    return {crypto::sha256(bytesOf(text)), ccf::rfc9162Leaf(bytesOf(text)), "document"};
}

} // namespace countersign::test
