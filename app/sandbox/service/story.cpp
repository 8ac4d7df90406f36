#include "app/sandbox/service/story.h"

#include "app/sandbox/ledger/certificate_factory.h"
#include "core/ccf/governance/payloads.h"

namespace countersign::sandbox {

using nlohmann::json;

namespace {

constexpr std::int64_t kDay = 86'400;

const char* const kModule = R"(// DEMO: the consortium keeps this application and shows it; it does not run it.
const journal = () => ccf.kv["public:demo.journal"];

export function read(request) {
  const value = journal().get(ccf.strToBuf(request.params.key));
  return value === undefined ? { statusCode: 404 } : { body: ccf.bufToStr(value) };
}

export function write(request) {
  journal().set(ccf.strToBuf(request.params.key), ccf.strToBuf(request.body.text()));
  return { statusCode: 204 };
}
)";

json action(const std::string& name, json args)
{
    return {{"name", name}, {"args", std::move(args)}};
}

json endpoint(const char* function, const char* mode)
{
    return {{"authn_policies", {"user_cert"}}, {"forwarding_required", "always"}, {"js_function", function},
            {"js_module", "journal.js"},       {"mode", mode},                    {"openapi", json::object()}};
}

json application()
{
    return action("set_js_app", {{"bundle",
                                  {{"metadata",
                                    {{"endpoints",
                                      {{"/journal/{key}",
                                        {{"get", endpoint("read", "readonly")},
                                         {"put", endpoint("write", "readwrite")}}}}}}},
                                   {"modules", json::array({{{"name", "journal.js"}, {"module", kModule}}})}}}});
}

std::string isoDay(UtcTime time)
{
    return toIso8601(time);
}

} // namespace

UtcTime StoryClock::now()
{
    if (m_live) return m_real();
    return UtcTime{m_story.seconds++};
}

void Story::at(int daysAgo)
{
    m_clock.jumpTo(UtcTime{m_present.seconds - daysAgo * kDay});
}

Result<void> Story::play(const std::stop_token& stop)
{
    std::vector<Result<void> (Story::*)()> parts{&Story::open, &Story::live, &Story::disagree, &Story::lose};
    if (m_end == StoryEnd::Open) parts.insert(parts.end(), {&Story::rebuild, &Story::leaveOpen});
    for (const auto part : parts) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "demo consortium", "stopped while it was made"};
        if (auto told = (this->*part)(); !told) return told;
    }
    m_clock.goLive();
    return {};
}

Result<json> Story::post(const std::string& path, std::size_t member, GovernanceMessage message)
{
    const Member& who = m_service.made().members.at(member);
    message.memberId = who.id;
    message.createdAt = m_clock.now();
    const ByteVector signedMessage = CoseWriter::governance(who.key, message);
    HttpQuestion question;
    question.method = "POST";
    question.path = "/gov" + path;
    question.query["api-version"] = "2024-07-01";
    question.headers["content-type"] = "application/cose";
    question.body = textOf(signedMessage);
    const HttpAnswer answer = m_network.answer(m_network.primaryPlace(), question);
    if (answer.status == 200) return json::parse(answer.body, nullptr, false);
    if (answer.status == 204) return json();
    return Error{ErrorCode::Unsupported, "demo consortium: " + path, answer.body};
}

Result<std::string> Story::propose(std::size_t member, const json& actions)
{
    auto made = post("/members/proposals:create", member,
                     {"proposal", {}, {}, {}, json{{"actions", actions}}.dump()});
    if (!made) return std::move(made).error();
    return made->value("proposalId", "");
}

Result<std::string> Story::vote(std::size_t member, const std::string& proposal, bool yes)
{
    const std::string path =
        "/members/proposals/" + proposal + "/ballots/" + m_service.made().members.at(member).id + ":submit";
    auto made = post(path, member, {"ballot", {}, {}, proposal, json{{"ballot", ccf::plainBallot(yes)}}.dump()});
    if (!made) return std::move(made).error();
    return made->value("proposalState", "");
}

Result<void> Story::pass(const std::string& name, const json& actions)
{
    const auto proposal = propose(0, actions);
    if (!proposal) return proposal.error();
    std::string state;
    for (std::size_t member = 0; member < 2; ++member) {
        auto voted = vote(member, *proposal, true);
        if (!voted) return std::move(voted).error();
        state = *voted;
    }
    if (state != "Accepted") return Error{ErrorCode::Unsupported, "demo consortium: " + name, "it was not accepted"};
    mark(name);
    m_service.signNow();
    return {};
}

Result<void> Story::acknowledge(std::size_t member)
{
    const std::string path = "/members/state-digests/" + m_service.made().members.at(member).id;
    auto digest = post(path + ":update", member, {"state_digest", {}, {}, {}, {}});
    if (!digest) return std::move(digest).error();
    auto done = post(path + ":ack", member, {"ack", {}, {}, {}, json{{"stateDigest", digest->at("stateDigest")}}.dump()});
    if (!done) return std::move(done).error();
    return {};
}

