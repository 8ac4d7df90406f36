#include "ui/receipts/receipt_text.h"

#include "ui/models/safe_text.h"

#include <QCoreApplication>

namespace countersign::ui {

namespace {

struct ReceiptText {
    Q_DECLARE_TR_FUNCTIONS(ReceiptText)
};

QString day(const UtcTime& time)
{
    return QString::fromStdString(toIso8601(time)).left(10);
}

QString text(const std::string& value)
{
    return safeText(value, 200);
}

} // namespace

QString registeredSentence(const ReceiptOutcome& outcome)
{
    const QString id = outcome.transactionId ? QString::fromStdString(outcome.transactionId->toString()) : QString();
    const QString service = text(outcome.service);
    if (outcome.verdict == Verdict::Failed)
        return id.isEmpty() ? ReceiptText::tr("This receipt proves nothing: a check failed.")
                            : ReceiptText::tr("This receipt does not prove that transaction %1 was registered.").arg(id);
    if (outcome.verdict == Verdict::Passed && !id.isEmpty())
        return ReceiptText::tr("Transaction %1 was registered by the service pinned from %2.").arg(id, service);
    if (outcome.verdict == Verdict::Passed)
        return ReceiptText::tr("What this receipt is about was registered by the service pinned from %1; it names no "
                               "transaction.")
            .arg(service);
    if (outcome.reason == "NO_TRUST_ANCHOR" || outcome.reason == "ANCHOR_NOT_IN_CHAIN")
        return id.isEmpty() ? ReceiptText::tr("The receipt agrees with itself, but no identity that you pinned vouches for it.")
                            : ReceiptText::tr("The receipt says that transaction %1 was registered, but no identity that you "
                                              "pinned vouches for it.")
                                  .arg(id);
    return id.isEmpty() ? ReceiptText::tr("Something is missing to judge this receipt.")
                        : ReceiptText::tr("Something is missing to judge this receipt of transaction %1.").arg(id);
}

QString datesSentence(const ReceiptOutcome& outcome, const UtcTime& now)
{
    QString sentence;
    if (outcome.signedAt)
        sentence = ReceiptText::tr("Signed at %1.").arg(QString::fromStdString(toIso8601(*outcome.signedAt)));
    if (!outcome.signerNotBefore || !outcome.signerNotAfter) return sentence;
    const QString from = day(*outcome.signerNotBefore), to = day(*outcome.signerNotAfter);
    const bool expired = *outcome.signerNotAfter < now;
    if (now < *outcome.signerNotBefore)
        return ReceiptText::tr("The node's certificate is valid from %1 on, which is still to come.").arg(from);
    if (outcome.signedAt && expired && *outcome.signerNotBefore <= *outcome.signedAt
        && *outcome.signedAt <= *outcome.signerNotAfter)
        return ReceiptText::tr("Valid when signed at %1; the node's certificate expired on %2.")
            .arg(QString::fromStdString(toIso8601(*outcome.signedAt)), to);
    if (expired)
        return ReceiptText::tr("The node's certificate was valid from %1 to %2 and has expired since; the receipt does not "
                               "say when it was signed.")
            .arg(from, to);
    return ReceiptText::tr("The node's certificate is valid from %1 to %2.").arg(from, to);
}

QString receiptKindText(const std::string& kind)
{
    if (kind == "json") return ReceiptText::tr("JSON receipt");
    if (kind == "cose") return ReceiptText::tr("COSE receipt");
    if (kind == "signature") return ReceiptText::tr("Ledger signature alone");
    if (kind == "statement") return ReceiptText::tr("Transparent statement");
    if (kind == "acl") return ReceiptText::tr("Azure receipt");
    return kind.empty() ? ReceiptText::tr("Unreadable") : text(kind);
}

QString documentSentence(const ReceiptRow& row, const std::vector<DocumentInput>& documents)
{
    if (documents.empty()) return {};
    switch (documentVerdict(row, documents)) {
    case Verdict::Passed:
        return ReceiptText::tr("This document's digest is the claim: yes (%1).").arg(safeText(row.document, 200));
    case Verdict::Failed:
        return documents.size() == 1
                   ? ReceiptText::tr("This document's digest is the claim: no (%1).").arg(text(documents.front().source))
                   : ReceiptText::tr("None of the documents at hand is what this receipt claims.");
    default:
        return row.outcome.kind == "acl" || row.outcome.kind == "statement"
                   ? ReceiptText::tr("The check of the claims says whether the document is what was registered.")
                   : ReceiptText::tr("This receipt claims no document: its claims digest is empty.");
    }
}

Verdict documentVerdict(const ReceiptRow& row, const std::vector<DocumentInput>& documents)
{
    if (documents.empty()) return Verdict::NotChecked;
    if (!row.document.isEmpty()) return Verdict::Passed;
    const bool digestIsDocument = row.outcome.kind != "acl" && row.outcome.kind != "statement";
    return digestIsDocument && row.outcome.claimsDigest ? Verdict::Failed : Verdict::Indeterminate;
}

} // namespace countersign::ui
