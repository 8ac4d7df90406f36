#include "core/attestation/ledger_nodes.h"

#include "core/attestation/acceptance.h"
#include "core/attestation/attestation_source.h"
#include "core/attestation/ccf_quotes.h"
#include "core/attestation/governance_tables.h"
#include "core/attestation/join_policy.h"
#include "core/base/strict_json.h"
#include "core/crypto/pem.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using nlohmann::json;

constexpr std::size_t kMostNodes = 10'000;
constexpr std::size_t kMostRows = 10'000;

/// Of the governance tables at one transaction.
class WordsReader
{
public:
    WordsReader(TableHistory& tables, SeqNo at) : m_tables(tables), m_at(at) {}

    Result<JoinPolicyWords> read()
    {
        JoinPolicyWords words;
        for (const auto& [table, list] : {std::pair(kTableCodeIds, &words.codeIds),
                                          std::pair(kTableMeasurements, &words.snpMeasurements),
                                          std::pair(kTableHostData, &words.hostData)}) {
            const auto found = rows(table);
            if (!found) return found.error();
            for (const TableRow& row : *found) list->emplace_back(textOf(row.key));
        }
        for (const auto& [table, list] :
             {std::pair(kTableUvm, &words.uvmEndorsements), std::pair(kTableTcbVersions, &words.tcbVersions)}) {
            const auto found = rows(table);
            if (!found) return found.error();
            for (const TableRow& row : *found)
                if (auto value = parseJson(row.value)) list->emplace_back(textOf(row.key), *std::move(value));
        }
        return words;
    }

private:
    Result<std::vector<TableRow>> rows(std::string_view table)
    {
        auto found = m_tables.rows(table, m_at, {}, kMostRows);
        if (!found && found.error().code == ErrorCode::NotFound) return std::vector<TableRow>{};
        return found;
    }

    TableHistory& m_tables;
    SeqNo m_at;
};

void addKey(const json& info, AttestationInput& input)
{
    const auto pem = jsonText(info, "public_key");
    if (!pem) return;
    const auto blocks = crypto::parsePem(*pem, crypto::PemSurroundings::Blank, 1);
    if (blocks && blocks->size() == 1)
        input.parts.emplace(Role::NodeKey, NamedBytes{blocks->front().der, input.evidence.source});
}

/// What the node's row says of its evidence; empty evidence, which is refused, when it says nothing that can be read.
AttestationInput inputOf(const NodeLife& node, SeqNo at, const Result<std::optional<TableRow>>& row)
{
    const std::string source = "node " + node.id.substr(0, 8) + " at transaction " + std::to_string(at);
    AttestationInput input;
    input.evidence.source = source;
    const auto info = row && *row ? parseJson((**row).value) : Result<json>(Error{ErrorCode::NotFound, source, {}});
    if (info && info->is_object() && info->contains("quote_info")) {
        const json& quote = (*info)["quote_info"];
        auto read = quote.is_object() ? ccfQuote(quote, source) : Result<AttestationInput>(Error{});
        if (read) input = *std::move(read);
        addKey(*info, input);
    }
    input.nodeId = node.id;
    return input;
}

std::optional<UtcTime> timeAfter(const VerificationReport& report, SeqNo at)
{
    const auto found = std::ranges::find_if(report.times, [&](const TimePoint& point) { return point.seqno >= at; });
    return found == report.times.end() ? std::nullopt : std::optional(found->time);
}

} // namespace

Result<AttestationPolicy> joinPolicyAt(TableHistory& tables, SeqNo at, bool hasUvm)
{
    const auto words = WordsReader(tables, at).read();
    if (!words) return words.error();
    return joinPolicyOf(*words, hasUvm);
}

Result<std::vector<AttestationInput>> ledgerNodes(TableHistory& tables, const VerificationReport& report,
                                                  std::stop_token stop)
{
    if (auto ready = tables.prepare(stop, {}); !ready) return std::move(ready).error();
    std::vector<NodeLife> nodes = report.nodes;
    std::ranges::stable_sort(nodes, {}, &NodeLife::joined);
    std::vector<AttestationInput> inputs;
    for (const NodeLife& node : nodes) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "nodes", {}};
        if (inputs.size() == kMostNodes) return Error{ErrorCode::LimitExceeded, "nodes", "more than 10000"};
        const SeqNo at = node.trusted.value_or(node.joined);
        AttestationInput input = inputOf(node, at, tables.row(kTableNodes, bytesOf(node.id), at));
        auto policy = joinPolicyAt(tables, at, input.part(Role::Uvm) != nullptr);
        if (!policy) return std::move(policy).error();
        input.policy = *std::move(policy);
        auto accepted = acceptancesIn(tables, input, at);
        if (!accepted) return std::move(accepted).error();
        input.accepted = *std::move(accepted);
        input.at = timeAfter(report, at);
        const auto certificate = tables.row(kTableCertificates, bytesOf(node.id), at);
        if (certificate && *certificate)
            input.parts.emplace(Role::NodeCertificate, NamedBytes{(**certificate).value, input.evidence.source});
        inputs.push_back(std::move(input));
    }
    return inputs;
}

Result<std::unique_ptr<EvidenceSource>> openLedgerNodes(TableHistory& tables, const VerificationReport& report,
                                                        std::stop_token stop)
{
    auto inputs = ledgerNodes(tables, report, std::move(stop));
    if (!inputs) return std::move(inputs).error();
    return std::unique_ptr<EvidenceSource>(std::make_unique<AttestationSource>(*std::move(inputs), report.subjects));
}

} // namespace countersign::attestation
