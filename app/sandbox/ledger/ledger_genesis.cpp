#include "app/sandbox/ledger/certificate_factory.h"
#include "app/sandbox/ledger/ledger_service.h"

#include "core/base/base64.h"
#include "core/base/hex.h"

#include <stdexcept>

namespace countersign::sandbox {

using nlohmann::json;

namespace {

constexpr std::int64_t kDay = 86'400;
const char* const kMeasurement = "Insecure hard-coded virtual measurement v1";

/// Nothing here is ever encrypted to it: shares and secrets in synthetic ledgers are random bytes.
const char* const kEncryptionKey = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzW00Z/LTPfi09YczrMn9
7NTGTqU4SKlf5rbhxrTHjYjRYAF8Xkn7tABqkeyZEUljhn0c1YIen3xtFxan2nv8
UGZ8abF/bZ7ZXRGbjJ/9uSbCtDUvPz7z2B9DWMx/YUaLNVunOE71QEGQ5QvglBD1
1FgjOp7XxIQ+9QuR/gzw1YfRhfJ0iJtWzAmG7s24Dzh+tQB0uqIC1gePXtbHJ96y
1YXxVGDCXqZx0wb3G260rK9WzEpqt3ohP4YL3l5a89Ei+G8UfYUFRgLu9GnNS1qX
GSOuZaI9jgJOTy1pTKQArq0CuXvQtRMqRm6O1mvLO1D3N0GzczpP6U67lk8mUsoQ
8QIDAQAB
-----END PUBLIC KEY-----
)";

json interfaceAt(std::size_t port)
{
    const std::string address = "127.0.0.1:" + std::to_string(port);
    return {{"bind_address", address}, {"published_address", address}};
}

} // namespace

const char* encryptionPublicKey()
{
    return kEncryptionKey;
}

std::string LedgerService::newServiceCertificate(const EcKey& key, std::size_t number, std::int64_t days)
{
    const Validity validity{m_options.start, UtcTime{m_options.start.seconds + days * kDay - 1}};
    return CertificateFactory::service(key, {m_options.subjectName, validity, std::to_string(number)});
}

std::string LedgerService::newNodeCertificate(const EcKey& key, std::size_t number)
{
    const Validity validity{m_options.start, UtcTime{m_options.start.seconds + 365 * kDay - 1}};
    const CertificateRequest request{"CCF Node", validity, "node" + std::to_string(number)};
    const ServiceIdentity& service = m_made.identities.back();
    if (entryType() == 0) return CertificateFactory::selfSignedNode(key, request);
    return CertificateFactory::node(key, request, service.key, service.certificate);
}

Member LedgerService::newMember(crypto::KeyKind kind)
{
    const std::size_t number = m_made.members.size();
    const std::string name = "member" + std::to_string(number);
    Member member{EcKey::derive(kind, m_options.seed + ':' + name), {}, {}, true,
                  {{"name", "Member " + std::to_string(number)}}, kEncryptionKey};
    if (number < m_options.memberProfiles.size()) {
        member.data = m_options.memberProfiles[number].data;
        member.encryptionKey = m_options.memberProfiles[number].encryptionKey;
        member.holdsShare = !member.encryptionKey.empty();
    }
    const Validity validity{m_options.start, UtcTime{m_options.start.seconds + 365 * kDay}};
    member.certificate = CertificateFactory::member(member.key, {name, validity, name});
    member.id = certificateId(member.certificate);
    return member;
}

Node LedgerService::newNode()
{
    const std::size_t number = m_made.nodes.size();
    Node node{EcKey::derive(m_options.nodeCurve, m_options.seed + ":node" + std::to_string(number)), {}, {}};
    node.certificate = newNodeCertificate(node.key, number);
    node.id = node.key.id();
    return node;
}

