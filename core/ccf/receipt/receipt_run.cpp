#include "core/ccf/receipt/receipt_run.h"

#include "core/base/file_io.h"
#include "core/base/mapped_file.h"
#include "core/base/worker_pool.h"
#include "core/ccf/receipt/receipt_archive.h"
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
constexpr std::uint64_t kMostHeld = 32u << 20;
constexpr std::size_t kJsonLinesHead = 64 * 1024;

Judgement unreadable(const char* id, const Error& error)
{
    Judgement judgement;
    recordError(id, error, judgement);
    return judgement;
}

ReceiptOutcome outcomeOf(const Judgement& judgement, std::string path, std::uint64_t line)
{
    ReceiptOutcome outcome;
    outcome.path = std::move(path);
    outcome.line = line;
    outcome.transactionId = judgement.id;
    outcome.verdict = judgement.verdict();
    outcome.reason = judgement.reason();
    for (const LeafStatement& leaf : judgement.leaves)
        if (!outcome.claimsDigest) outcome.claimsDigest = leaf.claims();
    if (judgement.anchor) outcome.service = judgement.anchor->source;
    outcome.signedAt = judgement.signedAt;
    if (judgement.signer) {
        outcome.signer = judgement.signer->subject();
        outcome.signerNotBefore = judgement.signer->notBefore();
        outcome.signerNotAfter = judgement.signer->notAfter();
    }
    outcome.kind = judgement.kind;
    return outcome;
}

} // namespace

/// One receipt with its bytes, or a file whose bytes a worker reads.
struct ReceiptRun::Item {
    ReceiptPlace place;
    Bytes content{};
    ReceiptFormat format = ReceiptFormat::None;
    bool read = false;
    std::optional<Error> fault{};
};

/// What a worker found about an item; nothing when the run was cancelled before.
struct ReceiptRun::Judged {
    std::optional<Judgement> judgement;
    ReceiptOutcome outcome;
};

/// What is judged at once, and what holds its bytes.
struct ReceiptRun::Window {
    WorkerPool pool;
    std::vector<Item> items;
    std::vector<std::shared_ptr<const void>> owners;
    std::uint64_t held = 0; ///< Bytes unpacked.
    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    std::uint64_t done = 0;

    bool full() const { return items.size() >= kWindow || held >= kMostHeld; }
};

std::string ReceiptPlace::pathIn(const std::vector<std::filesystem::path>& files) const
{
    const std::string path = files[file].string();
    return member ? path + '/' + name : path;
}

Result<ReceiptBytes> readReceipt(const ReceiptPlace& place, const std::vector<std::filesystem::path>& files)
{
    if (place.file >= files.size()) return Error{ErrorCode::NotFound, "receipt", {}};
    const std::filesystem::path& file = files[place.file];
    ByteVector content;
    if (place.line != 0 && !place.member) {
        const auto mapped = MappedFile::open(file);
        if (!mapped) return mapped.error();
        const Bytes all = (*mapped)->bytes();
        if (place.range.end() > all.size()) return Error{ErrorCode::Truncated, file.string(), "it has changed"};
        content = copyOf(all.subspan(place.range.offset, place.range.length));
    } else {
        auto whole = place.member ? readMember(file, *place.member) : readSmallFile(file, kMostBytes);
        if (!whole) return std::move(whole).error();
        content = *std::move(whole);
        if (place.line != 0 && place.range.end() <= content.size())
            content = copyOf(Bytes(content).subspan(place.range.offset, place.range.length));
    }
    const ReceiptFormat format =
        place.line != 0 ? receiptFormat(content) : receiptFormat(content, place.member ? place.name : file.filename().string());
    return ReceiptBytes{std::move(content), format};
}

ReceiptRun::ReceiptRun(const VerifyOptions& options, std::stop_token stop, const VerifyObserver& observer,
                       const ReceiptCheckIds& ids, ReceiptJudge judge)
    : m_options(options), m_stop(std::move(stop)), m_observer(observer), m_ids(ids), m_judge(std::move(judge))
{
}

Judgement ReceiptRun::judgeItem(const Item& item) const
{
    if (item.fault) return unreadable(m_ids.readable, *item.fault);
    if (item.read && item.content.size() > kMostBytes)
        return unreadable(m_ids.readable, {ErrorCode::LimitExceeded, "receipt", "longer than any receipt"});
    if (item.read) return m_judge(item.content, item.place.line != 0 ? receiptFormat(item.content) : item.format);
    const auto bytes = readReceipt(item.place, m_files->files);
    return bytes ? m_judge(bytes->content, bytes->format) : unreadable(m_ids.readable, bytes.error());
}

ReceiptRun::Judged ReceiptRun::judgedItem(const Item& item) const
{
    Judged judged{judgeItem(item), {}};
    judged.outcome = outcomeOf(*judged.judgement, item.place.pathIn(m_files->files), item.place.line);
    return judged;
}

void ReceiptRun::run(const ReceiptFiles& files, VerificationReport& report)
{
    m_files = &files;
    Window window{.pool = WorkerPool(threadsFor(m_options.jobs) - 1)};
    for (std::uint32_t file = 0; file < files.files.size() && !m_stop.stop_requested(); ++file) {
        addFile(file, window, report);
        if (window.full()) flush(window, report);
    }
    flush(window, report);
    finish(report);
}

