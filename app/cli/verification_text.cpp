#include "app/cli/verification_text.h"

#include "app/cli/terminal_text.h"
#include "app/cli/verdict_line.h"
#include "app/common/english_text.h"
#include "app/common/verification_document.h"
#include "core/base/utc_time.h"
#include "core/family/stated_verdict.h"

#include <algorithm>
#include <cstdio>

namespace countersign {

namespace {

constexpr std::size_t kMostRows = 40; ///< Of ranges and findings; all of them are in the JSON.
constexpr std::size_t kMostDetail = 300;
constexpr std::size_t kVerdictWidth = 13; ///< "Indeterminate".

std::string column(const Console& console, Verdict verdict)
{
    return console.verdictWord(verdict) + std::string(kVerdictWidth - englishVerdict(verdict).size() + 2, ' ');
}

// "ROOT_MISMATCH: The root …".
std::string reasonText(const std::string& reason)
{
    const std::string_view sentence = englishReason(reason);
    return sentence.empty() ? escaped(reason) : reason + ": " + std::string(sentence);
}

void writeMore(std::ostream& out, std::uint64_t left)
{
    if (left > 0) out << "  and " << left << " more; --json lists them all\n";
}

void writeVerdict(Console& console, const VerificationReport& report)
{
    const StatedVerdict stated = statedVerdict(report);
    console.out() << console.verdictWord(stated.verdict) << verdictTail(report) << '\n';
    if (!stated.reason.empty()) console.out() << "  " << reasonText(stated.reason) << '\n';
}

void writeRanges(Console& console, const VerificationReport& report)
{
    if (report.ranges.empty()) return;
    std::ostream& out = console.out();
    out << '\n' << console.heading("Ranges") << '\n';
    const std::size_t shown = std::min(report.ranges.size(), kMostRows);
    for (std::size_t i = 0; i < shown; ++i) {
        const RangeVerdict& range = report.ranges[i];
        out << "  " << column(console, range.verdict) << range.from << ".." << range.to;
        if (!range.reason.empty()) out << "  " << reasonText(range.reason);
        out << '\n';
    }
    writeMore(out, report.ranges.size() - shown);
}

std::string linkText(const IdentityEpoch& epoch)
{
    if (epoch.link.empty()) return "nothing links it to an identity you gave";
    const std::string_view text = englishLink(epoch.link);
    return text.empty() ? escaped(epoch.link) : std::string(text);
}

void writeIdentity(Console& console, const IdentityEpoch& epoch)
{
    std::ostream& out = console.out();
    out << "  " << column(console, epoch.trust) << epoch.from << ".." << epoch.to << "  "
        << shortened(epoch.subject, kMostDetail) << (epoch.isAnchor ? "  (the identity you gave)" : "") << '\n';
    const std::string indent(kVerdictWidth + 4, ' ');
    out << indent << "certificate SHA-256 " << escaped(epoch.fingerprint) << '\n';
    out << indent << "key SHA-256         " << escaped(epoch.keyId) << '\n';
    out << indent << "status " << (epoch.status.empty() ? "not stated" : escaped(epoch.status));
    if (epoch.renewals > 0) out << ", renewed " << counted(epoch.renewals, "time", "times") << " with the same key";
    out << "; trust: " << linkText(epoch) << '\n';
    if (!epoch.linkEvidence.empty()) out << indent << shortened(epoch.linkEvidence, kMostDetail) << '\n';
    if (!epoch.trustReason.empty()) out << indent << reasonText(epoch.trustReason) << '\n';
}

void writeIdentities(Console& console, const VerificationReport& report)
{
    if (report.identities.empty()) return;
    console.out() << '\n' << console.heading("Identities") << '\n';
    const std::size_t shown = std::min(report.identities.size(), kMostRows);
    for (std::size_t i = 0; i < shown; ++i) writeIdentity(console, report.identities[i]);
    writeMore(console.out(), report.identities.size() - shown);
}

void writeAnchorDates(Console& console, const VerificationReport& report, UtcTime at)
{
    if (!report.anchor || !report.anchor->notAfter) return;
    std::ostream& out = console.out();
    const AnchorMatch& anchor = *report.anchor;
    out << '\n' << (report.answers.empty() ? "The identity you gave is valid " : "The vendor's root is valid ");
    if (anchor.notBefore) out << "from " << toIso8601(*anchor.notBefore) << ' ';
    out << "to " << toIso8601(*anchor.notAfter);
    if (at > *anchor.notAfter) out << "; at " << toIso8601(at) << " it has expired, which does not undo what it signed";
    if (anchor.notBefore && at < *anchor.notBefore) out << "; at " << toIso8601(at) << " it is not valid yet";
    out << ".\n";
}

void writeAnswers(Console& console, const VerificationReport& report)
{
    if (report.answers.empty()) return;
    console.out() << '\n' << console.heading("Questions, each with its own answer") << '\n';
    for (const SeparateAnswer& answer : report.answers) {
        console.out() << "  " << column(console, answer.verdict) << padded(escaped(answer.id), 11)
                      << englishQuestion(answer.id) << '\n';
        if (!answer.reason.empty())
            console.out() << std::string(kVerdictWidth + 4, ' ') << reasonText(answer.reason) << '\n';
    }
}

void writeEvidence(Console& console, const VerificationReport& report)
{
    if (report.evidence.size() < 2) return;
    std::ostream& out = console.out();
    out << '\n' << console.heading("Pieces of evidence") << '\n';
    const std::size_t shown = std::min(report.evidence.size(), kMostRows);
    for (std::size_t i = 0; i < shown; ++i) {
        const EvidenceOutcome& one = report.evidence[i];
        out << "  " << column(console, one.verdict) << padded(escaped(one.kind), 16) << shortened(one.path, kMostDetail);
        if (!one.subject.empty()) out << "  node " << shortDigest(escaped(one.subject));
        for (const SeparateAnswer& answer : one.answers) out << "  " << escaped(answer.id) << ' ' << verdictName(answer.verdict);
        if (!one.reason.empty()) out << "  " << escaped(one.reason);
        out << '\n';
    }
    writeMore(out, report.evidence.size() - shown);
}

void writeChecks(Console& console, const VerificationReport& report)
{
    std::ostream& out = console.out();
    out << '\n' << console.heading("Checks") << '\n';
    if (report.checks.empty()) out << "  none was made\n";
    std::size_t width = 0;
    for (const Check& check : report.checks) width = std::max(width, columns(escaped(check.id)));
    const std::string indent(kVerdictWidth + 4, ' ');
    for (const Check& check : report.checks) {
        const std::string_view title = englishCheck(check.id);
        out << "  " << column(console, check.verdict) << padded(escaped(check.id), width) << "  " << title
            << (check.count == 1 ? "" : " (" + std::to_string(check.count) + " times)") << '\n';
        if (check.verdict == Verdict::Passed) continue;
        if (!check.reason.empty()) out << indent << reasonText(check.reason) << '\n';
        if (const std::string place = placeText(check.where); !place.empty()) out << indent << "at " << place << '\n';
        if (!check.evidence.empty()) out << indent << shortened(check.evidence, kMostDetail) << '\n';
    }
}

void writeFindings(Console& console, const VerificationReport& report)
{
    if (report.findings.empty() && report.findingsOmitted == 0) return;
    std::ostream& out = console.out();
    out << '\n' << console.heading("Findings") << '\n';
    const std::size_t shown = std::min(report.findings.size(), kMostRows);
    for (std::size_t i = 0; i < shown; ++i) {
        const Finding& finding = report.findings[i];
        out << "  " << padded(severityName(finding.severity), 7) << "  "
            << (finding.reason.empty() ? escaped(finding.id) : reasonText(finding.reason)) << '\n';
        if (const std::string place = placeText(finding.where); !place.empty())
            out << "           at " << place << '\n';
        if (!finding.detail.empty()) out << "           " << shortened(finding.detail, kMostDetail) << '\n';
    }
    writeMore(out, report.findings.size() - shown);
    if (report.findingsOmitted > 0) out << "  " << report.findingsOmitted << " more were counted and not kept\n";
}

void writeReceipts(Console& console, const VerificationReport& report)
{
    if (report.receipts.empty()) return;
    std::ostream& out = console.out();
    out << '\n' << console.heading("Receipts") << '\n';
    // Those that did not pass come first: they must not be the ones left out.
    std::vector<const ReceiptOutcome*> rows;
    for (const ReceiptOutcome& outcome : report.receipts) rows.push_back(&outcome);
    std::ranges::stable_partition(rows, [](const auto* row) { return row->verdict != Verdict::Passed; });
    const std::size_t shown = std::min(rows.size(), kMostRows);
    for (std::size_t i = 0; i < shown; ++i) {
        const ReceiptOutcome& one = *rows[i];
        out << "  " << column(console, one.verdict) << (one.transactionId ? one.transactionId->toString() : "-") << "  "
            << shortened(one.path, kMostDetail);
        if (one.line != 0) out << " line " << one.line;
        if (!one.reason.empty()) out << "  " << escaped(one.reason);
        out << '\n';
    }
    writeMore(out, rows.size() - shown);
    const auto passed = std::ranges::count(report.receipts, Verdict::Passed, &ReceiptOutcome::verdict);
    out << "  " << passed << " of " << counted(report.receipts.size(), "receipt", "receipts") << " passed\n";
}

void writeNotChecked(Console& console, const VerificationReport& report)
{
    std::ostream& out = console.out();
    out << '\n' << console.heading("Not checked") << '\n';
    if (report.notChecked.empty()) out << "  nothing that applies was left out\n";
    for (const NotCheckedItem& item : report.notChecked) {
        const std::string_view title = englishCheck(item.id);
        out << "  " << escaped(item.id);
        if (!title.empty()) out << "  " << title;
        if (item.count != 1) out << " (" << item.count << " times)";
        out << '\n';
        if (!item.reason.empty()) out << "    " << reasonText(item.reason) << '\n';
        if (!item.detail.empty()) out << "    " << shortened(item.detail, kMostDetail) << '\n';
    }
}

void writeStats(Console& console, const VerificationReport& report)
{
    const VerificationStats& stats = report.stats;
    if (!report.answers.empty()) {
        console.out() << '\n' << byteCount(stats.bytes) << " read in " << duration(stats.seconds) << ".\n";
        return;
    }
    if (stats.transactions == 0 && !report.receipts.empty()) {
        console.out() << '\n'
                      << counted(report.receipts.size(), "receipt", "receipts") << " in " << byteCount(stats.bytes)
                      << " read in " << duration(stats.seconds) << "; "
                      << counted(stats.nodeSignatures + stats.serviceSignatures, "signature", "signatures")
                      << " asked about.\n";
        return;
    }
    console.out() << '\n'
                  << counted(stats.transactions, "transaction", "transactions") << " in " << byteCount(stats.bytes)
                  << " read in " << duration(stats.seconds) << "; "
                  << counted(stats.signatures, "signature transaction", "signature transactions") << " ("
                  << counted(stats.nodeSignatures, "node signature", "node signatures") << ", "
                  << counted(stats.serviceSignatures, "service signature", "service signatures") << "), "
                  << counted(stats.memberMessages, "member message", "member messages") << ".\n";
}

} // namespace

std::string placeText(const Place& place)
{
    std::string text = escaped(place.file);
    if (place.offset) {
        char offset[32];
        std::snprintf(offset, sizeof offset, "@0x%llx", static_cast<unsigned long long>(*place.offset));
        text += (text.empty() ? "" : " ") + std::string(offset);
    }
    if (place.seqno) text += (text.empty() ? "seqno " : ", seqno ") + std::to_string(*place.seqno);
    return text;
}

void writeVerification(Console& console, const VerificationReport& report, UtcTime at)
{
    writeVerdict(console, report);
    writeRanges(console, report);
    writeIdentities(console, report);
    writeAnchorDates(console, report, at);
    writeAnswers(console, report);
    writeEvidence(console, report);
    writeReceipts(console, report);
    writeChecks(console, report);
    writeFindings(console, report);
    writeNotChecked(console, report);
    writeStats(console, report);
}

} // namespace countersign
