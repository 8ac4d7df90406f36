#include "core/ccf/receipt/receipt_source.h"

#include "core/ccf/receipt/receipt_structure.h"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace countersign::ccf {

namespace {

/// What was judged last, for looking at it again. Values never change once made.
struct JudgedRun {
    VerifyOptions options;
    std::vector<ReceiptPlace> places;
    ReceiptSurroundings surroundings;
};

class ReceiptSource final : public EvidenceSource, public RecordAccess
{
public:
    ReceiptSource(const ReceiptFamily& family, ReceiptFiles files, std::string kind, SurroundingsMaker surround)
        : m_family(family), m_files(std::move(files)), m_surround(std::move(surround))
    {
        m_files.summary.family = family.id;
        m_files.summary.kind = std::move(kind);
    }

    const SourceSummary& summary() const override { return m_files.summary; }
    AssuranceProfile assurance() const override
    {
        return {{"pinned-service-identity", "node-certificates", "root-signatures"}, {"private-contents", "attestation"}};
    }
    RecordAccess& records() override { return *this; }

    Result<VerificationReport> verify(const VerifyOptions& options, std::stop_token stop,
                                      const VerifyObserver& observer) override
    {
        VerificationReport report;
        report.family = m_family.id;
        report.subjectKind = m_files.summary.kind;
        report.subjects = m_files.summary.paths;
        ReceiptSurroundings surroundings;
        if (m_surround) {
            auto made = m_surround(options, stop, observer, report);
            if (!made) return std::move(made).error();
            surroundings = *std::move(made);
        }
        auto places = verifyReceipts(m_family, m_files, options, std::move(stop), observer, surroundings, report);
        if (!places) return std::move(places).error();
        concludeReceipts(report);
        const std::lock_guard lock(m_mutex);
        m_judged = std::make_shared<const JudgedRun>(JudgedRun{options, *std::move(places), std::move(surroundings)});
        return report;
    }

    Result<std::vector<ProofLink>> prove(SeqNo seqno, const VerificationReport&) override
    {
        const auto run = judged();
        if (!run || seqno == 0 || seqno > run->places.size()) return nothingAt(seqno);
        return proveReceipt(m_family, m_files, run->places[seqno - 1], run->options, run->surroundings);
    }

    SeqNo first() const override { return last() == 0 ? 0 : 1; }
    SeqNo last() const override
    {
        const auto run = judged();
        return run ? run->places.size() : 0;
    }
    Result<std::vector<RecordRow>> rows(SeqNo from, std::size_t count, std::stop_token stop) override
    {
        std::vector<RecordRow> rows;
        for (SeqNo seqno = std::max<SeqNo>(from, 1); seqno <= last() && rows.size() < count; ++seqno) {
            if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "receipts", {}};
            rows.push_back({.seqno = seqno, .file = judged()->places[seqno - 1].file});
        }
        return rows;
    }
    Result<RecordDetail> detail(SeqNo seqno, std::uint64_t limit) override
    {
        const auto run = judged();
        if (!run || seqno == 0 || seqno > run->places.size()) return nothingAt(seqno);
        auto detail = describeReceiptAt(m_files, run->places[seqno - 1], limit);
        if (detail) detail->row.seqno = seqno;
        return detail;
    }
    Result<ByteVector> writtenValue(SeqNo seqno, std::string_view, Bytes) override { return nothingAt(seqno); }

private:
    static Error nothingAt(SeqNo seqno)
    {
        return {ErrorCode::NotFound, std::to_string(seqno), "no receipt was judged under this number"};
    }

    std::shared_ptr<const JudgedRun> judged() const
    {
        const std::lock_guard lock(m_mutex);
        return m_judged;
    }

    const ReceiptFamily& m_family;
    ReceiptFiles m_files;
    SurroundingsMaker m_surround;
    mutable std::mutex m_mutex;
    std::shared_ptr<const JudgedRun> m_judged;
};

