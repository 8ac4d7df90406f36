#include "ui/verify/verdict_text.h"

#include "core/family/reasons.h"
#include "ui/common/format.h"
#include "ui/common/reason_text.h"
#include "ui/verify/assurance_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <set>

namespace countersign::ui {

namespace {

struct VerdictText {
    Q_DECLARE_TR_FUNCTIONS(VerdictText)
};

std::optional<RangeVerdict> wholeRange(const VerificationReport& report)
{
    if (report.ranges.empty()) return {};
    return RangeVerdict{report.ranges.front().from, report.ranges.back().to, Verdict::NotChecked, {}};
}

/// Where what passed begins and ends.
QString passedRange(const VerificationReport& report)
{
    std::uint64_t from = 0, to = 0;
    for (const RangeVerdict& range : report.ranges) {
        if (range.verdict != Verdict::Passed) continue;
        if (from == 0) from = range.from;
        to = range.to;
    }
    return seqnoRange(from, to);
}

QString againstText(const VerificationReport& report, const AnchorChoice& anchor)
{
    if (!anchor.isChosen()) return VerdictText::tr("no identity chosen");
    const QString id = report.anchor ? QString::fromStdString(report.anchor->fingerprint) : anchor.fingerprint();
    return VerdictText::tr("pinned %1", "an identity").arg(shortId(id.isEmpty() ? anchor.fingerprint() : id));
}

/// Why the first range that failed did; the report's own reason may be of something else.
std::string firstFailure(const VerificationReport& report)
{
    const auto failed = std::ranges::find(report.ranges, Verdict::Failed, &RangeVerdict::verdict);
    return failed == report.ranges.end() || failed->reason.empty() ? report.reason : failed->reason;
}

/// Of checks that failed, the reasons that no range states.
QStringList otherFailures(const VerificationReport& report)
{
    std::set<std::string> said;
    for (const RangeVerdict& range : report.ranges) said.insert(range.reason);
    QStringList sentences;
    for (const Check& check : report.checks)
        if (check.verdict == Verdict::Failed && said.insert(check.reason).second) sentences.append(reasonText(check.reason));
    return sentences;
}

QString mainSentence(const VerificationReport& report, const AnchorChoice& anchor, const StatedVerdict& shown)
{
    const auto whole = wholeRange(report);
    const QString over = whole ? seqnoRange(whole->from, whole->to) : QString();
    switch (shown.verdict) {
    case Verdict::Passed:
        return VerdictText::tr("Passed for %1: whole and authentic, held against the identity from %2.")
            .arg(passedRange(report), anchor.source);
    case Verdict::Failed: {
        const QString failed = failedRanges(report);
        if (failed.isEmpty()) return VerdictText::tr("Failed: %1").arg(reasonText(shown.reason));
        return VerdictText::tr("Failed at %1 of %2: %3").arg(failed, over, reasonText(firstFailure(report)));
    }
    case Verdict::Indeterminate:
    case Verdict::NotChecked: break;
    }
    if (shown.reason.empty()) return VerdictText::tr("Indeterminate for %1.").arg(over);
    if (over.isEmpty()) return VerdictText::tr("Indeterminate: %1").arg(reasonText(shown.reason));
    return VerdictText::tr("Indeterminate for %1: %2").arg(over, reasonText(shown.reason));
}

} // namespace

QString seqnoRange(std::uint64_t from, std::uint64_t to)
{
    if (from == to) return formatCount(from);
    return VerdictText::tr("%1–%2", "from a number to a number").arg(formatCount(from), formatCount(to));
}

QString failedRanges(const VerificationReport& report, int most)
{
    QStringList parts;
    int more = 0;
    for (const RangeVerdict& range : report.ranges) {
        if (range.verdict != Verdict::Failed) continue;
        if (parts.size() < most) parts += seqnoRange(range.from, range.to);
        else ++more;
    }
    const QString joined = parts.join(QStringLiteral(", "));
    return more ? VerdictText::tr("%1 and %n more", "ranges", more).arg(joined) : joined;
}

QString scopeText(const VerificationReport& report, const AnchorChoice& anchor)
{
    const StatedVerdict shown = statedVerdict(report);
    const QString against = againstText(report, anchor);
    const auto whole = wholeRange(report);
    if (!whole) return against;
    const QString over = shown.verdict == Verdict::Passed ? passedRange(report) : seqnoRange(whole->from, whole->to);
    const QString failed = shown.verdict == Verdict::Failed ? failedRanges(report, 1) : QString();
    if (!failed.isEmpty())
        return VerdictText::tr("at %1 of %2 · %3", "where, range, against which identity").arg(failed, over, against);
    return VerdictText::tr("%1 · %2", "range, against which identity").arg(over, against);
}

QString signedAndCommitted(const VerificationReport& report)
{
    if (!report.signedTo) return VerdictText::tr("No signature covers any of it.");
    const QString to = QString::fromStdString(report.signedTo->toString());
    if (!report.committedTo) return VerdictText::tr("Signed to %1; nothing shows to where it was committed.").arg(to);
    return VerdictText::tr("Signed to %1, committed to %2 (%3).")
        .arg(to, QString::fromStdString(report.committedTo->toString()), basisText(report.committedBasis));
}

QStringList verdictSentences(const VerificationReport& report, const AnchorChoice& anchor)
{
    QStringList sentences{mainSentence(report, anchor, statedVerdict(report))};
    sentences += otherFailures(report);
    sentences += signedAndCommitted(report);
    if (report.unsignedFrom && report.lastRead && report.lastRead->seqno >= *report.unsignedFrom) {
        sentences.append(VerdictText::tr("%1 unsigned: nothing vouches for them yet.", "a range of transactions")
                             .arg(seqnoRange(*report.unsignedFrom, report.lastRead->seqno)));
    }
    return sentences;
}

bool anchorIsNotInChain(const VerificationReport& report)
{
    return std::ranges::any_of(report.checks, [](const Check& check) {
        return check.verdict != Verdict::Passed && check.reason == kReasonAnchorNotInChain;
    });
}

} // namespace countersign::ui
