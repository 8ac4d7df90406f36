#include "core/ccf/evaluator/wire.h"

#include "core/base/base64.h"
#include "core/base/strict_json.h"

#include <algorithm>
#include <array>

namespace countersign::ccf::wire {

namespace {

using nlohmann::json;

constexpr std::array kFunctions{"validate", "resolve", "apply", "vote"};
constexpr std::array kEnds{EvaluationEnd::Answered,    EvaluationEnd::Threw,   EvaluationEnd::TimedOut,
                           EvaluationEnd::OutOfMemory, EvaluationEnd::Refused, EvaluationEnd::Died};
constexpr JsonLimits kLimits{.depth = 8, .values = 20'000'000};

/// Reads members that must be there; the first fault sticks.
class Fields
{
public:
    explicit Fields(const json& object) : m_object(object), m_good(object.is_object()) {}

    std::string text(const char* name)
    {
        const json* value = find(name);
        if (value && value->is_string()) return value->get<std::string>();
        m_good = false;
        return {};
    }
    ByteVector bytes(const char* name) { return bytesFrom(find(name)); }
    bool flag(const char* name)
    {
        const json* value = find(name);
        if (value && value->is_boolean()) return value->get<bool>();
        m_good = false;
        return false;
    }
    std::uint64_t number(const char* name)
    {
        const json* value = find(name);
        if (value && value->is_number_unsigned()) return value->get<std::uint64_t>();
        m_good = false;
        return 0;
    }
    const json& list(const char* name)
    {
        static const json kNone = json::array();
        const json* value = find(name);
        if (value && value->is_array()) return *value;
        m_good = false;
        return kNone;
    }
    std::vector<std::string> texts(const char* name)
    {
        std::vector<std::string> result;
        for (const json& item : list(name)) {
            if (!item.is_string()) m_good = false;
            result.push_back(item.is_string() ? item.get<std::string>() : std::string());
        }
        return result;
    }
    ByteVector bytesFrom(const json* value)
    {
        auto bytes = value && value->is_string() ? fromBase64(value->get_ref<const std::string&>())
                                                 : Result<ByteVector>(Error{ErrorCode::Malformed, {}, {}});
        m_good = m_good && bytes;
        return bytes ? std::move(*bytes) : ByteVector();
    }
    bool good() const noexcept { return m_good; }
    void require(bool held) { m_good = m_good && held; }

private:
    const json* find(const char* name) const
    {
        if (!m_object.is_object()) return nullptr;
        const auto found = m_object.find(name);
        return found == m_object.end() ? nullptr : &*found;
    }

