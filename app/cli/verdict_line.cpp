#include "app/cli/verdict_line.h"

#include "app/cli/terminal_text.h"
#include "app/common/english_text.h"
#include "core/family/stated_verdict.h"

namespace countersign {

namespace {

constexpr std::size_t kMostRanges = 8;
constexpr std::size_t kMostSubject = 120;

std::string rangeText(const RangeVerdict& range)
{
    const std::string from = std::to_string(range.from);
    return range.from == range.to ? from : from + ".." + std::to_string(range.to);
}

std::vector<RangeVerdict> joined(const std::vector<RangeVerdict>& ranges, Verdict verdict)
{
    std::vector<RangeVerdict> result;
    for (const RangeVerdict& range : ranges) {
        if (range.verdict != verdict) continue;
        if (!result.empty() && result.back().to + 1 == range.from)
            result.back().to = range.to;
        else
            result.push_back(range);
    }
    return result;
}

std::string anchorText(const AnchorMatch& anchor)
{
    const std::string& digest = anchor.fingerprint.empty() ? anchor.keyId : anchor.fingerprint;
    std::string text = "identity " + shortDigest(digest);
    if (!anchor.subject.empty()) text += " (" + shortened(anchor.subject, kMostSubject) + ')';
    return text + " from " + escaped(anchor.source);
}

std::string committedText(const VerificationReport& report)
{
    if (!report.committedTo) return ", commit not shown by anything at hand";
    std::string text = ", committed to " + report.committedTo->toString();
    if (report.committedBasis.empty()) return text;
    const std::string_view basis = englishBasis(report.committedBasis);
    return text + " (" + (basis.empty() ? escaped(report.committedBasis) : std::string(basis)) + ')';
}

std::string unsignedText(const VerificationReport& report)
{
    if (!report.unsignedFrom || !report.lastRead || report.lastRead->seqno < *report.unsignedFrom) return {};
    const std::uint64_t count = report.lastRead->seqno - *report.unsignedFrom + 1;
    return "; " + counted(count, "later transaction", "later transactions") + " unsigned";
}

// What was judged, where it has no numbers: a snapshot by itself.
std::string subjectText(const VerificationReport& report)
{
    if (report.subjects.empty()) return {};
    std::string text = " for " + escaped(report.subjectKind) + ' ' + escaped(report.subjects.front());
    if (report.subjects.size() > 1)
        text += " and " + counted(report.subjects.size() - 1, "more path", "more paths");
    return text;
}

// Parts beside the stated verdict that a reader must not miss.
std::string otherScopes(const VerificationReport& report, Verdict stated)
{
    std::string text;
    for (const Verdict other : {Verdict::Failed, Verdict::Passed}) {
        const std::string scope = scopeText(report.ranges, other);
        if (other == stated || scope.empty()) continue;
        text += other == Verdict::Failed ? "; failed for " : "; passed for ";
        text += scope;
    }
    return text;
}

} // namespace

std::string scopeText(const std::vector<RangeVerdict>& ranges, Verdict verdict)
{
    const std::vector<RangeVerdict> all = joined(ranges, verdict);
    std::string text;
    for (std::size_t i = 0; i < all.size() && i < kMostRanges; ++i) text += (i ? ", " : "") + rangeText(all[i]);
    if (all.size() > kMostRanges) text += " and " + counted(all.size() - kMostRanges, "more range", "more ranges");
    return text;
}

std::string verdictTail(const VerificationReport& report)
{
    const StatedVerdict stated = statedVerdict(report);
    const std::string scope = scopeText(report.ranges, stated.verdict);
    std::string text = scope.empty() ? std::string() : " for " + scope;
    if (report.ranges.empty()) text = subjectText(report);
    if (!stated.reason.empty()) text += " (" + escaped(stated.reason) + ')';
    text += otherScopes(report, stated.verdict);
    if (report.anchor) text += ", " + anchorText(*report.anchor);
    if (report.signedTo) text += "; signed to " + report.signedTo->toString() + committedText(report);
    return text + unsignedText(report);
}

} // namespace countersign
