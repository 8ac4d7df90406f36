#include "app/sandbox/service/consortium.h"

#include "app/sandbox/ledger/certificate_factory.h"

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kNodes = "public:ccf.gov.nodes.info";
const std::string kService = "public:ccf.gov.service.info";
constexpr std::int64_t kDay = 86'400;

HttpAnswer internalError(const std::string& message)
{
    return refuse(500, "InternalError", message);
}

/// Why a script gave no answer, in one sentence of English.
std::string whyNot(const ccf::Evaluation& evaluation)
{
    if (evaluation.end == ccf::EvaluationEnd::Threw) return evaluation.failure.message;
    if (evaluation.end == ccf::EvaluationEnd::Refused) return "the script was refused: " + evaluation.refusal;
    return std::string("the script did not end: ") + ccf::evaluationEndName(evaluation.end);
}

bool answered(const ccf::Evaluation& evaluation)
{
    return evaluation.end == ccf::EvaluationEnd::Answered;
}

std::string textIn(Bytes bytes)
{
    return std::string(textOf(bytes));
}

/// "260101000000Z" and "20260101000000Z" as well as ISO 8601.
Result<UtcTime> validFrom(std::string text)
{
    if (text.size() == 13 && text.ends_with('Z')) text.insert(0, "20");
    if (text.size() != 15 || !text.ends_with('Z')) return parseIso8601(text);
    const auto part = [&](std::size_t at, std::size_t size) { return text.substr(at, size); };
    return parseIso8601(part(0, 4) + '-' + part(4, 2) + '-' + part(6, 2) + 'T' + part(8, 2) + ':' + part(10, 2) + ':' +
                        part(12, 2) + 'Z');
}

/// From the arguments of an effect: when a certificate begins and for how many days it holds.
Result<Validity> validityOf(const std::vector<std::string>& arguments, std::size_t at)
{
    if (arguments.size() < at + 2) return Error{ErrorCode::Malformed, "validity", "not given"};
    const auto from = validFrom(arguments[at]);
    if (!from) return from.error();
    const json days = json::parse(arguments[at + 1], nullptr, false);
    if (!days.is_number()) return Error{ErrorCode::Malformed, "validity", "days"};
    return Validity{*from, UtcTime{from->seconds + days.get<std::int64_t>() * kDay - 1}};
}

} // namespace

ccf::PublicState Consortium::stateWith(const Transaction& transaction) const
{
    ccf::PublicState state;
    for (const auto& [name, table] : m_tables.tables())
        for (const auto& [key, value] : table.rows) state.put(name, bytesOf(key), bytesOf(value.value));
    for (const TableChange& change : transaction.tables) {
        for (const auto& [key, value] : change.writes) state.put(change.name, bytesOf(key), bytesOf(value));
        for (const auto& key : change.removes) state.tables[change.name].rows.erase(copyOf(bytesOf(key)));
    }
    state.complete = true;
    return state;
}

Checked<Nothing> Consortium::validate(const std::string& proposal) const
{
    const std::string script = row("public:ccf.gov.constitution").get<std::string>();
    const auto answer = m_evaluator.validate(bytesOf(script), bytesOf(proposal), stateWith({}), {});
    if (!answer) return internalError("Failed to execute validation: " + answer.error().where + ' ' + answer.error().detail);
    if (!answered(*answer))
        return internalError("Failed to execute validation: " + whyNot(*answer) + ' ' + answer->failure.trace);
    if (answer->validity == ccf::Validity::Valid) return Nothing{};
    return refuse(400, "ProposalFailedToValidate", "Proposal failed to validate: " + answer->description);
}

Checked<std::vector<ccf::CastVote>> Consortium::castVotes(const ccf::ProposalCase& proposal,
                                                          const ccf::PublicState& state, const json& info,
                                                          json& failures) const
{
    std::vector<ccf::CastVote> votes;
    failures = json::object();
    for (const auto& [member, script] : info.at("ballots").items()) {
        const std::string text = script;
        const auto answer = m_evaluator.vote(bytesOf(text), proposal, state, {});
        if (!answer) return internalError("Failed to run a ballot: " + answer.error().where + ' ' + answer.error().detail);
        if (answered(*answer))
            votes.push_back({member, answer->choice == ccf::Choice::Yes});
        else
            failures[member] = {{"reason", whyNot(*answer)}, {"trace", answer->failure.trace}};
    }
    return votes;
}

