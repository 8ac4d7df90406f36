#pragma once

#include "core/audit/snapshot.h"
#include "core/base/result.h"
#include "core/family/evidence_source.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::audit {

inline constexpr const char* kReportSchema = "countersign.report/1";

/// What a report is to be about; verdict, scope, anchors, checks, findings and what was not checked stand in each.
enum class ReportTemplate : std::uint8_t { Integrity, Governance, Access, Attestation, Full };

const char* reportTemplateName(ReportTemplate kind) noexcept; ///< "integrity", "governance", "access", ….
std::optional<ReportTemplate> reportTemplateFrom(std::string_view name);

struct ReportRequest {
    ReportTemplate kind = ReportTemplate::Full;
    std::string title, classification;
    AssuranceProfile assurance;       ///< Of the source that was verified.
    std::vector<std::string> command; ///< With which somebody else verifies again, a word each.
    unsigned expiryDays = 90;         ///< Certificates that end within this time of the record are "expiring".
};

/// A report as data, from which all other forms are made.
struct Report {
    std::string text;     ///< Canonical JSON (RFC 8785), a newline not among it.
    nlohmann::json value; ///< The same, read.
    std::string digest;   ///< SHA-256 of the text, hex.
};

/// The same for the same record and run; resources/schema/report-1.json describes it. Ids, words and numbers only:
/// forms put sentences to them. The record stands in it whole. Malformed when a number passes 2^53 - 1.
Result<Report> makeReport(const AuditSnapshot& record, const VerificationReport& run, const ReportRequest& request);

/// Sentences in one language for stable ids; an empty one lets the id stand for itself.
struct ReportWords {
    std::function<std::string(std::string_view)> check, reason, assurance;
};

/// One HTML file without script and without anything from elsewhere. Text of a ledger is shown, never interpreted: what
/// could be markup, steer a terminal or turn the direction of writing is written out.
std::string reportHtml(const Report& report, const ReportWords& words);

struct ReportTable {
    std::string name; ///< "checks.csv".
    std::string text; ///< RFC 4180, UTF-8 with its mark, CRLF.
};

/// The tables of a report for spreadsheets. No cell is a formula to one: a text that begins like one has an apostrophe
/// before it.
std::vector<ReportTable> reportTables(const Report& report);

} // namespace countersign::audit