    const json& m_object;
    bool m_good;
};

Error malformed(const char* what)
{
    return {ErrorCode::Malformed, std::string("evaluator: ") + what, {}};
}

json limitsJson(const ScriptLimits& limits)
{
    return {{"wall", static_cast<std::uint64_t>(limits.wall.count())},
            {"memory", limits.memory},
            {"request", limits.request},
            {"answer", limits.answer},
            {"writes", limits.writes},
            {"writtenBytes", limits.writtenBytes},
            {"consoleBytes", limits.consoleBytes}};
}

ScriptLimits limitsFrom(Fields& outer, const json& object)
{
    Fields fields(object);
    ScriptLimits limits;
    limits.wall = std::chrono::milliseconds(fields.number("wall"));
    limits.memory = fields.number("memory");
    limits.request = fields.number("request");
    limits.answer = fields.number("answer");
    limits.writes = fields.number("writes");
    limits.writtenBytes = fields.number("writtenBytes");
    limits.consoleBytes = fields.number("consoleBytes");
    outer.require(fields.good());
    return limits;
}

PublicState stateFrom(Fields& fields)
{
    PublicState state;
    state.complete = fields.flag("complete");
    for (const json& item : fields.list("tables")) {
        Fields table(item);
        const ByteVector name = table.bytes("name");
        StateTable& into = state.tables[std::string(textOf(name))];
        into.partial = table.flag("partial");
        const json& rows = table.list("rows");
        table.require(rows.size() % 2 == 0);
        for (std::size_t i = 0; table.good() && i < rows.size(); i += 2)
            into.rows.emplace(table.bytesFrom(&rows[i]), table.bytesFrom(&rows[i + 1]));
        fields.require(table.good());
    }
    return state;
}

void readVotes(Fields& fields, std::vector<std::vector<CastVote>>& sets)
{
    for (const json& set : fields.list("voteSets")) {
        fields.require(set.is_array());
        sets.emplace_back();
        for (const json& item : set) {
            Fields vote(item);
            sets.back().push_back({vote.text("member"), vote.flag("yes")});
            fields.require(vote.good());
        }
    }
}

json answerJson(const Answer& answer)
{
    json effects = json::array(), writes = json::array();
    for (const NodeEffect& effect : answer.effects)
        effects.push_back({{"name", effect.name}, {"arguments", effect.arguments}});
    for (const RowWrite& write : answer.writes)
        writes.push_back({{"table", toBase64(bytesOf(write.table))},
                          {"key", toBase64(write.key)},
                          {"value", write.value ? json(toBase64(*write.value)) : json(nullptr)}});
    return {{"end", evaluationEndName(answer.end)},
            {"refusal", answer.refusal},
            {"message", answer.failure.message},
            {"place", answer.failure.place},
            {"trace", answer.failure.trace},
            {"console", answer.console},
            {"consoleCut", answer.consoleCut},
            {"effects", effects},
            {"missingTables", answer.missingTables},
            {"missingFunctions", answer.missingFunctions},
            {"word", answer.word},
            {"description", answer.description},
            {"writes", writes}};
}

Answer answerFrom(Fields& outer, const json& object)
{
    Fields fields(object);
    Answer answer;
    const std::string end = fields.text("end");
    const auto known = std::ranges::find_if(kEnds, [&](EvaluationEnd one) { return evaluationEndName(one) == end; });
    fields.require(known != kEnds.end());
    if (known != kEnds.end()) answer.end = *known;
    answer.refusal = fields.text("refusal");
    answer.failure = {fields.text("message"), fields.text("place"), fields.text("trace")};
    answer.console = fields.texts("console");
    answer.consoleCut = fields.flag("consoleCut");
    for (const json& item : fields.list("effects")) {
        Fields effect(item);
        answer.effects.push_back({effect.text("name"), effect.texts("arguments")});
        fields.require(effect.good());
    }
    answer.missingTables = fields.texts("missingTables");
    answer.missingFunctions = fields.texts("missingFunctions");
    answer.word = fields.text("word");
    answer.description = fields.text("description");
    for (const json& item : fields.list("writes")) {
        Fields write(item);
        const ByteVector table = write.bytes("table");
        RowWrite row{std::string(textOf(table)), write.bytes("key"), std::nullopt};
        if (!item.contains("value") || !item["value"].is_null()) row.value = write.bytes("value");
        answer.writes.push_back(std::move(row));
        fields.require(write.good());
    }
    outer.require(fields.good());
    return answer;
}

} // namespace

const char* functionName(Function function) noexcept
{
    return kFunctions[static_cast<std::size_t>(function)];
}

std::string encodeRequest(const Call& call, const PublicState& state)
{
    json tables = json::array(), sets = json::array();
    for (const auto& [name, table] : state.tables) {
        json rows = json::array();
        for (const auto& [key, value] : table.rows) {
            rows.push_back(toBase64(key));
            rows.push_back(toBase64(value));
        }
        tables.push_back({{"name", toBase64(bytesOf(name))}, {"partial", table.partial}, {"rows", std::move(rows)}});
    }
    for (const auto& set : call.voteSets) {
        json votes = json::array();
        for (const CastVote& vote : set) votes.push_back({{"member", vote.member}, {"yes", vote.yes}});
        sets.push_back(std::move(votes));
    }
    const json request{{"function", functionName(call.function)},
                       {"script", toBase64(call.script)},
                       {"proposal", toBase64(call.proposal.text)},
                       {"proposalId", call.proposal.id},
                       {"proposerId", call.proposal.proposer},
                       {"voteSets", std::move(sets)},
                       {"limits", limitsJson(call.limits)},
                       {"complete", state.complete},
                       {"tables", std::move(tables)}};
    return request.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Request> decodeRequest(Bytes text)
{
    auto object = parseJson(text, kLimits);
    if (!object) return std::move(object).error();
    Fields fields(*object);
    Request request;
    const std::string function = fields.text("function");
    const auto known = std::ranges::find(kFunctions, function);
    if (known == kFunctions.end()) return malformed("function");
    request.call.function = static_cast<Function>(known - kFunctions.begin());
    request.call.script = fields.bytes("script");
    request.call.proposal = {fields.text("proposalId"), fields.text("proposerId"), fields.bytes("proposal")};
    readVotes(fields, request.call.voteSets);
    request.call.limits = limitsFrom(fields, object->value("limits", json()));
    request.state = stateFrom(fields);
    if (!fields.good()) return malformed("request");
    return request;
}

std::string encodeAnswers(const std::vector<Answer>& answers)
{
    json list = json::array();
    for (const Answer& answer : answers) list.push_back(answerJson(answer));
    return json{{"answers", std::move(list)}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::vector<Answer>> decodeAnswers(Bytes text, std::size_t expected)
{
    auto object = parseJson(text, kLimits);
    if (!object) return std::move(object).error();
    Fields fields(*object);
    std::vector<Answer> answers;
    for (const json& item : fields.list("answers")) answers.push_back(answerFrom(fields, item));
    if (!fields.good() || answers.size() != expected) return malformed("answer");
    return answers;
}

} // namespace countersign::ccf::wire
