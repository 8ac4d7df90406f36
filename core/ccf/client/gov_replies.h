#pragma once

#include "core/ccf/client/node_replies.h"

// What a CCF service answers below /gov, api-versions 2024-07-01 and 2023-06-01-preview (spec ccf (f)).

namespace countersign::ccf {

struct ServiceInfo : Kept {
    std::string status, certificate;
    std::optional<std::uint64_t> recoveryCount;
    std::optional<TransactionId> creation, previousCreation;
    nlohmann::json serviceData;
    ServiceConfiguration configuration;
};

struct Member : Kept {
    std::string id, status; ///< Status "Accepted", "Active".
    nlohmann::json data;
    std::string certificate;                  ///< PEM.
    std::optional<std::string> encryptionKey; ///< PEM.
    std::optional<std::string> recoveryRole;  ///< "NonParticipant", "Participant", "Owner".
};

struct Members : Kept {
    std::vector<Member> members;
};

struct User : Kept {
    std::string id, certificate;
    nlohmann::json data;
};

struct Users : Kept {
    std::vector<User> users;
};

struct GovNode : Kept {
    std::string id, status;
    nlohmann::json data;
    std::optional<std::string> certificate;
    std::optional<bool> retiredCommitted;
    std::optional<std::string> quoteFormat;
    nlohmann::json quoteInfo;
    std::vector<std::pair<std::string, std::string>> addresses; ///< Published, by interface.
};

struct GovNodes : Kept {
    std::vector<GovNode> nodes;
};

struct VoteFailure : Kept {
    std::string reason, trace;
};

struct Proposal : Kept {
    std::string id, proposer, state; ///< "Open", "Accepted", "Rejected", "Withdrawn", "Dropped", "Failed".
    std::uint64_t ballots = 0;
    std::vector<std::pair<std::string, bool>> finalVotes; ///< By member; only once it left Open.
    std::vector<std::pair<std::string, VoteFailure>> voteFailures;
    std::optional<VoteFailure> failure;
};

struct Proposals : Kept {
    std::vector<Proposal> proposals;
};

struct ProposedAction : Kept {
    std::string name;
    nlohmann::json arguments; ///< Null when the action has none.
};

struct ProposalActions : Kept {
    std::vector<ProposedAction> actions;
};

struct StateDigest : Kept {
    std::string memberId, digest;
};

struct EncryptedShare : Kept {
    std::string memberId, share; ///< Base64.
};

struct ShareSubmission : Kept {
    std::string message;
    std::uint64_t submitted = 0, threshold = 0;
    std::optional<bool> fullKey;
};

struct AppEndpoint : Kept {
    std::string module, function, mode;
    nlohmann::json authentication; ///< List of policies: texts, or objects for "all of".
    std::optional<std::string> forwarding, redirection;
};

struct JavascriptApp : Kept {
    /// By path, then by verb.
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, AppEndpoint>>>> endpoints;
};

struct ModuleNames : Kept {
    std::vector<std::string> names;
};

struct JoinPolicy : Kept {
    std::vector<std::string> sgxMeasurements, virtualMeasurements, virtualHostData, snpMeasurements;
    std::vector<std::pair<std::string, std::string>> snpHostData; ///< Hex to policy text, which may be empty.
    nlohmann::json uvmEndorsements, tcbVersions;
};

struct JwtIssuer : Kept {
    std::optional<bool> autoRefresh;
    std::optional<std::string> caBundle;
};

struct JwtPolicy : Kept {
    std::vector<std::pair<std::string, JwtIssuer>> issuers;
    std::vector<std::pair<std::string, nlohmann::json>> keys;
    std::vector<std::pair<std::string, std::string>> caBundles; ///< PEM by name.
};

Result<ServiceInfo> parseServiceInfo(const nlohmann::json& reply);
Result<Member> parseMember(const nlohmann::json& reply, const std::string& where = "member");
Result<Members> parseMembers(const nlohmann::json& reply);
Result<User> parseUser(const nlohmann::json& reply, const std::string& where = "user");
Result<Users> parseUsers(const nlohmann::json& reply);
Result<GovNode> parseGovNode(const nlohmann::json& reply, const std::string& where = "node");
Result<GovNodes> parseGovNodes(const nlohmann::json& reply);
Result<Proposal> parseProposal(const nlohmann::json& reply, const std::string& where = "proposal");
Result<Proposals> parseProposals(const nlohmann::json& reply);
Result<ProposalActions> parseActions(const nlohmann::json& reply);
Result<StateDigest> parseStateDigest(const nlohmann::json& reply);
Result<EncryptedShare> parseEncryptedShare(const nlohmann::json& reply);
Result<ShareSubmission> parseShareSubmission(const nlohmann::json& reply);
Result<JavascriptApp> parseJavascriptApp(const nlohmann::json& reply);
Result<ModuleNames> parseModuleNames(const nlohmann::json& reply);
Result<JoinPolicy> parseJoinPolicy(const nlohmann::json& reply);
Result<JwtPolicy> parseJwtPolicy(const nlohmann::json& reply);

} // namespace countersign::ccf