void Story::write(int count)
{
    for (int i = 0; i < count; ++i, ++m_written) {
        const std::string key = "settlement-" + std::to_string(m_written);
        const std::string value = json{{"amount", 100 + 10 * m_written}, {"state", "settled"}}.dump();
        const bool claimed = m_written % 5 == 2;
        m_service.writeApplication(key, value, m_written % 4 == 3, claimed ? value : std::string());
        if (m_written % 10 == 2) mark("settlement-" + std::to_string(m_written));
        if (m_written % 6 == 5) m_service.signNow();
    }
    m_service.signNow();
}

std::string Story::userCertificate(const std::string& name, int fromDaysAgo, int toDaysAgo) const
{
    const EcKey key = EcKey::derive(crypto::KeyKind::P256, m_service.made().members[0].id + name);
    const Validity validity{UtcTime{m_present.seconds - fromDaysAgo * kDay}, UtcTime{m_present.seconds - toDaysAgo * kDay}};
    return CertificateFactory::member(key, {name, validity, name});
}

Result<void> Story::open()
{
    at(kDays);
    m_service.create();
    m_network.serve({0});
    m_service.joinBeforeOpening();
    m_service.joinBeforeOpening();
    m_network.serve({0, 1, 2});
    for (std::size_t member = 0; member < 3; ++member)
        if (auto done = acknowledge(member); !done) return done;
    mark("first-acknowledgement");
    return pass("service-opened", json::array({action("transition_service_to_open",
                                                      {{"next_service_identity", m_service.made().serviceCertificate()}})}));
}

Result<void> Story::live()
{
    at(kDays - 2);
    const json users =
        json::array({action("set_user", {{"cert", userCertificate("Settlement desk", 60, -300)},
                                         {"user_data", {{"desk", "settlement"}}}}),
                     action("set_user", {{"cert", userCertificate("Old reporting tool", 400, 12)},
                                         {"user_data", {{"desk", "reporting"}}}})});
    if (auto done = pass("users-added", users); !done) return done;
    at(kDays - 4);
    const json policy = action("add_snp_measurement", {{"measurement", std::string(96, 'a')}});
    if (auto done = pass("application-installed", json::array({application(), policy})); !done) return done;
    at(kDays - 6);
    write(24);
    return {};
}

Result<void> Story::disagree()
{
    at(kDays - 10);
    const auto refused = propose(2, json::array({action("set_recovery_threshold", {{"recovery_threshold", 1}})}));
    if (!refused) return refused.error();
    for (const std::size_t member : {0u, 1u})
        if (auto voted = vote(member, *refused, false); !voted) return std::move(voted).error();
    mark("proposal-rejected");
    m_service.signNow();
    at(kDays - 11);
    const auto withdrawn = propose(1, json::array({action("trigger_ledger_chunk", nullptr)}));
    if (!withdrawn) return withdrawn.error();
    const auto done =
        post("/members/proposals/" + *withdrawn + ":withdraw", 1, {"withdrawal", {}, {}, *withdrawn, {}});
    if (!done) return done.error();
    write(12);
    return {};
}

Result<void> Story::lose()
{
    at(m_end == StoryEnd::Open ? kDays - 20 : 1);
    const std::string previous = m_service.made().serviceCertificate();
    m_service.startRecovery();
    m_network.serve({3});
    const json open = action("transition_service_to_open",
                             {{"previous_service_identity", previous},
                              {"next_service_identity", m_service.made().serviceCertificate()}});
    return pass("recovery-agreed", json::array({open}));
}

Result<void> Story::rebuild()
{
    m_service.endRecovery();
    mark("service-open-again");
    at(kDays - 21);
    json trust = json::array();
    for (int i = 0; i < 2; ++i) {
        const Node& node = m_service.made().nodes[m_service.joinNode()];
        trust.push_back(action("transition_node_to_trusted", {{"node_id", node.id},
                                                              {"valid_from", isoDay(m_clock.now())},
                                                              {"validity_period_days", 365}}));
    }
    if (auto done = pass("nodes-trusted", trust); !done) return done;
    m_service.deleteRetiredNodes();
    m_network.serve({3, 4, 5});
    write(18);
    return {};
}

Result<void> Story::leaveOpen()
{
    at(3);
    const EcKey key = EcKey::derive(crypto::KeyKind::P384, m_service.made().members[0].id + "newcomer");
    const Validity validity{UtcTime{m_present.seconds - 5 * kDay}, UtcTime{m_present.seconds + 360 * kDay}};
    const std::string newcomer = CertificateFactory::member(key, {"Vale Mutual", validity, "newcomer"});
    const auto added = propose(2, json::array({action("set_member", {{"cert", newcomer},
                                                                     {"member_data", {{"name", "Vale Mutual"}}}})}));
    if (!added) return added.error();
    if (auto voted = vote(2, *added, true); !voted) return std::move(voted).error();
    at(1);
    std::string script = demoConstitution();
    const std::string rule = "if (pro * 2 > total) return \"Accepted\";";
    if (const auto place = script.find(rule); place != std::string::npos)
        script.replace(place, rule.size(), "if (pro * 3 >= total * 2) return \"Accepted\"; // Two thirds from now on.");
    const auto changed = propose(2, json::array({action("set_constitution", {{"constitution", script}})}));
    if (!changed) return changed.error();
    mark("proposal-open");
    m_service.signNow();
    return {};
}

} // namespace countersign::sandbox
