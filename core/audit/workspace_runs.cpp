#include "core/audit/workspace_runs.h"

#include "core/base/hex.h"
#include "core/crypto/sha2.h"
#include "core/family/stated_verdict.h"

#include <filesystem>

namespace countersign::audit {

namespace {

Result<void> addFinding(store::Statement& insert, std::int64_t run, const Finding& finding)
{
    insert.bind(1, run)
        .bind(2, std::string_view(findingName(finding)))
        .bind(3, std::string_view(severityName(finding.severity)))
        .bind(4, std::string_view(finding.id))
        .bind(5, std::string_view(finding.reason))
        .bind(6, std::string_view(finding.where.file));
    if (finding.where.seqno)
        insert.bind(7, static_cast<std::int64_t>(*finding.where.seqno));
    else
        insert.bindNull(7);
    return insert.bind(8, std::string_view(finding.detail)).run();
}

Severity severityOf(std::string_view word)
{
    for (const Severity severity : {Severity::Remark, Severity::Warning})
        if (word == severityName(severity)) return severity;
    return Severity::Fault;
}

} // namespace

std::string findingName(const Finding& finding)
{
    const std::string file = std::filesystem::path(finding.where.file).filename().string();
    const std::string number = finding.where.seqno ? std::to_string(*finding.where.seqno) : std::string();
    const std::string whole = finding.id + '\n' + finding.reason + '\n' + file + '\n' + number;
    return toHex(Bytes(crypto::sha256(bytesOf(whole))).first(16));
}

Result<std::int64_t> WorkspaceRuns::add(const VerificationReport& report, UtcTime at, Bytes document)
{
    store::Database& database = m_workspace.database();
    auto transaction = store::Transaction::begin(database);
    if (!transaction) return std::move(transaction).error();
    auto insert = database.prepare("INSERT INTO runs(at, subject, verdict, reason, document) VALUES(?, ?, ?, ?, ?)");
    if (!insert) return std::move(insert).error();
    const StatedVerdict stated = statedVerdict(report);
    const std::string subject = report.subjects.empty() ? std::string() : report.subjects.front();
    insert->bind(1, at.seconds)
        .bind(2, std::string_view(subject))
        .bind(3, std::string_view(verdictName(stated.verdict)))
        .bind(4, std::string_view(stated.reason))
        .bind(5, document);
    if (auto done = insert->run(); !done) return std::move(done).error();
    const std::int64_t run = database.lastInsertId();
    auto finding = database.prepare("INSERT INTO findings(run, name, severity, check_id, reason, file, seqno, detail) "
                                    "VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    if (!finding) return std::move(finding).error();
    for (const Finding& one : report.findings)
        if (auto done = addFinding(*finding, run, one); !done) return std::move(done).error();
    if (auto done = transaction->commit(); !done) return std::move(done).error();
    return run;
}

Result<std::vector<StoredRun>> WorkspaceRuns::runs()
{
    auto select =
        m_workspace.database().prepare("SELECT number, at, subject, verdict, reason, (SELECT count(*) FROM findings "
                                       "WHERE run = runs.number) FROM runs ORDER BY number");
    if (!select) return std::move(select).error();
    std::vector<StoredRun> runs;
    for (;;) {
        const auto row = select->step();
        if (!row) return row.error();
        if (!*row) return runs;
        runs.push_back({select->integer(0),
                        {select->integer(1)},
                        std::string(select->text(2)),
                        std::string(select->text(3)),
                        std::string(select->text(4)),
                        static_cast<std::uint64_t>(select->integer(5))});
    }
}

Result<ByteVector> WorkspaceRuns::document(std::int64_t run)
{
    auto select = m_workspace.database().prepare("SELECT document FROM runs WHERE number = ?");
    if (!select) return std::move(select).error();
    const auto row = select->bind(1, run).step();
    if (!row) return row.error();
    if (!*row) return Error{ErrorCode::NotFound, "run " + std::to_string(run), {}};
    return copyOf(select->bytes(0));
}

Result<FindingState> WorkspaceRuns::stateOf(const std::string& name, UtcTime seenAt)
{
    auto select = m_workspace.database().prepare(
        "SELECT state, reason, who, at FROM finding_states WHERE name = ? ORDER BY number DESC LIMIT 1");
    if (!select) return std::move(select).error();
    const auto row = select->bind(1, std::string_view(name)).step();
    if (!row) return row.error();
    if (!*row) return FindingState{};
    FindingState state{
        std::string(select->text(0)), std::string(select->text(1)), std::string(select->text(2)), {select->integer(3)}};
    if (state.state == "fixed" && state.at < seenAt) return FindingState{};
    return state;
}

Result<std::vector<StoredFinding>> WorkspaceRuns::findings(std::int64_t run)
{
    auto select = m_workspace.database().prepare(
        "SELECT f.name, severity, check_id, f.reason, file, seqno, detail, r.at FROM findings f "
        "JOIN runs r ON r.number = f.run WHERE run = ? ORDER BY f.number");
    if (!select) return std::move(select).error();
    select->bind(1, run);
    std::vector<StoredFinding> findings;
    for (;;) {
        const auto row = select->step();
        if (!row) return row.error();
        if (!*row) return findings;
        StoredFinding stored;
        stored.name = select->text(0);
        stored.finding = {std::string(select->text(2)),
                          severityOf(select->text(1)),
                          std::string(select->text(3)),
                          {std::string(select->text(4))},
                          std::string(select->text(6))};
        if (!select->isNull(5)) stored.finding.where.seqno = static_cast<std::uint64_t>(select->integer(5));
        auto state = stateOf(stored.name, {select->integer(7)});
        if (!state) return std::move(state).error();
        stored.state = *std::move(state);
        findings.push_back(std::move(stored));
    }
}

Result<void> WorkspaceRuns::setState(const std::string& name, const FindingState& state)
{
    const bool known = state.state == "open" || state.state == "accepted" || state.state == "fixed";
    if (!known || (state.state == "accepted" && state.reason.empty()))
        return Error{ErrorCode::Malformed, "state of a finding", known ? "accepted without a reason" : state.state};
    auto insert = m_workspace.database().prepare(
        "INSERT INTO finding_states(name, state, reason, who, at) VALUES(?, ?, ?, ?, ?)");
    if (!insert) return std::move(insert).error();
    return insert->bind(1, std::string_view(name))
        .bind(2, std::string_view(state.state))
        .bind(3, std::string_view(state.reason))
        .bind(4, std::string_view(state.who))
        .bind(5, state.at.seconds)
        .run();
}

} // namespace countersign::audit