/// A file of JSON lines gives one item a line, an archive one a member, any other file one.
void ReceiptRun::addFile(std::uint32_t file, Window& window, VerificationReport& report)
{
    const std::filesystem::path& path = m_files->files[file];
    if (isReceiptArchive(path)) return addArchive(file, window, report);
    std::error_code error;
    const bool large = std::filesystem::file_size(path, error) > kMostBytes;
    const std::string ending = path.extension().string();
    const bool mayBeLines = large || ending == ".json" || ending == ".jsonl" || ending == ".ndjson" || ending.empty();
    const auto mapped = mayBeLines ? MappedFile::open(path) : Result<std::shared_ptr<const MappedFile>>(Error{});
    const Bytes all = mapped ? (*mapped)->bytes() : Bytes();
    if (mapped && isJsonLines(all.first(std::min(all.size(), kJsonLinesHead))))
        return addLines({.file = file}, all, *mapped, window, report);
    window.items.push_back({.place = {.file = file}});
}

void ReceiptRun::addLines(const ReceiptPlace& place, Bytes all, std::shared_ptr<const void> owner, Window& window,
                          VerificationReport& report)
{
    window.owners.push_back(owner);
    std::uint64_t line = 0, offset = 0;
    while (offset < all.size() && !m_stop.stop_requested()) {
        const Bytes rest = all.subspan(offset);
        const std::uint64_t length = std::min(textOf(rest).find('\n'), rest.size());
        const Bytes content = rest.first(length);
        const bool blank = std::ranges::all_of(content, [](std::uint8_t c) { return c == ' ' || c == '\r' || c == '\t'; });
        ReceiptPlace one = place;
        one.line = ++line;
        one.range = {offset, length};
        if (!blank) window.items.push_back({std::move(one), content, ReceiptFormat::None, true, {}});
        offset += length + 1;
        if (!window.full()) continue;
        flush(window, report);
        window.owners.push_back(owner);
    }
}

void ReceiptRun::addArchive(std::uint32_t file, Window& window, VerificationReport& report)
{
    const auto listed = forEachMember(m_files->files[file], m_stop, [&](ArchiveMember member) {
        ReceiptPlace place{.file = file, .member = member.index, .name = std::move(member.name)};
        if (!member.content) {
            window.items.push_back({std::move(place), {}, ReceiptFormat::None, true, member.content.error()});
        } else if (isJsonLines(*member.content)) {
            const auto owner = std::make_shared<const ByteVector>(*std::move(member.content));
            window.held += owner->size();
            addLines(place, *owner, owner, window, report);
        } else if (member.format != ReceiptFormat::None && member.format != ReceiptFormat::Endorsements
                   && m_files->takes(member.format)) {
            const auto owner = std::make_shared<const ByteVector>(*std::move(member.content));
            window.held += owner->size();
            window.owners.push_back(owner);
            window.items.push_back({std::move(place), *owner, member.format, true, {}});
        } else if (member.format == ReceiptFormat::None) {
            addSkipped(place.pathIn(m_files->files), report);
        }
        if (window.full()) flush(window, report);
    });
    if (!listed) window.items.push_back({{.file = file}, {}, ReceiptFormat::None, true, listed.error()});
}

void ReceiptRun::addSkipped(std::string name, VerificationReport& report)
{
    const auto same = std::ranges::find_if(report.notChecked, [&](const NotCheckedItem& item) {
        return item.id == m_ids.readable && item.reason == kReasonUnsupported;
    });
    if (same != report.notChecked.end())
        ++same->count;
    else
        report.notChecked.push_back({m_ids.readable, kReasonUnsupported, std::move(name), 1});
}

void ReceiptRun::flush(Window& window, VerificationReport& report)
{
    std::vector<Judged> judged(window.items.size());
    std::atomic<std::size_t> next{0};
    std::atomic<unsigned> running{window.pool.threads()};
    const auto work = [&] {
        for (std::size_t i = next++; i < window.items.size() && !m_stop.stop_requested(); i = next++) {
            if (m_observer.waitWhilePaused) m_observer.waitWhilePaused();
            judged[i] = judgedItem(window.items[i]);
        }
        --running;
    };
    for (unsigned i = window.pool.threads(); i > 0; --i) window.pool.submit(work);
    window.pool.helpUntil([&] { return running == 0; });

    for (std::size_t i = 0; i < window.items.size(); ++i)
        if (judged[i].judgement) merge(window.items[i], std::move(judged[i]), report);
    window.done += window.items.size();
    window.items.clear();
    window.owners.clear();
    window.held = 0;
    if (!m_observer.progress) return;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - window.begin;
    m_observer.progress({"verify", m_bytes, 0, window.done, seconds.count()});
}

void ReceiptRun::merge(const Item& item, Judged judged, VerificationReport& report)
{
    Judgement judgement = *std::move(judged.judgement);
    ReceiptOutcome outcome = std::move(judged.outcome);
    Place where{outcome.path, {}, {}, {}};
    if (item.place.line != 0) where.offset = item.place.range.offset;
    if (item.place.line != 0) where.length = item.place.range.length;
    if (judgement.id) where.seqno = judgement.id->seqno;
    const Verdict verdict = outcome.verdict;
    const std::string& reason = outcome.reason;
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
    report.receipts.push_back(std::move(outcome));
    m_places.push_back(item.place);
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
