#include "tests/unit/explore/fake_source.h"

#include "core/family/reasons.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace countersign::test {

RecordRow FakeRecords::row(SeqNo seqno)
{
    RecordRow row;
    row.seqno = seqno;
    row.view = 2 + seqno / 1000;
    row.bytes = {seqno * 300, 200 + seqno % 90};
    row.writes = 1;
    if (seqno % 10 == 0) {
        row.kind = RecordKind::Signature;
        row.tables = {"public:ccf.internal.signatures", "public:ccf.internal.tree"};
        row.writes = 2;
        row.time = UtcTime{1'700'000'000 + static_cast<std::int64_t>(seqno)};
    } else if (seqno % 7 == 0) {
        row.kind = RecordKind::Governance;
        row.tables = {"public:ccf.gov.members.info"};
    } else if (seqno % 3 == 0) {
        row.kind = RecordKind::PrivateOnly;
        row.privateBytes = 64 + seqno % 5000;
        row.writes = 0;
    } else {
        row.tables = {"public:records"};
    }
    row.file = static_cast<std::uint32_t>(seqno % 2);
    return row;
}

Result<std::vector<RecordRow>> FakeRecords::rows(SeqNo from, std::size_t count, std::stop_token stop)
{
    ++rowCalls;
    if (broken) return Error{ErrorCode::Io, "ledger_1-10@0x20", "gone"};
    if (const int wait = slowMs) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any never;
        never.wait_for(lock, stop, std::chrono::milliseconds(wait), [] { return false; });
    }
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "rows", {}};
    std::vector<RecordRow> result;
    for (SeqNo seqno = std::max<SeqNo>(from, 1); seqno <= m_count && result.size() < count; ++seqno) {
        if (seqno != hole) result.push_back(row(seqno));
    }
    return result;
}

Result<RecordDetail> FakeRecords::detail(SeqNo seqno, std::uint64_t)
{
    ++detailCalls;
    if (seqno == hole || seqno == 0 || seqno > m_count) return Error{ErrorCode::NotFound, std::to_string(seqno), {}};
    RecordDetail detail;
    detail.row = row(seqno);
    const std::string head = "HEAD\x01\x02\x03\x04";
    const std::string key = "key-" + std::to_string(seqno);
    const std::string value = R"({"member_data":{"name":"Contoso","id":)" + std::to_string(seqno) + R"(},"status":"Active"})";
    detail.bytes = copyOf(bytesOf(head + key + value));
    detail.row.bytes.length = detail.bytes.size();
    const std::string table = detail.row.tables.empty() ? "" : detail.row.tables.front();
    detail.structure = {"record", {}, "", ByteRange{0, detail.bytes.size()}, {}};
    detail.structure.children.push_back({"header", {}, "", ByteRange{0, 8}, {{"magic", "HEAD", "text", ByteRange{0, 4}, {}},
                                                                          {"flags", "1", "uint", ByteRange{4, 1}, {}}}});
    if (table.empty()) return detail;
    const ByteRange keyRange{8, key.size()};
    const ByteRange valueRange{8 + key.size(), value.size()};
    StructureNode json{"value", value, "json", valueRange, {}};
    json.children = {{"member_data", "{…}", "json", {}, {{"name", "Contoso", "text", {}, {}}}}, {"status", "Active", "text", {}, {}}};
    StructureNode write{"write", key, "write", ByteRange{8, key.size() + value.size()}, {{"key", key, "text", keyRange, {}}, json}};
    detail.structure.children.push_back({"table", table, "table", ByteRange{8, key.size() + value.size()}, {write}});
    return detail;
}

Result<ByteVector> FakeRecords::writtenValue(SeqNo, std::string_view, Bytes)
{
    return Error{ErrorCode::NotFound, "value", {}};
}

FakeSource::FakeSource(SeqNo count) : m_records(count)
{
    m_summary.family = "fake";
    m_summary.kind = "ledger";
    m_summary.first = 1;
    m_summary.last = count;
    for (const char* name : {"ledger_even.committed", "ledger_odd.committed"}) {
        SourceFile file;
        file.name = name;
        file.state = FileState::Committed;
        m_summary.files.push_back(file);
    }
}

Result<VerificationReport> FakeSource::verify(const VerifyOptions&, std::stop_token, const VerifyObserver&)
{
    return fakeReport(m_records.last());
}

Result<std::vector<ProofLink>> FakeSource::prove(SeqNo seqno, const VerificationReport& report)
{
    if (proofFails) return Error{ErrorCode::Truncated, "ledger_even.committed@0x10", "short read"};
    const bool bad = seqno > report.ranges[1].from - 1 && seqno <= report.ranges[1].to;
    const auto link = [&](const char* id, Verdict verdict, const char* reason, std::string subject, const char* evidence) {
        return ProofLink{id, verdict, reason, std::move(subject), evidence, {"ledger_even.committed", 4096, 32, seqno}};
    };
    return std::vector<ProofLink>{
        link("ccf.tree.root", bad ? Verdict::Failed : Verdict::Passed, bad ? kReasonRootMismatch : "",
             "2." + std::to_string(seqno), "leaf 9f2c…, path of 6, root 41d0… as signed at 2.500"),
        link("ccf.signature.node.holds", Verdict::Passed, "", "root at 2.500", "ECDSA P-384 over 41d0…"),
        link("ccf.signature.node.endorsement", Verdict::Passed, "", "4f31a09c77aa12", "CN=CCF Node"),
        link("ccf.identity.chain", Verdict::Passed, "", "CN=CCF Test Service", "91ab03…"),
        link("ccf.identity.anchor", Verdict::Indeterminate, kReasonNoTrustAnchor, "", "no pin"),
    };
}

VerificationReport fakeReport(SeqNo count)
{
    VerificationReport report;
    report.family = "fake";
    const SeqNo failed = count * 2 / 5;
    const SeqNo tail = count - count / 20;
    report.ranges = {{1, failed, Verdict::Passed, ""},
                     {failed + 1, failed + count / 50, Verdict::Failed, kReasonRootMismatch},
                     {failed + count / 50 + 1, tail, Verdict::Passed, ""},
                     {tail + 1, count, Verdict::Indeterminate, kReasonUnsigned}};
    report.signedTo = TransactionId{2, tail};
    report.verdict = Verdict::Failed;
    report.reason = kReasonRootMismatch;
    return report;
}

} // namespace countersign::test
