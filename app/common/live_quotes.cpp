#include "app/common/live_quotes.h"

#include "core/attestation/ccf_quotes.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/join_policy.h"
#include "core/base/hex.h"
#include "core/ccf/client/agreement.h"
#include "core/ccf/client/gov_client.h"

#include <algorithm>
#include <map>

namespace countersign {

namespace {

using attestation::AttestationInput;
using NodesById = std::map<std::string, ccf::GovNode>;

Result<net::HttpReply> askEvidence(ccf::Channel& channel, const std::stop_token& stop)
{
    std::optional<net::HttpReply> last;
    for (const char* target : {"/node/quotes", "/node/attestations"}) {
        auto reply = channel.get(target, stop);
        if (!reply || reply->status == 200) return reply;
        last = std::move(*reply);
    }
    return Error{ErrorCode::Unsupported, channel.origin() + ": quotes",
                 "the service answered " + std::to_string(last->status)};
}

Result<NodesById> askNodes(ccf::Channel& channel, ccf::GovClient& client, const std::stop_token& stop)
{
    auto answer = answered(client.nodes(stop), channel.origin() + ": nodes");
    if (!answer) return std::move(answer).error();
    NodesById nodes;
    for (ccf::GovNode& node : answer->nodes) {
        std::string id = node.id;
        nodes.insert_or_assign(std::move(id), std::move(node));
    }
    return nodes;
}

attestation::JoinPolicyWords::Rows rowsOf(const nlohmann::json& object)
{
    attestation::JoinPolicyWords::Rows rows;
    if (object.is_object())
        for (const auto& [key, value] : object.items()) rows.emplace_back(key, value);
    return rows;
}

attestation::JoinPolicyWords wordsOf(const ccf::JoinPolicy& policy)
{
    attestation::JoinPolicyWords words{.codeIds = policy.sgxMeasurements,
                                       .snpMeasurements = policy.snpMeasurements,
                                       .hostData = {},
                                       .uvmEndorsements = rowsOf(policy.uvmEndorsements),
                                       .tcbVersions = rowsOf(policy.tcbVersions)};
    for (const auto& [digest, text] : policy.snpHostData) words.hostData.push_back(digest);
    return words;
}

/// The certificate that the service gives for its node: report data must bind its key.
void addCertificate(const NodesById& nodes, AttestationInput& input)
{
    const std::string id = input.nodeId.value_or("");
    const auto node = nodes.find(id);
    if (node == nodes.end() || !node->second.certificate) {
        input.missing.push_back({attestation::kCheckCcfNodeCertificate,
                                 "no certificate of node " + (id.empty() ? std::string("without id") : id)});
        return;
    }
    input.parts.insert_or_assign(attestation::Role::NodeCertificate,
                                 attestation::NamedBytes{copyOf(bytesOf(*node->second.certificate)), input.evidence.source});
}

AttestationInput absent(const std::string& id, std::string why, const std::string& source)
{
    AttestationInput input;
    input.kind = attestation::EvidenceKind::Missing;
    input.evidence.source = source;
    input.nodeId = id;
    input.missing.push_back({attestation::kCheckEvidenceReadable, std::move(why)});
    return input;
}

/// A node that is trusted, or that answers, but shows no evidence is as good as one that shows bad evidence.
void addAbsent(const NodesById& nodes, const net::HttpReply& reply, const std::string& source,
               std::vector<AttestationInput>& inputs)
{
    const auto shows = [&](const std::string& id) {
        return std::ranges::any_of(inputs, [&](const AttestationInput& input) { return input.nodeId == id; });
    };
    for (const auto& [id, node] : nodes)
        if (node.status == "Trusted" && !shows(id))
            inputs.push_back(absent(id, "no evidence of trusted node " + id, source));
    const auto peer = crypto::Certificate::fromDer(reply.peerCertificate);
    if (!peer) return;
    const std::string self = toHex(peer->publicKey().spkiDigest());
    if (!shows(self)) inputs.push_back(absent(self, "no evidence of node " + self + ", which answered", source));
}

} // namespace

Result<LiveQuotes> askQuotes(ccf::Channel& channel, std::stop_token stop)
{
    const auto reply = askEvidence(channel, stop);
    if (!reply) return reply.error();
    ccf::GovClient client(channel);
    const auto nodes = askNodes(channel, client, stop);
    if (!nodes) return nodes.error();
    auto inputs = attestation::ccfQuotes({reply->body, channel.origin()});
    if (!inputs) return std::move(inputs).error();

    LiveQuotes quotes;
    const auto policy = answered(client.joinPolicy(stop), channel.origin() + ": join policy");
    if (!policy) quotes.policyProblem = policy.error();
    nlohmann::json told = nlohmann::json::array();
    for (AttestationInput& input : *inputs) {
        addCertificate(*nodes, input);
        if (policy)
            input.policy = joinPolicyOf(wordsOf(*policy), input.part(attestation::Role::Uvm) != nullptr);
        told.push_back({input.nodeId.value_or(""), toHex(input.evidence.content)});
    }
    quotes.told = ccf::digestOfAnswer(told);
    quotes.state = ccf::stateOf(*reply);
    quotes.inputs = *std::move(inputs);
    addAbsent(*nodes, *reply, channel.origin(), quotes.inputs);
    return quotes;
}

} // namespace countersign
