#include "ui/verify/link_rows.h"

#include "ui/common/check_text.h"
#include "ui/common/reason_text.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

namespace countersign::ui {

namespace {

struct LinkRows {
    Q_DECLARE_TR_FUNCTIONS(LinkRows)
};

PlainCell verdictCell(const ProofLink& link)
{
    const bool isRemark = link.subject == "remark";
    return {.text = isRemark ? LinkRows::tr("Note", "a remark beside the checks") : verdictWord(link.verdict),
            .verdict = link.verdict};
}

} // namespace

QStringList linkHeaders()
{
    return {LinkRows::tr("Verdict"), LinkRows::tr("Check"), LinkRows::tr("Why"), LinkRows::tr("Values")};
}

QList<PlainRow> linkRows(const std::vector<ProofLink>& links)
{
    QList<PlainRow> rows;
    for (const ProofLink& link : links)
        rows.append({.cells = {verdictCell(link),
                               {.text = checkTitle(link.id), .toolTip = QString::fromStdString(link.id)},
                               {.text = link.reason.empty() ? QString() : reasonText(link.reason),
                                .toolTip = QString::fromStdString(link.reason)},
                               {.text = safeText(link.evidence, 1000)}}});
    return rows;
}

} // namespace countersign::ui
