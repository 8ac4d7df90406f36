#include "tests/vectors/judging.h"

#include "core/base/hex.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <sstream>

namespace countersign::test {

namespace fs = std::filesystem;

VerificationReport judged(const Paths& paths, const JudgeOptions& options)
{
    VerifyOptions verify;
    verify.jobs = options.jobs;
    for (std::size_t i = 0; i < options.anchors.size(); ++i)
        verify.anchors.push_back({copyOf(bytesOf(options.anchors[i])), "anchor " + std::to_string(i)});
    VerifyObserver observer;
    observer.range = options.range;
    auto files = ccf::listLedgerFiles(paths);
    auto report = files ? ccf::verifyLedger(*files, verify, options.stop, observer)
                        : Result<VerificationReport>(files.error());
    if (report) return *std::move(report);
    VerificationReport failed;
    failed.reason = std::string("ERROR ") + errorCodeName(report.error().code) + ": " + report.error().detail;
    return failed;
}

namespace {

const RangeVerdict* rangeAt(const VerificationReport& report, SeqNo seqno)
{
    const auto found = std::ranges::find_if(
        report.ranges, [&](const RangeVerdict& range) { return range.from <= seqno && seqno <= range.to; });
    return found == report.ranges.end() ? nullptr : &*found;
}

} // namespace

Verdict verdictAt(const VerificationReport& report, SeqNo seqno)
{
    const RangeVerdict* range = rangeAt(report, seqno);
    return range ? range->verdict : Verdict::NotChecked;
}

std::string reasonAt(const VerificationReport& report, SeqNo seqno)
{
    const RangeVerdict* range = rangeAt(report, seqno);
    return range ? range->reason : "no range";
}

bool passedOver(const VerificationReport& report, SeqNo from, SeqNo to)
{
    while (from <= to) {
        const RangeVerdict* range = rangeAt(report, from);
        if (!range || range->verdict != Verdict::Passed) return false;
        from = range->to + 1;
    }
    return true;
}

bool hasReason(const VerificationReport& report, const std::string& reason)
{
    return std::ranges::any_of(report.checks, [&](const Check& check) { return check.reason == reason; })
           || std::ranges::any_of(report.findings, [&](const Finding& finding) { return finding.reason == reason; });
}

std::string reasonsOf(const VerificationReport& report)
{
    std::set<std::string> reasons;
    for (const Check& check : report.checks)
        if (!check.reason.empty()) reasons.insert(check.reason);
    for (const Finding& finding : report.findings) reasons.insert(finding.reason);
    std::string text;
    for (const std::string& reason : reasons) text += (text.empty() ? "" : " ") + reason;
    return text;
}

std::string rangesOf(const VerificationReport& report)
{
    std::string text;
    for (const RangeVerdict& range : report.ranges) {
        text += (text.empty() ? "" : ", ") + std::string(verdictName(range.verdict)) + ' ' + std::to_string(range.from)
                + '-' + std::to_string(range.to);
        if (!range.reason.empty()) text += ' ' + range.reason;
    }
    return text;
}

std::string fingerprintOf(const VerificationReport& report)
{
    std::ostringstream out;
    const auto place = [&](const Place& where) {
        out << where.file << '@' << where.offset.value_or(0) << '+' << where.length.value_or(0) << '#'
            << where.seqno.value_or(0) << '\n';
    };
    out << verdictName(report.verdict) << report.reason << '\n' << rangesOf(report) << '\n';
    for (const Check& check : report.checks) {
        out << check.id << verdictName(check.verdict) << check.reason << check.evidence << check.count;
        place(check.where);
    }
    for (const Finding& finding : report.findings) {
        out << finding.id << severityName(finding.severity) << finding.reason << finding.detail;
        place(finding.where);
    }
    for (const auto& item : report.notChecked) out << item.id << item.reason << item.detail << item.count << '\n';
    for (const auto& epoch : report.identities)
        out << epoch.from << '-' << epoch.to << epoch.keyId << epoch.status << epoch.renewals << epoch.link
            << epoch.linkEvidence << verdictName(epoch.trust) << '\n';
    for (const auto& time : report.times) out << time.seqno << ' ' << time.time.seconds << '\n';
    for (const auto& event : report.events) out << event.kind << event.seqno << event.subject << event.detail << '\n';
    for (const auto& node : report.nodes) out << node.id << node.lastStatus << node.signatures << '\n';
    out << report.stats.transactions << ' ' << report.stats.signatures << ' ' << report.stats.nodeSignatures << ' '
        << report.stats.serviceSignatures << ' ' << report.stats.memberMessages << ' ' << report.stats.bytes << '\n';
    out << (report.signedTo ? report.signedTo->toString() : "-") << toHex(report.rootAtSignedTo)
        << (report.committedTo ? report.committedTo->toString() : "-") << report.committedBasis
        << report.unsignedFrom.value_or(0) << (report.anchor ? report.anchor->source : "no anchor");
    return out.str();
}

std::string meaningOf(const support::Transaction& signature)
{
    std::string meaning = std::to_string(signature.view) + '.' + std::to_string(signature.seqno);
    for (const auto& table : signature.tables) {
        meaning += '\n' + table.name + ' ' + std::to_string(table.removes.size());
        for (const auto& [key, value] : table.writes) {
            const auto row = nlohmann::json::parse(value, nullptr, false);
            meaning += '\n' + key + ' ';
            if (table.name != "public:ccf.internal.signatures" || !row.is_object()) {
                meaning += value;
                continue;
            }
            for (const char* member : {"sig", "node", "root", "seqno", "view", "cert"})
                meaning += row.contains(member) ? row.at(member).dump() : std::string("none");
        }
    }
    return meaning;
}

std::string formProblem(const VerificationReport& report)
{
    for (const Finding& finding : report.findings) {
        const bool placed = !finding.where.file.empty() || finding.where.seqno || finding.where.offset;
        const bool trust = finding.reason == "NO_TRUST_ANCHOR" || finding.reason == "ANCHOR_NOT_IN_CHAIN"
                           || finding.reason == "CANCELLED" || finding.reason == "CERTIFICATE_EXPIRED"
                           || finding.reason == "NO_SIGNATURE";
        if (finding.reason.empty()) return "a finding without a reason: " + finding.id;
        if (!placed && !trust) return "a finding without a place: " + finding.id + ' ' + finding.reason;
    }
    bool bad = false;
    for (std::size_t i = 0; i < report.ranges.size(); ++i) {
        const RangeVerdict& range = report.ranges[i];
        if (range.from > range.to) return "a range upside down: " + rangesOf(report);
        if (i > 0 && report.ranges[i - 1].to >= range.from) return "ranges overlap: " + rangesOf(report);
        if ((range.verdict == Verdict::Passed) != range.reason.empty()) return "a reason too many or too few";
        bad = bad || range.verdict == Verdict::Failed || range.verdict == Verdict::Indeterminate;
    }
    if (bad && report.verdict == Verdict::Passed) return "passed beside ranges that did not: " + rangesOf(report);
    if ((report.verdict == Verdict::Passed) != report.reason.empty()) return "overall reason: " + report.reason;
    if (report.verdict == Verdict::Passed && (!report.anchor || !report.signedTo)) return "passed without an anchor";
    if (report.signedTo && report.anchor && !report.ranges.empty()
        && verdictAt(report, report.signedTo->seqno) != Verdict::Passed)
        return "signed to " + report.signedTo->toString() + " is not in verified state";
    if (report.committedTo && (!report.signedTo || report.committedTo->seqno > report.signedTo->seqno))
        return "committed beyond what is signed";
    return {};
}

std::string textOfFile(const fs::path& file)
{
    return std::string(textOf(contentOf(file)));
}

fs::path Scratch::fresh()
{
    const fs::path folder = path() / std::to_string(++m_count);
    fs::create_directories(folder);
    return folder;
}

fs::path Scratch::copyOf(const fs::path& from)
{
    const fs::path folder = fresh();
    for (const auto& item : fs::directory_iterator(from)) {
        if (!item.is_regular_file()) continue;
        const fs::path to = folder / item.path().filename();
        fs::copy_file(item.path(), to);
        fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
    }
    return folder;
}

namespace {

std::vector<std::string>& rows()
{
    static std::vector<std::string> list;
    return list;
}

} // namespace

void tableRow(const std::string& name, const std::string& expected, const VerificationReport& report)
{
    std::string row = name;
    row.resize(std::max<std::size_t>(row.size(), 46), ' ');
    row += " | " + expected;
    row.resize(std::max<std::size_t>(row.size(), 46 + 44), ' ');
    if (qEnvironmentVariableIsSet("COUNTERSIGN_SHOW"))
        for (const auto& epoch : report.identities)
            row += " [" + std::to_string(epoch.from) + "-" + std::to_string(epoch.to) + ' ' + epoch.keyId.substr(0, 6)
                   + ' ' + epoch.link + ' ' + epoch.trustReason + ']';
    rows().push_back(row + " | " + verdictName(report.verdict) + ' ' + report.reason + " | " + rangesOf(report)
                     + " | signed to " + (report.signedTo ? report.signedTo->toString() : "-") + " | "
                     + reasonsOf(report));
}

void printTable(const char* title)
{
    std::printf("\n%s\n", title);
    for (const std::string& row : rows()) std::printf("%s\n", row.c_str());
    std::fflush(stdout);
    rows().clear();
}

} // namespace countersign::test
