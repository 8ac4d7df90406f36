#include "ui/verify/verdict_rows.h"

#include "ui/common/check_text.h"
#include "ui/common/format.h"
#include "ui/common/reason_text.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"
#include "ui/verify/assurance_text.h"
#include "ui/verify/verdict_text.h"

#include <QCoreApplication>

namespace countersign::ui {

namespace {

struct VerdictRows {
    Q_DECLARE_TR_FUNCTIONS(VerdictRows)
};

PlainCell verdictCell(Verdict verdict)
{
    return {.text = verdictWord(verdict), .verdict = verdict};
}

PlainCell reasonCell(const std::string& reason)
{
    return {.text = reason.empty() ? QString() : reasonText(reason), .toolTip = QString::fromStdString(reason)};
}

PlainCell countCell(std::uint64_t count)
{
    return {.text = formatCount(count), .number = double(count)};
}

/// Where a check was answered so for the first time.
QString placeText(const Place& where)
{
    if (where.seqno) return formatCount(*where.seqno);
    return safeText(where.file, 200).section(QLatin1Char('/'), -1);
}


QString identityStatus(const IdentityEpoch& epoch)
{
    const QString status = safeText(epoch.status, 60);
    if (epoch.renewals == 0) return status;
    return VerdictRows::tr("%1, renewals: %2", "a status").arg(status, formatCount(epoch.renewals));
}

} // namespace

QList<PlainRow> rangeRows(const VerificationReport& report)
{
    QList<PlainRow> rows;
    for (const RangeVerdict& range : report.ranges) {
        if (std::size_t(rows.size()) == kMostRangeRows) {
            rows.append({.cells = {{.text = VerdictRows::tr("more than %1 ranges").arg(formatCount(kMostRangeRows))}}});
            break;
        }
        rows.append({.cells = {{.text = seqnoRange(range.from, range.to), .number = double(range.from)},
                               countCell(range.to - range.from + 1), verdictCell(range.verdict), reasonCell(range.reason)},
                     .kind = QStringLiteral("transaction"),
                     .value = QString::number(range.from)});
    }
    return rows;
}

QList<PlainRow> identityRows(const VerificationReport& report)
{
    QList<PlainRow> rows;
    for (const IdentityEpoch& epoch : report.identities) {
        const QString id = QString::fromStdString(epoch.fingerprint.empty() ? epoch.keyId : epoch.fingerprint);
        QString link = linkText(epoch.link);
        if (!epoch.trustReason.empty()) link = VerdictRows::tr("%1 %2", "two sentences").arg(link, reasonText(epoch.trustReason));
        rows.append({.cells = {{.text = seqnoRange(epoch.from, epoch.to), .number = double(epoch.from)},
                               {.text = safeText(epoch.subject, 200)},
                               {.text = shortId(id), .toolTip = groupsOfFour(id)},
                               {.text = identityStatus(epoch)},
                               verdictCell(epoch.trust),
                               {.text = link, .toolTip = safeText(epoch.linkEvidence)}},
                     .kind = QStringLiteral("transaction"),
                     .value = QString::number(epoch.from)});
    }
    return rows;
}

QList<PlainRow> checkRows(const VerificationReport& report)
{
    QList<PlainRow> rows;
    for (const Check& check : report.checks)
        rows.append({.cells = {verdictCell(check.verdict),
                               {.text = checkTitle(check.id), .toolTip = QString::fromStdString(check.id)},
                               countCell(check.count),
                               reasonCell(check.reason),
                               {.text = placeText(check.where), .toolTip = safeText(check.where.file)},
                               {.text = safeText(check.evidence, 400)}},
                     .kind = check.where.seqno ? QStringLiteral("transaction") : QString(),
                     .value = check.where.seqno ? QString::number(*check.where.seqno) : QString()});
    return rows;
}

QList<PlainRow> notCheckedRows(const VerificationReport& report)
{
    QList<PlainRow> rows;
    for (const NotCheckedItem& item : report.notChecked)
        rows.append({.cells = {{.text = checkTitle(item.id), .toolTip = QString::fromStdString(item.id)}, countCell(item.count),
                               reasonCell(item.reason), {.text = safeText(item.detail, 400)}}});
    return rows;
}

} // namespace countersign::ui
