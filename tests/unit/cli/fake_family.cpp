#include "tests/unit/cli/fake_family.h"

#include "core/family/check_ids.h"

namespace countersign::test {

namespace {

class FakeTables final : public TableHistory
{
public:
    explicit FakeTables(std::shared_ptr<FakeLedger> ledger) : m_ledger(std::move(ledger)) {}

    Result<void> prepare(std::stop_token stop, const ProgressSink&) override
    {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "prepare", {}};
        return {};
    }
    bool prepared() const override { return true; }

    Result<std::vector<TableSummary>> tables(SeqNo at) override
    {
        std::vector<TableSummary> result;
        for (const auto& [name, rows] : m_ledger->tables) result.push_back({name, rows.size(), rows.size(), 0, at});
        return result;
    }

    Result<std::vector<TableRow>> rows(std::string_view table, SeqNo at, std::optional<ByteVector> afterKey,
                                       std::size_t count) override
    {
        std::vector<TableRow> result;
        const auto& all = m_ledger->tables[std::string(table)];
        for (auto it = afterKey ? all.upper_bound(*afterKey) : all.begin(); it != all.end() && result.size() < count;
             ++it)
            result.push_back({it->first, it->second, at});
        return result;
    }

    Result<std::optional<TableRow>> row(std::string_view table, Bytes key, SeqNo at) override
    {
        const auto& all = m_ledger->tables[std::string(table)];
        const auto found = all.find(copyOf(key));
        if (found == all.end()) return std::optional<TableRow>();
        return std::optional(TableRow{found->first, found->second, at});
    }

    Result<std::vector<KeyChange>> history(std::string_view table, Bytes key, std::size_t) override
    {
        const auto now = row(table, key, 7);
        std::vector<KeyChange> changes{{3, ByteVector{'o', 'l', 'd'}}, {5, std::nullopt}};
        if (now && *now) changes.push_back({7, (*now)->value});
        return changes;
    }

private:
    std::shared_ptr<FakeLedger> m_ledger;
};

class FakeSource final : public EvidenceSource, public RecordAccess
{
public:
    explicit FakeSource(std::shared_ptr<FakeLedger> ledger) : m_ledger(std::move(ledger)), m_tables(m_ledger) {}

    const SourceSummary& summary() const override { return m_ledger->summary; }
    AssuranceProfile assurance() const override { return {}; }
    RecordAccess& records() override { return *this; }

    Result<VerificationReport> verify(const VerifyOptions& options, std::stop_token stop,
                                      const VerifyObserver& observer) override
    {
        if (m_ledger->onVerify) m_ledger->onVerify(options, stop, observer);
        if (m_ledger->verifyError) return *m_ledger->verifyError;
        return m_ledger->report;
    }
    Result<std::vector<ProofLink>> prove(SeqNo, const VerificationReport&) override { return std::vector<ProofLink>(); }
    TableHistory* tables() override { return m_ledger->hasTables ? &m_tables : nullptr; }

    SeqNo first() const override { return 1; }
    SeqNo last() const override { return 505; }
    Result<std::vector<RecordRow>> rows(SeqNo, std::size_t, std::stop_token) override
    {
        return std::vector<RecordRow>();
    }
    Result<RecordDetail> detail(SeqNo seqno, std::uint64_t) override
    {
        const auto found = m_ledger->records.find(seqno);
        if (found == m_ledger->records.end())
            return Error{ErrorCode::NotFound, std::to_string(seqno), "no such record"};
        return found->second;
    }
    Result<ByteVector> writtenValue(SeqNo, std::string_view, Bytes) override
    {
        return Error{ErrorCode::NotFound, {}, {}};
    }

private:
    std::shared_ptr<FakeLedger> m_ledger;
    FakeTables m_tables;
};

} // namespace

std::string FakeFamily::recognise(const std::filesystem::path& path) const
{
    std::error_code code;
    return std::filesystem::exists(path / "fake", code) ? "ledger" : std::string();
}

Result<std::unique_ptr<EvidenceSource>> FakeFamily::open(const std::vector<std::filesystem::path>&) const
{
    return std::unique_ptr<EvidenceSource>(std::make_unique<FakeSource>(m_ledger));
}

Result<std::vector<AnchorMatch>> FakeFamily::readAnchor(const AnchorInput& anchor) const
{
    if (!textOf(anchor.content).starts_with("identity")) return Error{ErrorCode::Malformed, "PEM", "no certificate"};
    return std::vector<AnchorMatch>(1);
}

VerificationReport passedReport()
{
    VerificationReport report;
    report.family = "fake";
    report.subjectKind = "ledger";
    report.subjects = {"ledger"};
    report.verdict = Verdict::Passed;
    report.ranges = {{1, 14, Verdict::Passed, {}}, {15, 505, Verdict::Passed, {}}};
    report.anchor = AnchorMatch{"service_cert.pem",   "CN=CCF Service", std::string(62, 'a') + "7e",
                                std::string(64, 'b'), UtcTime{1000},    UtcTime{2000}};
    IdentityEpoch epoch;
    epoch.from = 1;
    epoch.to = 505;
    epoch.subject = "CN=CCF Service";
    epoch.trust = Verdict::Passed;
    epoch.isAnchor = true;
    epoch.link = "anchor";
    report.identities.push_back(epoch);
    report.checks.push_back({kCheckTreeRoot, Verdict::Passed, {}, {}, 30, {}});
    report.stats.transactions = 505;
    report.signedTo = TransactionId{3, 505};
    report.committedTo = TransactionId{3, 500};
    report.committedBasis = "suffix";
    report.unsignedFrom = 506;
    report.lastRead = TransactionId{3, 509};
    return report;
}

} // namespace countersign::test