/// Everything that judging needs, put together once for a run.
class Preparation
{
public:
    static Result<std::unique_ptr<Preparation>> make(const ReceiptFamily& family, const ReceiptFiles& files,
                                                     const VerifyOptions& options,
                                                     const ReceiptSurroundings& surroundings,
                                                     std::vector<NotCheckedItem>& notChecked)
    {
        std::vector<CcfAnchor> anchors;
        for (const AnchorInput& input : options.anchors) {
            auto parsed = family.readAnchor(input);
            if (!parsed) return std::move(parsed).error();
            for (CcfAnchor& anchor : *parsed) anchors.push_back(std::move(anchor));
        }
        const auto endorsements = readEndorsements(files.endorsements, notChecked);
        std::unique_ptr<Preparation> made(
            new Preparation(IdentityGraph(std::move(anchors), endorsements, surroundings.identities), surroundings));
        auto judge = family.makeJudge(made->m_identities, options, made->m_cache);
        if (!judge) return std::move(judge).error();
        made->m_judge = *std::move(judge);
        return made;
    }

    Judgement judge(Bytes content, ReceiptFormat format) const
    {
        Judgement judgement = m_judge(content, format);
        if (m_surroundings.lookup) m_surroundings.lookup(judgement);
        return judgement;
    }

private:
    Preparation(IdentityGraph identities, const ReceiptSurroundings& surroundings)
        : m_identities(std::move(identities)), m_surroundings(surroundings)
    {
    }

    IdentityGraph m_identities;
    ReceiptCertificates m_cache;
    ReceiptJudge m_judge;
    const ReceiptSurroundings& m_surroundings;
};

std::vector<ProofLink> linksOf(const Judgement& judgement, const Place& where)
{
    std::vector<ProofLink> links;
    const std::string subject = judgement.id ? judgement.id->toString() : std::string();
    for (const Check& check : judgement.checks)
        links.push_back({check.id, check.verdict, check.reason, subject, check.evidence, where});
    for (const Finding& remark : judgement.remarks)
        links.push_back({remark.id, Verdict::NotChecked, remark.reason, "remark", remark.detail, where});
    for (const NotCheckedItem& item : judgement.notChecked)
        links.push_back({item.id, Verdict::NotChecked, item.reason, subject, item.detail, where});
    return links;
}

} // namespace

Result<std::vector<ReceiptPlace>> verifyReceipts(const ReceiptFamily& family, const ReceiptFiles& files,
                                                 const VerifyOptions& options, std::stop_token stop,
                                                 const VerifyObserver& observer,
                                                 const ReceiptSurroundings& surroundings, VerificationReport& report)
{
    const auto begin = std::chrono::steady_clock::now();
    report.notChecked.insert(report.notChecked.end(), files.notChecked.begin(), files.notChecked.end());
    const auto prepared = Preparation::make(family, files, options, surroundings, report.notChecked);
    if (!prepared) return prepared.error();
    ReceiptRun run(options, std::move(stop), observer, family.ids, [&](Bytes content, ReceiptFormat format) {
        return (*prepared)->judge(content, format);
    });
    run.run(files, report);
    report.stats.bytes += files.summary.bytes;
    report.stats.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return run.takePlaces();
}

Result<std::vector<ProofLink>> proveReceipt(const ReceiptFamily& family, const ReceiptFiles& files,
                                            const ReceiptPlace& place, const VerifyOptions& options,
                                            const ReceiptSurroundings& surroundings)
{
    std::vector<NotCheckedItem> notChecked;
    const auto prepared = Preparation::make(family, files, options, surroundings, notChecked);
    if (!prepared) return prepared.error();
    const auto bytes = readReceipt(place, files.files);
    if (!bytes) return bytes.error();
    Place where{place.pathIn(files.files), {}, {}, {}};
    if (place.line != 0) where.offset = place.range.offset;
    if (place.line != 0) where.length = place.range.length;
    return linksOf((*prepared)->judge(bytes->content, bytes->format), where);
}

Result<RecordDetail> describeReceiptAt(const ReceiptFiles& files, const ReceiptPlace& place, std::uint64_t limit)
{
    auto bytes = readReceipt(place, files.files);
    if (!bytes) return std::move(bytes).error();
    RecordDetail detail;
    detail.row.file = place.file;
    detail.row.bytes = {place.range.offset, bytes->content.size()};
    detail.structure = describeReceipt(bytes->content);
    detail.cut = bytes->content.size() > limit;
    detail.bytes = std::move(bytes->content);
    if (detail.cut) detail.bytes.resize(limit);
    return detail;
}

std::unique_ptr<EvidenceSource> makeReceiptSource(const ReceiptFamily& family, ReceiptFiles files, std::string kind,
                                                  SurroundingsMaker surround)
{
    return std::make_unique<ReceiptSource>(family, std::move(files), std::move(kind), std::move(surround));
}

} // namespace countersign::ccf
