#include "app/sandbox/ledger/certificate_factory.h"
#include "app/sandbox/ledger/ledger_service.h"

#include "core/base/base64.h"
#include "core/base/hex.h"

namespace countersign::sandbox {

using nlohmann::json;

void LedgerService::writeEndorsement(Transaction& transaction)
{
    const std::string table = "public:ccf.internal.previous_service_identity_endorsement";
    const ServiceIdentity& service = m_made.identities.back();
    const json previous = row(table);
    IdentityEndorsement content;
    content.endorsedKey = service.key.spkiDer();
    content.issuedAt = tick();
    content.begin = service.created;
    if (!previous.empty()) {
        // The previous row's key, for as long as it was the service's.
        content.endorsedKey = *fromBase64(previous.at("endorsing_key").get<std::string>());
        content.begin = m_epochBegin;
        content.end = m_epochEnd;
        content.endRoot = m_epochEndRoot;
    }
    json value{{"endorsement", toBase64(CoseWriter::endorsement(service.key, content))},
               {"endorsement_epoch_begin", content.begin.toString()},
               {"endorsing_key", toBase64(service.key.spkiDer())}};
    if (content.end) value["endorsement_epoch_end"] = content.end->toString();
    if (!previous.empty()) value["previous_version"] = m_endorsementAt;
    m_endorsementAt = m_seqno + 1;
    transaction.write(table, kSingle, value.dump());
}

void LedgerService::startRecovery()
{
    if (m_made.lastSignature.seqno != m_seqno || m_snapshots.waiting()) sign();
    m_writer.finishChunk(ChunkEnd::Committed);
    const ServiceIdentity previous = m_made.identities.back();
    m_epochBegin = previous.created;
    m_epochEnd = last();
    m_epochEndRoot = m_made.lastSignedRoot;
    m_view += 2;
    const std::size_t number = m_made.identities.size();
    EcKey key = EcKey::derive(m_options.serviceCurve, m_options.seed + ":service" + std::to_string(number));
    m_made.identities.push_back({key, newServiceCertificate(key, number, 90), {m_view, m_seqno + 1}});

    Transaction start;
    start.flags = 2;
    for (const auto& [id, info] : m_tables.rows("public:ccf.gov.nodes.info")) {
        json retired = json::parse(info.value);
        retired["status"] = "Retired";
        start.write("public:ccf.gov.nodes.info", id, retired.dump());
    }
    m_made.nodes.push_back(newNode());
    m_primary = m_made.nodes.size() - 1;
    writeNode(start, m_made.nodes[m_primary], nodeInfo(m_made.nodes[m_primary], m_primary, "Trusted"));
    writeJoinPolicy(start);
    json info{{"cert", m_made.serviceCertificate()},
                    {"current_service_create_txid", m_made.identities.back().created.toString()},
                    {"previous_service_identity_version", previous.created.seqno},
                    {"recovery_count", row("public:ccf.gov.service.info").value("recovery_count", 0) + 1},
                    {"status", "Recovering"}};
    if (m_options.recoveredServiceData) info["service_data"] = *m_options.recoveredServiceData;
    start.write("public:ccf.gov.service.info", kSingle, info.dump());
    start.write("public:ccf.gov.service.previous_service_identity", kSingle, json(previous.certificate).dump());
    if (entryType() == 4)
        start.write("public:ccf.internal.previous_service_last_signed_root", kSingle,
                    json(toHex(m_epochEndRoot)).dump());
    commit(std::move(start));
    sign();
}

void LedgerService::retireForGood()
{
    Transaction retired;
    for (const auto& [id, info] : m_tables.rows("public:ccf.gov.nodes.info")) {
        json node = json::parse(info.value);
        if (node.at("status") != "Retired" || node.value("retired_committed", false)) continue;
        node["retired_committed"] = true;
        retired.write("public:ccf.gov.nodes.info", id, node.dump());
    }
    commit(std::move(retired));
}

void LedgerService::openRecovered()
{
    sign();
    Transaction open;
    openService(open);
    for (const auto& [id, share] : m_tables.rows(kSubmittedShares)) open.remove(kSubmittedShares, id);
    commit(std::move(open));
    sign(1);
}

void LedgerService::endRecovery()
{
    retireForGood();
    std::size_t needed = row("public:ccf.gov.service.config").value("recovery_threshold", std::size_t{1});
    for (const Member& member : m_made.members) {
        if (needed == 0 || !isActive(member.id)) continue;
        Transaction share;
        share.write(kSubmittedShares, member.id, json(randomBase64(72)).dump());
        commit(std::move(share));
        --needed;
    }
    openRecovered();
}

} // namespace countersign::sandbox
