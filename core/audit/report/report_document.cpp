#include "core/audit/report/report.h"

#include "core/audit/snapshot_document.h"
#include "core/audit/snapshot_fields.h"
#include "core/base/canonical_json.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <array>

namespace countersign::audit {

namespace {

using nlohmann::json;

constexpr std::int64_t kDay = 24 * 60 * 60;
constexpr std::array<const char*, 5> kTemplates{"integrity", "governance", "access", "attestation", "full"};

template <class T>
json orNull(const std::optional<T>& value)
{
    return value ? json(*value) : json();
}

json timeJson(const std::optional<UtcTime>& time)
{
    return time ? json(toIso8601(*time)) : json();
}

json none()
{
    return {{"passed", 0}, {"failed", 0}, {"indeterminate", 0}, {"notChecked", 0}};
}

void add(json& counts, const char* name, std::uint64_t count)
{
    counts[name] = counts[name].get<std::uint64_t>() + count;
}

/// How much of what: questions with each answer, records with each verdict, findings of each weight.
json summaryJson(const AuditSnapshot& record)
{
    json records = none(), checks = none();
    json findings{{"fault", 0}, {"warning", 0}, {"remark", 0}, {"omitted", record.findingsOmitted}};
    for (const RangeVerdict& range : record.ranges) add(records, verdictName(range.verdict), range.to - range.from + 1);
    for (const Check& check : record.checks) add(checks, verdictName(check.verdict), check.count);
    for (const Finding& finding : record.findings) add(findings, severityName(finding.severity), 1);
    std::uint64_t bytes = 0;
    for (const SnapshotInput& input : record.inputs) bytes += input.size;
    return {{"inputs", record.inputs.size()},
            {"inputBytes", bytes},
            {"records", records},
            {"checks", checks},
            {"findings", findings},
            {"notChecked", record.notChecked.size()},
            {"items", record.consortium.items.size()}};
}

json methodJson(const AuditSnapshot& record, const ReportRequest& request)
{
    const bool anchored =
        std::ranges::any_of(record.anchors, [](const SnapshotAnchor& anchor) { return anchor.carries; });
    return {{"vocabulary", "ETSI EN 319 102-1"},
            {"record", "RFC 8785"},
            {"anchored", anchored},
            {"restsOn", request.assurance.restsOn},
            {"cannotShow", request.assurance.cannotShow}};
}

json signaturesJson(const AuditSnapshot& record, const VerificationReport& run)
{
    const bool tail = record.unsignedFrom && record.lastRead && record.lastRead->seqno >= *record.unsignedFrom;
    return {{"transactions", record.stats.signatures},
            {"byNodes", record.stats.nodeSignatures},
            {"byService", record.stats.serviceSignatures},
            {"firstSignedTime", run.times.empty() ? json() : timeJson(run.times.front().time)},
            {"lastSignedTime", run.times.empty() ? json() : timeJson(run.times.back().time)},
            {"unsignedRecords", tail ? record.lastRead->seqno - *record.unsignedFrom + 1 : 0}};
}

json nodesJson(const VerificationReport& run)
{
    json list = json::array();
    for (const NodeLife& node : run.nodes)
        list.push_back({{"id", cleanText(node.id)},
                        {"joined", node.joined},
                        {"trusted", orNull(node.trusted)},
                        {"retired", orNull(node.retired)},
                        {"status", cleanText(node.lastStatus)},
                        {"signatures", node.signatures},
                        {"quoteFormat", cleanText(node.quoteFormat)}});
    return list;
}

json eventsJson(const VerificationReport& run)
{
    json list = json::array();
    for (const HistoryEvent& event : run.events)
        list.push_back({{"kind", event.kind},
                        {"seqno", event.seqno},
                        {"subject", cleanText(event.subject)},
                        {"detail", cleanText(event.detail)}});
    return list;
}

json receiptsJson(const VerificationReport& run)
{
    json list = json::array();
    for (const ReceiptOutcome& one : run.receipts)
        list.push_back({{"path", cleanText(one.path)},
                        {"line", one.line != 0 ? json(one.line) : json()},
                        {"kind", one.kind},
                        {"transactionId", one.transactionId ? json(one.transactionId->toString()) : json()},
                        {"verdict", verdictName(one.verdict)},
                        {"reason", one.reason},
                        {"claimsDigest", one.claimsDigest ? json(toHex(*one.claimsDigest)) : json()},
                        {"service", cleanText(one.service)},
                        {"signedAt", timeJson(one.signedAt)}});
    return list;
}

json evidenceJson(const VerificationReport& run)
{
    json list = json::array();
    for (const EvidenceOutcome& one : run.evidence) {
        json answers = json::array();
        for (const SeparateAnswer& answer : one.answers)
            answers.push_back({{"id", answer.id}, {"verdict", verdictName(answer.verdict)}, {"reason", answer.reason}});
        list.push_back({{"path", cleanText(one.path)},
                        {"kind", one.kind},
                        {"subject", cleanText(one.subject)},
                        {"verdict", verdictName(one.verdict)},
                        {"reason", one.reason},
                        {"answers", answers}});
    }
    return list;
}

std::string fieldOf(const ConsortiumItem& item, std::string_view name)
{
    const auto found = std::ranges::find(item.fields, name, &ConsortiumField::name);
    return found == item.fields.end() ? std::string() : found->value;
}

/// What the consortium has a certificate for, as of the record.
json certificatesJson(const AuditSnapshot& record, unsigned expiryDays)
{
    json list = json::array();
    for (const ConsortiumItem& item : record.consortium.items) {
        const std::string to = fieldOf(item, "certificate.notAfter");
        const auto end = parseIso8601(to);
        if (!end) continue;
        const std::int64_t left = end->seconds - record.takenAt.seconds;
        const char* state = left < 0 ? "expired" : left < expiryDays * kDay ? "expiring" : "valid";
        list.push_back({{"kind", item.kind},
                        {"id", cleanText(item.id)},
                        {"subject", cleanText(fieldOf(item, "certificate.subject"))},
                        {"notBefore", cleanText(fieldOf(item, "certificate.notBefore"))},
                        {"notAfter", cleanText(to)},
                        {"state", state}});
    }
    return list;
}

/// Which sections a kind of report has besides those that stand in each.
bool has(ReportTemplate kind, std::string_view section)
{
    if (kind == ReportTemplate::Full) return true;
    if (section == "signatures" || section == "receipts") return kind == ReportTemplate::Integrity;
    if (section == "nodes" || section == "evidence") return kind == ReportTemplate::Attestation;
    if (section == "events") return kind == ReportTemplate::Governance || kind == ReportTemplate::Access;
    return section == "certificates" && kind != ReportTemplate::Governance;
}

} // namespace

const char* reportTemplateName(ReportTemplate kind) noexcept
{
    return kTemplates[static_cast<std::size_t>(kind)];
}

std::optional<ReportTemplate> reportTemplateFrom(std::string_view name)
{
    const auto found = std::ranges::find(kTemplates, name);
    if (found == kTemplates.end()) return {};
    return static_cast<ReportTemplate>(found - kTemplates.begin());
}

Result<Report> makeReport(const AuditSnapshot& record, const VerificationReport& run, const ReportRequest& request)
{
    const auto whole = snapshotDocument(record);
    if (!whole) return whole.error();
    std::vector<std::string> command;
    for (const std::string& word : request.command) command.push_back(cleanText(word));
    json document{{"schema", kReportSchema},
                  {"template", reportTemplateName(request.kind)},
                  {"title", cleanText(request.title)},
                  {"classification", cleanText(request.classification)},
                  {"record", json::parse(*whole)},
                  {"summary", summaryJson(record)},
                  {"method", methodJson(record, request)},
                  {"expiryDays", request.expiryDays},
                  {"verifyAgain", command}};
    const auto section = [&](const char* name, auto make) {
        document[name] = has(request.kind, name) ? make() : json();
    };
    section("signatures", [&] { return signaturesJson(record, run); });
    section("nodes", [&] { return nodesJson(run); });
    section("events", [&] { return eventsJson(run); });
    section("certificates", [&] { return certificatesJson(record, request.expiryDays); });
    section("receipts", [&] { return receiptsJson(run); });
    section("evidence", [&] { return evidenceJson(run); });
    auto text = canonicalJson(document);
    if (!text) return std::move(text).error();
    std::string digest = toHex(crypto::sha256(bytesOf(*text)));
    return Report{*std::move(text), std::move(document), std::move(digest)};
}

} // namespace countersign::audit
