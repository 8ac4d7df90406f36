#include "core/attestation/ledger_nodes.h"

#include "core/attestation/attestation_source.h"
#include "core/attestation/ccf_quotes.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/crypto/pem.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using nlohmann::json;

constexpr std::size_t kMostNodes = 10'000;
constexpr std::size_t kMostRows = 10'000;

constexpr std::string_view kNodes = "public:ccf.gov.nodes.info";
constexpr std::string_view kCertificates = "public:ccf.gov.nodes.endorsed_certificates";
constexpr std::string_view kCodeIds = "public:ccf.gov.nodes.code_ids";
constexpr std::string_view kMeasurements = "public:ccf.gov.nodes.snp.measurements";
constexpr std::string_view kHostData = "public:ccf.gov.nodes.snp.host_data";
constexpr std::string_view kUvm = "public:ccf.gov.nodes.snp.uvm_endorsements";
constexpr std::string_view kTcbVersions = "public:ccf.gov.nodes.snp.tcb_versions";

/// The product line by the CPUID signature that is the key of a minimum TCB.
std::string productOf(std::string_view cpuid)
{
    if (cpuid.starts_with("00a00f")) return "Milan";
    if (cpuid.starts_with("00a10f") || cpuid.starts_with("00aa0f")) return "Genoa";
    return cpuid.starts_with("00b0") || cpuid.starts_with("00b1") ? "Turin" : "";
}

class PolicyReader
{
public:
    PolicyReader(TableHistory& tables, SeqNo at) : m_tables(tables), m_at(at) {}

    Result<AttestationPolicy> read(bool hasUvm)
    {
        AttestationPolicy policy;
        policy.uvmRoots.clear();
        if (auto done = digests(kCodeIds, 32, policy.mrenclaves); !done) return std::move(done).error();
        if (!hasUvm)
            if (auto done = digests(kMeasurements, 48, policy.snpMeasurements); !done) return std::move(done).error();
        if (auto done = digests(kHostData, 32, policy.hostData); !done) return std::move(done).error();
        if (auto done = uvmRoots(policy); !done) return std::move(done).error();
        if (auto done = minimumTcb(policy); !done) return std::move(done).error();
        return policy;
    }

private:
    Result<std::vector<TableRow>> rows(std::string_view table)
    {
        auto found = m_tables.rows(table, m_at, {}, kMostRows);
        if (!found && found.error().code == ErrorCode::NotFound) return std::vector<TableRow>{};
        return found;
    }

    Result<void> digests(std::string_view table, std::size_t size, std::vector<ByteVector>& list)
    {
        const auto found = rows(table);
        if (!found) return found.error();
        for (const TableRow& row : *found) {
            auto digest = fromHex(textOf(row.key), HexCase::Any);
            if (digest && digest->size() == size) list.push_back(*std::move(digest));
        }
        return {};
    }

    Result<void> uvmRoots(AttestationPolicy& policy)
    {
        const auto found = rows(kUvm);
        if (!found) return found.error();
        for (const TableRow& row : *found) {
            const auto feeds = parseJson(row.value);
            if (!feeds || !feeds->is_object()) continue;
            for (const auto& [feed, value] : feeds->items())
                if (const auto svn = svnOf(value)) policy.uvmRoots.push_back({std::string(textOf(row.key)), feed, *svn});
        }
        return {};
    }

    /// A number, or a text of digits.
    static std::optional<std::uint64_t> svnOf(const json& feed)
    {
        if (const auto number = jsonNumber(feed, "svn")) return number;
        const auto text = jsonText(feed, "svn").value_or("");
        if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) return {};
        return std::stoull(text);
    }

    /// The strictest of a product's rows would refuse what another stepping was allowed; the mildest is what joined.
    Result<void> minimumTcb(AttestationPolicy& policy)
    {
        const auto found = rows(kTcbVersions);
        if (!found) return found.error();
        for (const TableRow& row : *found) {
            const std::string product = productOf(textOf(row.key));
            const auto value = parseJson(row.value);
            if (product.empty() || !value) continue;
            SnpTcb tcb;
            for (const auto& [name, part] :
                 {std::pair("fmc", &SnpTcb::fmc), std::pair("boot_loader", &SnpTcb::bootLoader),
                  std::pair("tee", &SnpTcb::tee), std::pair("snp", &SnpTcb::snp),
                  std::pair("microcode", &SnpTcb::microcode)})
                tcb.*part = static_cast<std::uint8_t>(std::min<std::uint64_t>(jsonNumber(*value, name).value_or(0), 255));
            const auto [at, added] = policy.minimumTcb.emplace(product, tcb);
            if (!added && at->second.atLeast(tcb)) at->second = tcb;
        }
        return {};
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
    return PolicyReader(tables, at).read(hasUvm);
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
        AttestationInput input = inputOf(node, at, tables.row(kNodes, bytesOf(node.id), at));
        auto policy = joinPolicyAt(tables, at, input.part(Role::Uvm) != nullptr);
        if (!policy) return std::move(policy).error();
        input.policy = *std::move(policy);
        input.at = timeAfter(report, at);
        const auto certificate = tables.row(kCertificates, bytesOf(node.id), at);
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
