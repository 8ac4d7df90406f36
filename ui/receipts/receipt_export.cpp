#include "ui/receipts/receipt_export.h"

#include "core/base/hex.h"
#include "ui/common/csv.h"
#include "ui/models/safe_text.h"

namespace countersign::ui {

namespace {

QString timeText(const std::optional<UtcTime>& time)
{
    return time ? QString::fromStdString(toIso8601(*time)) : QString();
}

QString line(const ReceiptRow& row)
{
    const ReceiptOutcome& outcome = row.outcome;
    return csvLine({QString::fromLatin1(verdictName(outcome.verdict)),
                    QString::fromStdString(outcome.reason),
                    outcome.transactionId ? QString::fromStdString(outcome.transactionId->toString()) : QString(),
                    safeText(outcome.path),
                    outcome.line == 0 ? QString() : QString::number(outcome.line),
                    QString::fromStdString(outcome.kind),
                    safeText(outcome.service),
                    outcome.claimsDigest ? QString::fromStdString(toHex(*outcome.claimsDigest)) : QString(),
                    safeText(row.document),
                    timeText(outcome.signedAt),
                    safeText(outcome.signer),
                    timeText(outcome.signerNotBefore),
                    timeText(outcome.signerNotAfter)});
}

} // namespace

QByteArray receiptsAsCsv(const std::vector<ReceiptRow>& rows)
{
    QString text = QStringLiteral("verdict,reason,transaction,file,line,kind,service,claimsDigest,document,signedAt,signer,"
                                  "signerNotBefore,signerNotAfter\r\n");
    for (const ReceiptRow& row : rows) text.append(line(row));
    return text.toUtf8();
}

} // namespace countersign::ui
