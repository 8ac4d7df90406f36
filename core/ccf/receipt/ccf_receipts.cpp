#include "core/ccf/receipt/ccf_receipts.h"

#include "core/ccf/receipt/cose_judge.h"
#include "core/ccf/receipt/json_judge.h"
#include "core/ccf/receipt/statement.h"
#include "core/family/check_ids.h"

namespace countersign::ccf {

namespace {

struct Judge {
    const IdentityGraph& identities;
    const VerifyOptions& options;
    ReceiptCertificates& cache;
    std::vector<Digest> wanted;

    Judgement operator()(Bytes content, ReceiptFormat format) const
    {
        const ReceiptContext context{identities, options, cache};
        Judgement judgement;
        switch (format) {
        case ReceiptFormat::Signature:
        case ReceiptFormat::Cose: cose(content, context, judgement); break;
        case ReceiptFormat::Statement: statement(content, context, judgement); break;
        case ReceiptFormat::Json:
        case ReceiptFormat::Azure:
        case ReceiptFormat::Endorsements:
        case ReceiptFormat::None: json(content, context, judgement); break;
        }
        return judgement;
    }

    void json(Bytes content, const ReceiptContext& context, Judgement& judgement) const
    {
        judgement.kind = "json";
        const auto receipt = parseJsonReceipt(content, {.cache = &cache});
        if (receipt)
            judgeJsonReceipt(*receipt, wanted, context, judgement);
        else
            recordError(context.ids.readable, receipt.error(), judgement);
    }

    void cose(Bytes content, const ReceiptContext& context, Judgement& judgement) const
    {
        judgement.kind = "cose";
        const auto receipt = parseCoseReceipt(copyOf(content));
        if (!receipt) return recordError(context.ids.readable, receipt.error(), judgement);
        std::vector<Digest> leaves;
        if (options.document) leaves.push_back(options.document->rfc9162Leaf);
        judgeCoseReceipt(*receipt, wanted, leaves, context, judgement);
    }

    void statement(Bytes content, const ReceiptContext& context, Judgement& judgement) const
    {
        judgement.kind = "statement";
        const auto parsed = parseStatement(copyOf(content));
        if (parsed)
            judgeStatement(*parsed, context, judgement);
        else
            recordError(kCheckStatementReadable, parsed.error(), judgement);
    }
};

} // namespace

bool isCcfReceiptFormat(ReceiptFormat format) noexcept
{
    return format != ReceiptFormat::None && format != ReceiptFormat::Azure;
}

const ReceiptFamily& ccfReceiptFamily()
{
    static const ReceiptFamily family{
        "ccf", kCcfReceiptChecks, parseAnchor,
        [](const IdentityGraph& identities, const VerifyOptions& options, ReceiptCertificates& cache) -> Result<ReceiptJudge> {
            auto wanted = wantedClaims(options);
            if (!wanted) return std::move(wanted).error();
            return ReceiptJudge(Judge{identities, options, cache, *std::move(wanted)});
        }};
    return family;
}

} // namespace countersign::ccf
