#include "core/ccf/receipt/receipt_run.h"

#include "core/base/file_io.h"
#include "core/base/mapped_file.h"
#include "core/base/worker_pool.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>

namespace countersign::ccf {

namespace {

constexpr std::uint64_t kMostBytes = 4u << 20; ///< Of one receipt.
constexpr std::size_t kWindow = 4096;
constexpr std::size_t kJsonLinesHead = 64 * 1024;

Judgement unreadable(const char* id, const Error& error)
{
    Judgement judgement;
    recordError(id, error, judgement);
    return judgement;
}

} // namespace

/// What is judged at once, and the mappings that hold it.
struct ReceiptRun::Window {
    WorkerPool pool;
    std::vector<Item> items;
    std::vector<std::shared_ptr<const MappedFile>> mapped;
    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    std::uint64_t done = 0;
};

ReceiptRun::ReceiptRun(const VerifyOptions& options, std::stop_token stop, const VerifyObserver& observer,
                       const ReceiptCheckIds& ids, ReceiptJudge judge)
    : m_options(options), m_stop(std::move(stop)), m_observer(observer), m_ids(ids), m_judge(std::move(judge))
{
}

Judgement ReceiptRun::judgeItem(const Item& item) const
{
    if (item.line != 0) {
        if (item.content.size() > kMostBytes)
            return unreadable(m_ids.readable, {ErrorCode::LimitExceeded, "receipt", "longer than any receipt"});
        return m_judge(item.content, receiptFormat(item.content));
    }
    const auto content = readSmallFile(*item.file, kMostBytes);
    if (!content) return unreadable(m_ids.readable, content.error());
    ReceiptFormat format = receiptFormat(*content);
    if (format == ReceiptFormat::None) format = receiptFormatOf(*item.file);
    return m_judge(*content, format);
}

void ReceiptRun::run(const std::vector<std::filesystem::path>& files, VerificationReport& report)
{
    Window window{.pool = WorkerPool(threadsFor(m_options.jobs) - 1)};
    for (const std::filesystem::path& file : files) {
        if (m_stop.stop_requested()) break;
        addLines(file, window, report);
        if (window.items.size() >= kWindow) flush(window, report);
    }
    flush(window, report);
    finish(report);
}

/// A file of JSON lines gives one item a line, any other file one.
void ReceiptRun::addLines(const std::filesystem::path& file, Window& window, VerificationReport& report)
{
    std::error_code error;
    const bool large = std::filesystem::file_size(file, error) > kMostBytes;
    const std::string ending = file.extension().string();
    const bool mayBeLines = large || ending == ".json" || ending == ".jsonl" || ending == ".ndjson" || ending.empty();
    const auto mapped = mayBeLines ? MappedFile::open(file) : Result<std::shared_ptr<const MappedFile>>(Error{});
    const Bytes all = mapped ? (*mapped)->bytes() : Bytes();
    if (!mapped || !isJsonLines(all.first(std::min(all.size(), kJsonLinesHead)))) {
        window.items.push_back({&file});
        return;
    }
    window.mapped.push_back(*mapped);
    std::uint64_t line = 0, offset = 0;
    while (offset < all.size() && !m_stop.stop_requested()) {
        const Bytes rest = all.subspan(offset);
        const auto length = static_cast<std::uint64_t>(std::ranges::find(rest, std::uint8_t{'\n'}) - rest.begin());
        ++line;
        const Bytes content = rest.first(length);
        const bool blank = std::ranges::all_of(content, [](std::uint8_t c) { return c == ' ' || c == '\r' || c == '\t'; });
        if (!blank) window.items.push_back({&file, line, {offset, length}, content});
        offset += length + 1;
        if (window.items.size() < kWindow) continue;
        flush(window, report);
        window.mapped.push_back(*mapped);
    }
}

void ReceiptRun::flush(Window& window, VerificationReport& report)
{
    std::vector<Judgement> judgements(window.items.size());
    std::vector<char> judged(window.items.size());
    std::atomic<std::size_t> next{0};
    std::atomic<unsigned> running{window.pool.threads()};
    const auto work = [&] {
        for (std::size_t i = next++; i < window.items.size() && !m_stop.stop_requested(); i = next++) {
            if (m_observer.waitWhilePaused) m_observer.waitWhilePaused();
            judgements[i] = judgeItem(window.items[i]);
            judged[i] = 1;
        }
        --running;
    };
    for (unsigned i = window.pool.threads(); i > 0; --i) window.pool.submit(work);
    window.pool.helpUntil([&] { return running == 0; });

    for (std::size_t i = 0; i < window.items.size(); ++i)
        if (judged[i]) merge(window.items[i], std::move(judgements[i]), report);
    window.done += window.items.size();
    window.items.clear();
    window.mapped.clear();
    if (!m_observer.progress) return;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - window.begin;
    m_observer.progress({"verify", m_bytes, 0, window.done, seconds.count()});
}

void ReceiptRun::merge(const Item& item, Judgement judgement, VerificationReport& report)
{
    Place where{item.file->string(), {}, {}, {}};
    if (item.line != 0) where.offset = item.range.offset;
    if (item.line != 0) where.length = item.range.length;
    if (judgement.id) where.seqno = judgement.id->seqno;
    const Verdict verdict = judgement.verdict();
    const std::string reason = judgement.reason();
    if (verdict != Verdict::Passed) {
        const auto worst = std::ranges::find(judgement.checks, verdict, &Check::verdict);
        const bool found = worst != judgement.checks.end();
        if (!found) m_checks.add({m_ids.anchor, verdict, reason, {}, 1, where});
        addFinding({found ? worst->id : m_ids.anchor, verdict == Verdict::Failed ? Severity::Fault : Severity::Warning,
                    reason, where, found ? worst->evidence : std::string()},
                   report);
    }
    for (Check& check : judgement.checks) {
        check.where = where;
        m_checks.add(std::move(check));
    }
    for (const Finding& remark : judgement.remarks) addRemark(remark, where, report);
    for (NotCheckedItem& one : judgement.notChecked) {
        const auto same = std::ranges::find_if(report.notChecked, [&](const NotCheckedItem& other) {
            return other.id == one.id && other.reason == one.reason;
        });
        if (same != report.notChecked.end())
            ++same->count;
        else
            report.notChecked.push_back(std::move(one));
    }
    if (judgement.anchor && !report.anchor) report.anchor = judgement.anchor;
    (judgement.kind == "json" || judgement.kind == "acl" ? report.stats.nodeSignatures : report.stats.serviceSignatures) +=
        judgement.signatures;
    report.receipts.push_back({item.file->string(), item.line, std::move(judgement.kind), judgement.id, verdict, reason});
}

void ReceiptRun::addFinding(Finding finding, VerificationReport& report)
{
    if (report.findings.size() >= m_options.maxFindings) {
        ++report.findingsOmitted;
        return;
    }
    if (m_observer.finding) m_observer.finding(finding);
    report.findings.push_back(std::move(finding));
}

void ReceiptRun::addRemark(const Finding& remark, const Place& where, VerificationReport&)
{
    const auto same = std::ranges::find_if(m_remarks, [&](const auto& other) {
        return other.first.id == remark.id && other.first.reason == remark.reason;
    });
    if (same != m_remarks.end()) {
        ++same->second;
        return;
    }
    m_remarks.emplace_back(remark, 1);
    m_remarks.back().first.where = where;
}

void ReceiptRun::finish(VerificationReport& report)
{
    for (auto& [remark, count] : m_remarks) {
        if (count > 1) remark.detail += " (the first of " + std::to_string(count) + " receipts)";
        addFinding(std::move(remark), report);
    }
    if (m_stop.stop_requested())
        m_checks.add({kCheckRunComplete, Verdict::Indeterminate, kReasonCancelled, {}, 1, {}});
    std::ranges::copy(m_checks.checks(), std::back_inserter(report.checks));
    std::ranges::stable_sort(report.checks, {}, &Check::id);
}

void concludeReceipts(VerificationReport& report)
{
    report.verdict = overall(report.checks);
    if (report.verdict == Verdict::NotChecked) report.verdict = Verdict::Indeterminate;
    report.reason.clear();
    if (report.verdict == Verdict::Passed) return;
    for (const char* first : {kCheckRunComplete}) {
        const auto found = std::ranges::find(report.checks, first, &Check::id);
        if (found != report.checks.end() && found->verdict == report.verdict) report.reason = found->reason;
    }
    // The reason of the first receipt with the worst verdict tells more than the first check in alphabetical order.
    for (const ReceiptOutcome& outcome : report.receipts)
        if (report.reason.empty() && outcome.verdict == report.verdict) report.reason = outcome.reason;
    for (const Check& check : report.checks)
        if (report.reason.empty() && check.verdict == report.verdict) report.reason = check.reason;
}

} // namespace countersign::ccf
