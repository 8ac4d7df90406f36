#include "tests/support/certificate_factory.h"
#include "tests/support/synthetic_service.h"

#include "core/base/hex.h"

#include <stdexcept>

namespace countersign::support {

using nlohmann::json;

void SyntheticService::apply(Transaction& transaction, const json& actions)
{
    for (const json& action : actions) {
        const std::string name = action.at("name");
        const json args = action.value("args", json::object());
        if (name.find("member") != std::string::npos)
            applyMemberAction(transaction, name, args);
        else if (name.find("node") != std::string::npos)
            applyNodeAction(transaction, name, args);
        else
            applyServiceAction(transaction, name, args);
    }
}

void SyntheticService::applyMemberAction(Transaction& transaction, const std::string& name, const json& args)
{
    const std::string tables = "public:ccf.gov.members.";
    if (name == "set_member") {
        const std::string certificate = args.at("cert");
        const std::string id = certificateId(certificate);
        transaction.write(tables + "certs", id, certificate);
        transaction.write(tables + "acks", id, json{{"state_digest", toHex(m_made.lastSignedRoot)}}.dump());
        const json info{{"member_data", args.value("member_data", json())}, {"status", "Accepted"}};
        transaction.write(tables + "info", id, info.dump());
        if (args.contains("encryption_pub_key"))
            transaction.write(tables + "encryption_public_keys", id, args["encryption_pub_key"].get<std::string>());
        else
            transaction.remove(tables + "encryption_public_keys", id);
        return;
    }
    if (name != "remove_member") throw std::logic_error("unknown action " + name);
    const std::string id = args.at("member_id");
    const bool rekey = isActive(id);
    for (const char* table : {"acks", "certs", "encryption_public_keys", "info"})
        transaction.remove(tables + table, id);
    if (rekey) rekeyLedger(transaction);
}

void SyntheticService::applyNodeAction(Transaction& transaction, const std::string& name, const json& args)
{
    const std::string id = args.at("node_id");
    json info = row("public:ccf.gov.nodes.info", id);
    if (name == "remove_node") {
        info["status"] = "Retired";
        transaction.write("public:ccf.gov.nodes.info", id, info.dump());
        return;
    }
    if (name != "transition_node_to_trusted") throw std::logic_error("unknown action " + name);
    for (const Node& node : m_made.nodes) {
        if (node.id != id) continue;
        info["status"] = "Trusted";
        info["ledger_secret_seqno"] = latestSecret();
        writeNode(transaction, node, info);
    }
}

void SyntheticService::applyServiceAction(Transaction& transaction, const std::string& name, const json& args)
{
    json info = row("public:ccf.gov.service.info");
    if (name == "transition_service_to_open") {
        if (info.at("status") == "Opening") return openService(transaction);
        info["status"] = "WaitingForRecoveryShares";
        transaction.write("public:ccf.gov.service.info", kSingle, info.dump());
        if (entryType() == 4)
            transaction.write("public:ccf.internal.last_recovery_type", kSingle, "\"RECOVERY_SHARES\"");
    } else if (name == "set_service_certificate_validity") {
        ServiceIdentity renewed = m_made.identities.back();
        renewed.certificate =
            newServiceCertificate(renewed.key, m_made.identities.size(), args.at("validity_period_days"));
        info["cert"] = renewed.certificate;
        m_made.identities.push_back(std::move(renewed));
        transaction.write("public:ccf.gov.service.info", kSingle, info.dump());
    } else if (name == "set_recovery_threshold") {
        json config = row("public:ccf.gov.service.config");
        config["recovery_threshold"] = args.at("recovery_threshold");
        transaction.write("public:ccf.gov.service.config", kSingle, config.dump());
        writeShares(transaction);
    } else if (name == "set_user") {
        const std::string certificate = args.at("cert");
        const std::string id = certificateId(certificate);
        transaction.write("public:ccf.gov.users.certs", id, certificate);
        if (args.contains("user_data"))
            transaction.write("public:ccf.gov.users.info", id, json{{"user_data", args["user_data"]}}.dump());
        else
            transaction.remove("public:ccf.gov.users.info", id);
    } else if (name == "set_constitution") {
        transaction.write("public:ccf.gov.constitution", kSingle, args.at("constitution").dump());
    } else {
        throw std::logic_error("unknown action " + name);
    }
}

std::size_t SyntheticService::addNode()
{
    m_made.nodes.push_back(newNode());
    const std::size_t index = m_made.nodes.size() - 1;
    Transaction join;
    writeNode(join, m_made.nodes[index], nodeInfo(m_made.nodes[index], index, "Pending"));
    commit(std::move(join));
    const json args{
        {"node_id", m_made.nodes[index].id}, {"valid_from", "260101000000Z"}, {"validity_period_days", 365}};
    decide(json::array({{{"name", "transition_node_to_trusted"}, {"args", args}}}));
    return index;
}

void SyntheticService::retireNode(std::size_t node)
{
    const std::string id = m_made.nodes.at(node).id;
    decide(json::array({{{"name", "remove_node"}, {"args", {{"node_id", id}}}}}));
    json info = row("public:ccf.gov.nodes.info", id);
    info["retired_committed"] = true;
    Transaction committed;
    committed.write("public:ccf.gov.nodes.info", id, info.dump());
    commit(std::move(committed));
    sign();
    Transaction deleted;
    deleted.remove("public:ccf.gov.nodes.info", id);
    if (!m_tables.value("public:ccf.gov.nodes.endorsed_certificates", id).empty())
        deleted.remove("public:ccf.gov.nodes.endorsed_certificates", id);
    commit(std::move(deleted));
}

} // namespace countersign::support
