#include "ui/family/ccf/ccf_reading.h"

#include "core/base/hex.h"
#include "core/ccf/client/agreement.h"
#include "core/ccf/client/node_client.h"
#include "core/crypto/sha2.h"
#include "ui/family/ccf/ccf_views.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign::ui::ccf_family {

using nlohmann::json;

namespace {

struct CcfReading {
    Q_DECLARE_TR_FUNCTIONS(CcfReading)
};

constexpr qsizetype kMostScript = 4'000'000;
constexpr qsizetype kMostAnswer = 200'000;
constexpr int kMostNamed = 20;          // proposals, an exchange each
constexpr std::size_t kMostModules = 60; // an exchange each

// A line a member of an element, so that two answers differ in few lines; in an order of their own, since lists of a
// service have none.
QString linesOf(const json& list)
{
    std::vector<std::string> lines;
    const auto dumped = [](const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); };
    for (const json& one : list) {
        std::string id;
        for (const char* key : {"memberId", "userId", "nodeId", "proposalId"})
            if (one.is_object() && one.contains(key) && one[key].is_string()) id = one[key].get<std::string>() + ' ';
        if (!one.is_object()) {
            lines.push_back(dumped(one));
            continue;
        }
        for (const auto& [key, value] : one.items()) lines.push_back(id + key + ": " + dumped(value));
    }
    std::ranges::sort(lines);
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    return safeMultiline(text, kMostAnswer);
}

class Reader
{
public:
    Reader(ccf::Channel& channel, ccf::GovClient& gov, std::string primary, std::stop_token stop)
        : m_channel(channel), m_gov(gov), m_primary(std::move(primary)), m_stop(std::move(stop))
    {
    }

    Reading read()
    {
        readVersion();
        readInfo();
        readConstitution();
        readMembers();
        readUsers();
        readNodes();
        readPolicies();
        readProposals();
        if (const auto version = m_gov.version())
            m_reading.service.interfaceVersion = QString::fromLatin1(ccf::apiVersionText(*version));
        return std::move(m_reading);
    }

private:
    template <class T>
    std::optional<T> take(LivePart part, const char* what, Result<ccf::Reply<T>> reply)
    {
        m_state = reply ? reply->state : std::nullopt;
        auto value = answerOf(std::move(reply), m_channel.origin() + ": " + what);
        if (value) return std::move(*value);
        m_reading.service.problems.emplace(part, std::move(value).error());
        return {};
    }

    void state(const char* subject, const json& list)
    {
        m_reading.statements.push_back({subject, ccf::digestOfAnswer(list), m_state, linesOf(list)});
    }

    void readVersion()
    {
        const auto version = ccf::NodeClient(m_channel).version(m_stop);
        if (version && version->value) m_reading.version = safeText(version->value->ccf, 80);
    }

    void readInfo();
    void readConstitution();
    void readMembers();
    void readUsers();
    void readNodes();
    void readPolicies();
    void readProposals();
    void nameActions(LiveProposal& proposal, const std::string& id);

    ccf::Channel& m_channel;
    ccf::GovClient& m_gov;
    std::string m_primary;
    std::stop_token m_stop;
    std::optional<TransactionId> m_state;
    int m_named = 0;
    Reading m_reading;
};

void Reader::readInfo()
{
    const auto info = take(LivePart::Service, "service info", m_gov.serviceInfo(m_stop));
    if (!info) return;
    LiveService& service = m_reading.service;
    service.status = safeText(info->status, 60);
    service.identity = certificateOf(info->certificate);
    service.recoveryCount = info->recoveryCount;
    service.recoveryThreshold = info->configuration.recoveryThreshold;
    service.about = aboutService(*info);
    state("service", json::array({{{"status", info->status},
                                   {"certificate", info->certificate},
                                   {"recoveryThreshold", info->configuration.recoveryThreshold.value_or(0)}}}));
}

void Reader::readConstitution()
{
    auto script = take(LivePart::Constitution, "constitution", m_gov.constitution(m_stop));
    if (!script) return;
    const Digest digest = crypto::sha256(bytesOf(*script));
    LiveConstitution& shown = m_reading.service.constitution;
    shown.text = safeMultiline(*script, kMostScript);
    shown.digest = QString::fromStdString(toHex(digest));
    shown.script = *std::move(script);
    m_reading.statements.push_back({"constitution", digest, m_state, shown.text});
}

