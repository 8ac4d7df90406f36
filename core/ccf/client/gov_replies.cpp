#include "core/ccf/client/gov_replies.h"

namespace countersign::ccf {

using nlohmann::json;

namespace {

Result<std::string> publishedAddress(const json& value, const std::string& where)
{
    ObjectReader reader(value, where);
    auto read = reader.done(OneCertificate{{}, reader.textIfAny("publishedAddress").value_or("")});
    if (!read) return std::move(read).error();
    return std::move(read->pem);
}

Result<bool> flagValue(const json& value, const std::string& where)
{
    if (!value.is_boolean()) return Error{ErrorCode::Malformed, where, "not true or false"};
    return value.get<bool>();
}

Result<VoteFailure> parseFailure(const json& value, const std::string& where)
{
    ObjectReader reader(value, where);
    VoteFailure failure;
    failure.reason = reader.text("reason");
    failure.trace = reader.textIfAny("trace").value_or("");
    return reader.done(std::move(failure));
}

Result<ProposedAction> parseAction(const json& value, const std::string& where)
{
    ObjectReader reader(value, where);
    ProposedAction action;
    action.name = reader.text("name");
    action.arguments = reader.any("args");
    return reader.done(std::move(action));
}

} // namespace

Result<ServiceInfo> parseServiceInfo(const json& reply)
{
    ObjectReader reader(reply, "info");
    ServiceInfo info;
    info.status = reader.text("status");
    info.certificate = reader.text("certificate");
    info.recoveryCount = reader.numberIfAny("recoveryCount");
    info.creation = reader.transactionIdIfAny("creationTransactionId");
    info.previousCreation = reader.transactionIdIfAny("previousServiceCreationTransactionId");
    info.serviceData = reader.any("serviceData");
    const json configuration = reader.any("configuration");
    if (configuration.is_null()) return reader.done(std::move(info));
    ObjectReader inner(configuration, "info.configuration");
    ServiceConfiguration one;
    one.recoveryThreshold = inner.numberIfAny("recoveryThreshold");
    one.nodeValidityDays = inner.numberIfAny("maximumNodeCertificateValidityDays");
    one.serviceValidityDays = inner.numberIfAny("maximumServiceCertificateValidityDays");
    one.recentProposals = inner.numberIfAny("recentCoseProposalsWindowSize");
    auto whole = inner.done(std::move(one));
    if (!whole) return std::move(whole).error();
    info.configuration = std::move(*whole);
    return reader.done(std::move(info));
}

Result<Member> parseMember(const json& reply, const std::string& where)
{
    ObjectReader reader(reply, where);
    Member member;
    member.id = reader.text("memberId");
    member.status = reader.text("status");
    member.data = reader.any("memberData");
    member.certificate = reader.text("certificate");
    member.encryptionKey = reader.textIfAny("publicEncryptionKey");
    member.recoveryRole = reader.textIfAny("recoveryRole");
    return reader.done(std::move(member));
}

Result<Members> parseMembers(const json& reply)
{
    ObjectReader reader(reply, "members");
    Members all;
    all.members = reader.list("value", parseMember);
    return reader.done(std::move(all));
}

Result<User> parseUser(const json& reply, const std::string& where)
{
    ObjectReader reader(reply, where);
    User user;
    user.id = reader.text("userId");
    user.certificate = reader.text("certificate");
    user.data = reader.any("userData");
    return reader.done(std::move(user));
}

Result<Users> parseUsers(const json& reply)
{
    ObjectReader reader(reply, "users");
    Users all;
    all.users = reader.list("value", parseUser);
    return reader.done(std::move(all));
}

Result<GovNode> parseGovNode(const json& reply, const std::string& where)
{
    ObjectReader reader(reply, where);
    GovNode node;
    node.id = reader.text("nodeId");
    node.status = reader.text("status");
    node.data = reader.any("nodeData");
    node.certificate = reader.textIfAny("certificate");
    node.retiredCommitted = reader.flagIfAny("retiredCommitted");
    node.quoteInfo = reader.any("quoteInfo");
    node.addresses = reader.map("rpcInterfaces", publishedAddress);
    if (!node.quoteInfo.is_null()) {
        ObjectReader quote(node.quoteInfo, where + ".quoteInfo");
        auto format = quote.done(OneCertificate{{}, quote.text("format")});
        if (!format) return std::move(format).error();
        node.quoteFormat = std::move(format->pem);
    }
    return reader.done(std::move(node));
}

Result<GovNodes> parseGovNodes(const json& reply)
{
    ObjectReader reader(reply, "nodes");
    GovNodes all;
    all.nodes = reader.list("value", parseGovNode);
    return reader.done(std::move(all));
}

Result<Proposal> parseProposal(const json& reply, const std::string& where)
{
    ObjectReader reader(reply, where);
    Proposal proposal;
    proposal.id = reader.text("proposalId");
    proposal.proposer = reader.text("proposerId");
    proposal.state = reader.text("proposalState");
    proposal.ballots = reader.number("ballotCount");
    proposal.finalVotes = reader.map("finalVotes", flagValue);
    proposal.voteFailures = reader.map("voteFailures", parseFailure);
    const json failure = reader.any("failure");
    if (!failure.is_null()) {
        auto parsed = parseFailure(failure, where + ".failure");
        if (!parsed) return std::move(parsed).error();
        proposal.failure = std::move(*parsed);
    }
    return reader.done(std::move(proposal));
}

Result<Proposals> parseProposals(const json& reply)
{
    ObjectReader reader(reply, "proposals");
    Proposals all;
    all.proposals = reader.list("value", parseProposal);
    return reader.done(std::move(all));
}

Result<ProposalActions> parseActions(const json& reply)
{
    ObjectReader reader(reply, "actions");
    ProposalActions all;
    all.actions = reader.list("actions", parseAction);
    return reader.done(std::move(all));
}

Result<StateDigest> parseStateDigest(const json& reply)
{
    ObjectReader reader(reply, "state digest");
    StateDigest one;
    one.memberId = reader.text("memberId");
    one.digest = reader.text("stateDigest");
    return reader.done(std::move(one));
}

Result<EncryptedShare> parseEncryptedShare(const json& reply)
{
    ObjectReader reader(reply, "encrypted share");
    EncryptedShare one;
    one.memberId = reader.text("memberId");
    one.share = reader.text("encryptedShare");
    return reader.done(std::move(one));
}

Result<ShareSubmission> parseShareSubmission(const json& reply)
{
    ObjectReader reader(reply, "share submission");
    ShareSubmission one;
    one.message = reader.text("message");
    one.submitted = reader.number("submittedCount");
    one.threshold = reader.number("recoveryThreshold");
    one.fullKey = reader.flagIfAny("fullKeySubmitted");
    return reader.done(std::move(one));
}

} // namespace countersign::ccf