json LedgerService::nodeInfo(const Node& node, std::size_t number, const std::string& status) const
{
    const std::size_t port = m_options.portOf ? m_options.portOf(number) : 9100 + 10 * number;
    json info{{"encryption_pub_key", kEncryptionKey}, {"nodehost", "127.0.0.1"},
              {"nodeport", std::to_string(port + 2)}, {"pubhost", "127.0.0.1"},
              {"pubport", std::to_string(port)},      {"rpchost", "127.0.0.1"},
              {"rpcport", std::to_string(port)},      {"status", status}};
    if (entryType() == 0) {
        info["cert"] = node.certificate;
        info["code_digest"] = std::string(64, '0');
        info["quote_info"] = {{"endorsements", ""}, {"format", "OE_SGX_v1"}, {"quote", ""}};
        return info;
    }
    const json quote{{"host_data", toHex(sha256Of("host data"))},
                     {"measurement", kMeasurement},
                     {"report_data", toBase64(node.key.spkiDigest())}};
    info["certificate_signing_request"] = CertificateFactory::nodeSigningRequest(node.key);
    info["code_digest"] = toHex(bytesOf(kMeasurement));
    info["node_data"] = {{"label", "node-" + std::to_string(number)}};
    info["node_to_node_interface"] = interfaceAt(port + 2);
    info["public_key"] = node.key.publicPem();
    info["quote_info"] = {
        {"endorsements", ""}, {"format", "Insecure_Virtual"}, {"quote", toBase64(bytesOf(quote.dump()))}};
    info["rpc_interfaces"] = {{"clients", interfaceAt(port)}, {"operator", interfaceAt(port + 1)}};
    if (m_options.interfacesAt) info["rpc_interfaces"] = m_options.interfacesAt(port);
    return info;
}

void LedgerService::writeNode(Transaction& transaction, const Node& node, const json& info)
{
    transaction.write("public:ccf.gov.nodes.info", node.id, info.dump());
    if (entryType() != 0 && info.at("status") == "Trusted")
        transaction.write("public:ccf.gov.nodes.endorsed_certificates", node.id, node.certificate);
}

void LedgerService::writeJoinPolicy(Transaction& transaction) const
{
    if (entryType() == 0) return;
    transaction.write("public:ccf.gov.nodes.virtual.host_data", toHex(sha256Of("host data")), kSingle);
    transaction.write("public:ccf.gov.nodes.virtual.measurements", kMeasurement, "\"AllowedToJoin\"");
}

void LedgerService::create()
{
    if (m_seqno != 0) throw std::logic_error("the service was created already");
    EcKey key = EcKey::derive(m_options.serviceCurve, m_options.seed + ":service0");
    m_made.identities.push_back({key, newServiceCertificate(key, 0, 90), {m_view, 1}});
    for (const crypto::KeyKind kind : m_options.memberCurves) m_made.members.push_back(newMember(kind));
    m_made.nodes.push_back(newNode());

    Transaction genesis;
    genesis.write("public:ccf.gov.constitution", kSingle, json(m_options.constitution).dump());
    for (const Member& member : m_made.members) {
        genesis.write("public:ccf.gov.members.acks", member.id, R"({"state_digest":""})");
        genesis.write("public:ccf.gov.members.certs", member.id, member.certificate);
        if (member.holdsShare)
            genesis.write("public:ccf.gov.members.encryption_public_keys", member.id, member.encryptionKey);
        const json info{{"member_data", member.data}, {"status", "Accepted"}};
        genesis.write("public:ccf.gov.members.info", member.id, info.dump());
    }
    writeNode(genesis, m_made.nodes[0], nodeInfo(m_made.nodes[0], 0, "Trusted"));
    writeJoinPolicy(genesis);
    json config{{"maximum_node_certificate_validity_days", 365},
                {"maximum_service_certificate_validity_days", 365},
                {"recent_cose_proposals_window_size", 100},
                {"recovery_threshold", (m_made.members.size() + 1) / 2}};
    json service{{"cert", m_made.serviceCertificate()}, {"status", "Opening"}};
    if (entryType() == 4) {
        service["current_service_create_txid"] = TransactionId{m_view, 1}.toString();
        service["recovery_count"] = 0;
        service["service_data"] = m_options.serviceData;
    } else {
        config = {{"consensus", "CFT"}, {"recovery_threshold", config["recovery_threshold"]}};
    }
    genesis.write("public:ccf.gov.service.config", kSingle, config.dump());
    genesis.write("public:ccf.gov.service.info", kSingle, service.dump());
    commit(std::move(genesis));
    sign();
}

std::size_t LedgerService::joinBeforeOpening()
{
    m_made.nodes.push_back(newNode());
    const std::size_t index = m_made.nodes.size() - 1;
    json info = nodeInfo(m_made.nodes[index], index, "Trusted");
    info["ledger_secret_seqno"] = m_made.identities.back().created.seqno;
    Transaction transaction;
    writeNode(transaction, m_made.nodes[index], info);
    commit(std::move(transaction));
    return index;
}

} // namespace countersign::sandbox