void Reader::readMembers()
{
    const auto members = take(LivePart::Members, "members", m_gov.members(m_stop));
    if (!members) return;
    json list = json::array();
    for (const ccf::Member& one : members->members) {
        m_reading.service.members += memberOf(one);
        list.push_back({{"memberId", one.id},
                        {"status", one.status},
                        {"memberData", one.data},
                        {"certificate", one.certificate},
                        {"recoveryRole", one.recoveryRole.value_or("")},
                        {"publicEncryptionKey", one.encryptionKey.value_or("")}});
    }
    state("members", list);
}

void Reader::readUsers()
{
    const auto users = take(LivePart::Users, "users", m_gov.users(m_stop));
    if (!users) return;
    json list = json::array();
    for (const ccf::User& one : users->users) {
        m_reading.service.users += userOf(one);
        list.push_back({{"userId", one.id}, {"userData", one.data}, {"certificate", one.certificate}});
    }
    state("users", list);
}

void Reader::readNodes()
{
    const auto nodes = take(LivePart::Nodes, "nodes", m_gov.nodes(m_stop));
    if (!nodes) return;
    json list = json::array();
    for (const ccf::GovNode& one : nodes->nodes) {
        m_reading.service.nodes += nodeOf(one, m_primary);
        list.push_back({{"nodeId", one.id},
                        {"status", one.status},
                        {"nodeData", one.data},
                        {"certificate", one.certificate.value_or("")},
                        {"quoteFormat", one.quoteFormat.value_or("")}});
    }
    state("nodes", list);
}

void Reader::readPolicies()
{
    QList<DetailItem>& policies = m_reading.service.policies;
    if (const auto join = take(LivePart::Policies, "join policy", m_gov.joinPolicy(m_stop))) {
        policies += joinPolicyItem(*join);
        state("join policy",
              json::array({{{"snp", join->snpMeasurements}, {"snpHostData", join->snpHostData}},
                           {{"sgx", join->sgxMeasurements}},
                           {{"virtual", join->virtualMeasurements}, {"virtualHostData", join->virtualHostData}},
                           {{"uvm", join->uvmEndorsements}, {"tcb", join->tcbVersions}}}));
    }
    if (const auto jwt = take(LivePart::Policies, "JWT", m_gov.jwtPolicy(m_stop))) policies += jwtItems(*jwt);
    if (const auto app = take(LivePart::Policies, "app endpoints", m_gov.javascriptApp(m_stop)))
        policies += endpointsItem(*app);
    const auto names = take(LivePart::Policies, "app modules", m_gov.modules(m_stop));
    if (!names) return;
    DetailItem modules{.name = CcfReading::tr("App modules"),
                       .value = CcfReading::tr("files: %1", "of scripts").arg(names->names.size())};
    std::size_t read = 0;
    for (const std::string& name : names->names) {
        DetailItem file{.name = safeText(name, 300), .value = CcfReading::tr("not read: too many files")};
        if (++read > kMostModules) {
            modules.children += file;
            continue;
        }
        if (const auto script = take(LivePart::Policies, "app module", m_gov.module(name, m_stop))) {
            file.value = CcfReading::tr("SHA-256 %1").arg(QString::fromStdString(toHex(crypto::sha256(bytesOf(*script)))));
            file.text = safeMultiline(*script, kMostScript);
        } else {
            file.value = CcfReading::tr("not handed out");
        }
        modules.children += file;
    }
    policies += modules;
}

// For the list alone: the page asks again, and for all of it, before it shows what a proposal does.
void Reader::nameActions(LiveProposal& proposal, const std::string& id)
{
    if (++m_named > kMostNamed) return;
    const auto actions = m_gov.actions(id, m_stop);
    if (!actions || !actions->value) return;
    for (const ccf::ProposedAction& action : actions->value->actions) proposal.actions += safeText(action.name, 80);
}

void Reader::readProposals()
{
    const auto proposals = take(LivePart::Proposals, "proposals", m_gov.proposals(m_stop));
    if (!proposals) return;
    const auto listState = m_state;
    json list = json::array();
    for (const ccf::Proposal& one : proposals->proposals) {
        m_reading.service.proposals += proposalOf(one);
        nameActions(m_reading.service.proposals.back(), one.id);
        json votes = json::object();
        for (const auto& [member, vote] : one.finalVotes) votes[member] = vote;
        list.push_back({{"proposalId", one.id},
                        {"proposerId", one.proposer},
                        {"proposalState", one.state},
                        {"ballotCount", one.ballots},
                        {"finalVotes", votes}});
    }
    m_state = listState;
    state("proposals", list);
}

} // namespace

Reading readService(ccf::Channel& channel, ccf::GovClient& gov, const std::string& primary, std::stop_token stop)
{
    return Reader(channel, gov, primary, std::move(stop)).read();
}

} // namespace countersign::ui::ccf_family
