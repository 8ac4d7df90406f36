#pragma once

#include "core/ccf/client/channel.h"
#include "core/ccf/client/gov_replies.h"

namespace countersign::ccf {

/// The governance interfaces this program speaks, newest first.
enum class ApiVersion : std::uint8_t { V20240701, Preview20230601 };

const char* apiVersionText(ApiVersion version) noexcept; ///< "2024-07-01".

/// The reading endpoints of one service below /gov. The first call finds out the newest version that the service
/// speaks. A service that has spoken a version and later denies it gives an Error (Unsupported, place ending in
/// "api-version"): nobody is led to an older one silently. A service with the classic interface alone (before 5.0)
/// gives Unsupported.
class GovClient
{
public:
    explicit GovClient(Channel& channel) : m_channel(channel) {}

    /// None before the first call that succeeded.
    std::optional<ApiVersion> version() const noexcept { return m_version; }

    Result<Reply<ServiceInfo>> serviceInfo(std::stop_token stop);
    Result<Reply<std::string>> constitution(std::stop_token stop); ///< The script as it came.
    Result<Reply<JavascriptApp>> javascriptApp(std::stop_token stop);
    Result<Reply<nlohmann::json>> javascriptAppOriginal(std::stop_token stop); ///< As stored.
    Result<Reply<ModuleNames>> modules(std::stop_token stop);
    Result<Reply<std::string>> module(const std::string& name, std::stop_token stop);
    Result<Reply<JoinPolicy>> joinPolicy(std::stop_token stop);
    Result<Reply<JwtPolicy>> jwtPolicy(std::stop_token stop);
    Result<Reply<Members>> members(std::stop_token stop);
    Result<Reply<Member>> member(const std::string& id, std::stop_token stop);
    Result<Reply<Users>> users(std::stop_token stop);
    Result<Reply<User>> user(const std::string& id, std::stop_token stop);
    Result<Reply<GovNodes>> nodes(std::stop_token stop);
    Result<Reply<GovNode>> node(const std::string& id, std::stop_token stop);
    Result<Reply<TransactionState>> transaction(TransactionId id, std::stop_token stop);
    Result<Reply<TransactionState>> commit(std::stop_token stop);
    Result<Reply<StateDigest>> stateDigest(const std::string& member, std::stop_token stop);
    Result<Reply<Proposals>> proposals(std::stop_token stop);
    Result<Reply<Proposal>> proposal(const std::string& id, std::stop_token stop);
    /// Reply::body holds the proposal exactly as it was signed.
    Result<Reply<ProposalActions>> actions(const std::string& proposal, std::stop_token stop);
    Result<Reply<std::string>> ballot(const std::string& proposal, const std::string& member, std::stop_token stop);
    Result<Reply<EncryptedShare>> encryptedShare(const std::string& member, std::stop_token stop);

private:
    Result<net::HttpReply> get(const std::string& path, std::stop_token stop);
    Result<net::HttpReply> getAs(ApiVersion version, const std::string& path, std::stop_token stop);
    Result<void> findVersion(std::stop_token stop);
    template <class T>
    Result<Reply<T>> ask(const std::string& path, Result<T> (*parse)(const nlohmann::json&), std::stop_token stop);
    Result<Reply<std::string>> askText(const std::string& path, std::stop_token stop);

    Channel& m_channel;
    std::optional<ApiVersion> m_version;
};

} // namespace countersign::ccf