Checked<Nothing> Consortium::decide(Transaction& transaction, const std::string& id, json& info, const std::string& text)
{
    const ccf::ProposalCase proposal{id, info.at("proposer_id"), copyOf(bytesOf(text))};
    transaction.write("public:ccf.gov.proposals_info", id, info.dump());
    const ccf::PublicState state = stateWith(transaction);
    json failures;
    auto votes = castVotes(proposal, state, info, failures);
    if (!votes) return votes.refusal;
    const std::string script = row("public:ccf.gov.constitution").get<std::string>();
    const std::vector<std::vector<ccf::CastVote>> sets{*votes};
    const auto resolved = m_evaluator.resolve(bytesOf(script), proposal, sets, state, {});
    if (!resolved) return internalError("Failed to resolve(): " + resolved.error().where + ' ' + resolved.error().detail);
    const ccf::ResolveAnswer& answer = resolved->front();
    if (!answered(answer))
        return internalError("Failed to resolve(): " + whyNot(answer) + "\nTrace: " + answer.failure.trace);
    if (answer.resolution == ccf::Resolution::Failed)
        return internalError("Failed to resolve(): the constitution answered \"" + answer.word + '"');
    if (answer.resolution == ccf::Resolution::Open) return Nothing{};
    info["state"] = ccf::resolutionName(answer.resolution);
    info["final_votes"] = json::object();
    for (const ccf::CastVote& vote : *votes) info["final_votes"][vote.member] = vote.yes;
    info["vote_failures"] = failures;
    removeFinished(transaction, id);
    transaction.write("public:ccf.gov.proposals_info", id, info.dump());
    return answer.resolution == ccf::Resolution::Accepted ? apply(transaction, proposal) : Nothing{};
}

Checked<Nothing> Consortium::apply(Transaction& transaction, const ccf::ProposalCase& proposal)
{
    const std::string script = row("public:ccf.gov.constitution").get<std::string>();
    const auto answer = m_evaluator.apply(bytesOf(script), proposal, stateWith(transaction), {});
    if (!answer) return internalError("Failed to apply(): " + answer.error().where + ' ' + answer.error().detail);
    if (!answered(*answer))
        return internalError("Failed to apply(): " + whyNot(*answer) + "\nTrace: " + answer->failure.trace);
    for (const ccf::RowWrite& one : answer->writes) {
        if (one.value)
            transaction.write(one.table, textIn(one.key), textIn(*one.value));
        else
            removeRow(transaction, one.table, textIn(one.key));
    }
    return carryOut(transaction, answer->effects);
}

Checked<Nothing> Consortium::carryOut(Transaction& transaction, const std::vector<ccf::NodeEffect>& effects)
{
    const GeneratedLedger before = m_made;
    for (const ccf::NodeEffect& effect : effects) {
        Checked<Nothing> done = Nothing{};
        if (effect.name == "node.transitionServiceToOpen")
            done = openAgain(transaction, effect.arguments);
        else if (effect.name == "node.triggerLedgerRekey")
            rekeyLedger(transaction);
        else if (effect.name == "node.triggerRecoverySharesRefresh")
            writeShares(transaction);
        else if (effect.name == "node.triggerLedgerChunk")
            m_chunkDue = true;
        else if (effect.name == "node.triggerSnapshot")
            m_snapshotDue = true;
        else if (effect.name.starts_with("network.generate"))
            done = issue(transaction, effect);
        else if (effect.name != "network.getLatestLedgerSecretSeqno" && effect.name != "refreshAppBytecodeCache")
            done = internalError("Failed to apply(): the demo consortium has no ccf." + effect.name);
        if (done) continue;
        m_made = before;
        m_chunkDue = m_snapshotDue = false;
        return done.refusal;
    }
    return Nothing{};
}

Checked<Nothing> Consortium::openAgain(Transaction& transaction, const std::vector<std::string>& identities)
{
    json info = row(kService);
    const json before = row("public:ccf.gov.service.previous_service_identity");
    if (identities.size() < 2 || identities[1] != info.at("cert").get<std::string>())
        return internalError("Failed to apply(): the next service identity is not this service's");
    if (info.at("status") == "Opening") {
        openService(transaction);
        return Nothing{};
    }
    if (info.at("status") != "Recovering") return Nothing{};
    if (before != identities[0]) return internalError("Failed to apply(): the previous service identity is another one");
    info["status"] = "WaitingForRecoveryShares";
    transaction.write(kService, kSingle, info.dump());
    transaction.write("public:ccf.internal.last_recovery_type", kSingle, "\"RECOVERY_SHARES\"");
    return Nothing{};
}

Checked<Nothing> Consortium::issue(Transaction& transaction, const ccf::NodeEffect& effect)
{
    const bool forNode = effect.name == "network.generateEndorsedCertificate";
    const auto validity = validityOf(effect.arguments, forNode ? 1 : 0);
    if (!validity) return internalError("Failed to apply(): " + effect.name + ": " + validity.error().detail);
    ServiceIdentity service = m_made.identities.back();
    const std::string serial = effect.name + std::to_string(last().seqno);
    if (!forNode) {
        const std::string written = transaction.written(kService);
        json info = written.empty() ? row(kService) : json::parse(written);
        service.certificate = CertificateFactory::service(service.key, {m_options.subjectName, *validity, serial});
        info["cert"] = service.certificate;
        transaction.write(kService, kSingle, info.dump());
        m_made.identities.push_back(std::move(service));
        return Nothing{};
    }
    for (Node& node : m_made.nodes) {
        const json info = row(kNodes, node.id);
        if (info.empty() || info.value("certificate_signing_request", "") != effect.arguments[0]) continue;
        node.certificate =
            CertificateFactory::node(node.key, {"CCF Node", *validity, serial + node.id}, service.key, service.certificate);
        transaction.write("public:ccf.gov.nodes.endorsed_certificates", node.id, node.certificate);
        return Nothing{};
    }
    return internalError("Failed to apply(): no node made this signing request");
}

} // namespace countersign::sandbox
