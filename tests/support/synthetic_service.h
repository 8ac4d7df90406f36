#pragma once

#include "app/sandbox/ledger/ledger_service.h"
#include "tests/support/service_types.h"

namespace countersign::support {

/// A majority of active members accepts. Its actions do what SyntheticService writes for them.
std::string syntheticConstitution();

/// A service that governs itself: every decision is made and applied here, without running the constitution's script.
class SyntheticService : public LedgerService
{
public:
    SyntheticService(std::filesystem::path folder, ServiceOptions options = {}, ServiceHooks hooks = {})
        : LedgerService(std::move(folder), withConstitution(std::move(options)), std::move(hooks))
    {
    }

    /// Members' acks, proposal, ballots, service Open, signature.
    void open();

    /// `actions` as in a proposal. Returns the proposal's id.
    std::string propose(std::size_t member, const nlohmann::json& actions);
    /// Decides and applies with the last ballot that makes a majority. Returns the state.
    std::string vote(std::size_t member, const std::string& proposal, bool yes = true);
    void withdraw(std::size_t member, const std::string& proposal);
    /// Proposal by the first active member and ballots until it is decided, then a signature.
    std::string decide(const nlohmann::json& actions);

    std::size_t addMember(crypto::KeyKind kind); ///< By decision; then acknowledged and Active.
    void removeMember(std::size_t member);       ///< By decision.
    std::size_t addNode();                       ///< Joins Pending, trusted by decision.
    void retireNode(std::size_t node);           ///< By decision, then retired_committed, then deleted.
    void renewServiceCertificate();              ///< By decision; the key stays.
    /// Disaster recovery from the last signature: a new identity and node, view + 2, up to Open.
    void recover();

private:
    static ServiceOptions withConstitution(ServiceOptions options)
    {
        if (options.constitution.empty()) options.constitution = syntheticConstitution();
        return options;
    }

    void acknowledge(std::size_t member);
    ByteVector signMessage(std::size_t member, GovernanceMessage& content);
    void writeMessage(Transaction& transaction, std::size_t member, GovernanceMessage& content);
    void apply(Transaction& transaction, const nlohmann::json& actions);
    void applyMemberAction(Transaction& transaction, const std::string& name, const nlohmann::json& args);
    void applyNodeAction(Transaction& transaction, const std::string& name, const nlohmann::json& args);
    void applyServiceAction(Transaction& transaction, const std::string& name, const nlohmann::json& args);
};

} // namespace countersign::support
