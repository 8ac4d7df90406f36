#include "app/sandbox/ledger/ledger_service.h"

#include "core/base/base64.h"
#include "core/base/hex.h"

#include <algorithm>

namespace countersign::sandbox {

using nlohmann::json;

std::string LedgerService::randomBase64(std::size_t size)
{
    return toBase64(m_random.bytes(size));
}

void LedgerService::writeShares(Transaction& transaction)
{
    json shares = json::object();
    const TableChange* members = transaction.find("public:ccf.gov.members.info");
    for (const auto& [id, unused] : m_tables.rows("public:ccf.gov.members.info")) {
        const bool removed = members != nullptr &&
                             std::find(members->removes.begin(), members->removes.end(), id) != members->removes.end();
        const bool activated = members != nullptr && !transaction.written(members->name, id).empty();
        if (removed || !(activated || isActive(id))) continue;
        if (m_tables.value("public:ccf.gov.members.encryption_public_keys", id).empty()) continue;
        shares[id] = shareOf(id);
    }
    const json value{{"encrypted_shares", shares}, {"wrapped_latest_ledger_secret", randomBase64(60)}};
    transaction.write("public:ccf.internal.recovery_shares", kSingle, value.dump());
}

void LedgerService::openService(Transaction& transaction)
{
    json info = row("public:ccf.gov.service.info");
    info["status"] = "Open";
    transaction.write("public:ccf.gov.service.info", kSingle, info.dump());
    json secret{{"next_version", m_made.identities.back().created.seqno}};
    if (m_made.identities.back().created.seqno > 1) {
        secret["previous_ledger_secret"] = {{"encrypted_data", randomBase64(60)},
                                            {"previous_secret_stored_version", m_secretAt},
                                            {"version", m_secretVersion}};
    }
    m_secretAt = m_seqno + 1;
    m_secretVersion = m_made.identities.back().created.seqno;
    transaction.write("public:ccf.internal.historical_encrypted_ledger_secret", kSingle, secret.dump());
    writeShares(transaction);
    if (m_options.cose != CoseMode::Off && entryType() == 4) writeEndorsement(transaction);
}

std::string LedgerService::shareOf(const std::string&)
{
    return randomBase64(256);
}

void LedgerService::rekeyLedger(Transaction& transaction)
{
    json secrets = json::object();
    for (const auto& [node, info] : m_tables.rows("public:ccf.gov.nodes.info"))
        secrets[node] = json::array({{{"encrypted_secret", randomBase64(256)}, {"version", nullptr}}});
    transaction.write("public:ccf.internal.encrypted_ledger_secrets", kSingle, secrets.dump());
    const json previous{{"encrypted_data", randomBase64(60)},
                        {"previous_secret_stored_version", m_secretAt},
                        {"version", m_secretVersion}};
    transaction.write("public:ccf.internal.historical_encrypted_ledger_secret", kSingle,
                      json{{"previous_ledger_secret", previous}}.dump());
    m_secretAt = m_seqno + 1;
    m_secretVersion = m_seqno + 2;
    writeShares(transaction);
}

void LedgerService::removeFinished(Transaction& transaction, const std::string& except) const
{
    for (const auto& [id, info] : m_tables.rows("public:ccf.gov.proposals_info")) {
        if (id == except || json::parse(info.value).at("state") == "Open") continue;
        transaction.remove("public:ccf.gov.proposals", id);
        transaction.remove("public:ccf.gov.proposals_info", id);
    }
}

std::string LedgerService::recordRecent(Transaction& transaction, UtcTime createdAt, Bytes signature)
{
    constexpr std::size_t kRecentProposals = 100;
    const std::string table = "public:ccf.gov.cose_recent_proposals";
    std::string created = std::to_string(createdAt.seconds);
    created.insert(0, created.size() < 10 ? 10 - created.size() : 0, '0');
    const std::string proposal = toHex(sha256Of(m_writer.tree().root(), sha256Of(signature)));
    transaction.write(table, created + ':' + toHex(sha256Of(signature)), json(proposal).dump());
    const auto& recent = m_tables.rows(table);
    if (recent.size() >= kRecentProposals) transaction.remove(table, recent.begin()->first);
    return proposal;
}

} // namespace countersign::sandbox
