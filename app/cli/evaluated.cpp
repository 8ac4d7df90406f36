#include "app/cli/evaluated.h"

#include "app/cli/terminal_text.h"
#include "core/base/hex.h"
#include "core/ccf/evaluator/process_evaluator.h"
#include "core/ccf/evaluator/progress.h"
#include "core/ccf/evaluator/service_state.h"

#include <algorithm>
#include <set>

namespace countersign {

namespace {

constexpr std::size_t kMostValue = 200;

EvaluatedHere without(const std::string& why)
{
    return {nullptr, "  Not evaluated here: " + escaped(why) + ".\n"};
}

const char* warningText(ccf::GovernanceWarning warning)
{
    using enum ccf::GovernanceWarning;
    switch (warning) {
    case DropsOpenProposals: return "open proposals would be dropped";
    case ReplacesConstitution: return "the constitution would be replaced";
    case RecoveryOutOfReach: return "fewer members would hold recovery shares than the threshold asks for";
    case NoActiveMemberLeft: return "no active member would be left";
    case BallotWithoutVote: return "ballots that fail count for nothing";
    case CannotBeAccepted: return "not even a yes of every active member who has not voted would accept it";
    case DecidesWithoutMoreVotes: return "the ballots there are would decide it already";
    }
    return "";
}

/// Keys that are text as text, others in hex.
std::string keyText(const ByteVector& key)
{
    const bool plain = !key.empty() && std::ranges::all_of(key, [](std::uint8_t c) { return c >= 0x20 && c < 0x7f; });
    return plain ? std::string(textOf(key)) : toHex(key);
}

std::string endText(const ccf::Evaluation& evaluation)
{
    std::string text = ccf::evaluationEndName(evaluation.end);
    for (const std::string& more : {evaluation.refusal, evaluation.failure.message, evaluation.failure.place})
        if (!more.empty()) text += ' ' + more;
    return text;
}

std::set<std::string> missingIn(const ccf::Progress& progress, const ccf::ExpectedEffect& effect)
{
    std::set<std::string> missing;
    const auto add = [&missing](const ccf::Evaluation& one) {
        missing.insert(one.missingTables.begin(), one.missingTables.end());
        missing.insert(one.missingFunctions.begin(), one.missingFunctions.end());
    };
    add(progress.now);
    add(effect.evaluation);
    for (const ccf::BallotOutcome& ballot : progress.ballots) add(ballot.answer);
    return missing;
}

std::vector<ccf::Warning> warningsOf(const ccf::Progress& progress, const ccf::ExpectedEffect& effect)
{
    std::vector<ccf::Warning> all = progress.warnings;
    all.insert(all.end(), effect.warnings.begin(), effect.warnings.end());
    return all;
}

Json changesJson(const ccf::ExpectedEffect& effect)
{
    Json changes = Json::array();
    for (const ccf::TableChange& table : effect.tables) {
        Json rows = Json::array();
        for (const ccf::RowChange& row : table.rows) {
            const auto value = [](const std::optional<ByteVector>& bytes) {
                return bytes ? Json(toHex(*bytes)) : Json(nullptr);
            };
            rows.push_back({{"key", toHex(row.key)}, {"before", value(row.before)}, {"after", value(row.after)}});
        }
        changes.push_back({{"table", table.table}, {"partial", table.partial}, {"rows", rows}});
    }
    return changes;
}

Json json(const ccf::Progress& progress, const ccf::ExpectedEffect& effect)
{
    Json document, warnings = Json::array(), effects = Json::array();
    for (const ccf::Warning& one : warningsOf(progress, effect))
        warnings.push_back({{"id", ccf::governanceWarningName(one.kind)}, {"subjects", one.subjects}});
    for (const ccf::NodeEffect& one : effect.evaluation.effects)
        effects.push_back({{"name", one.name}, {"arguments", one.arguments}});
    document["resolve"] = {{"end", ccf::evaluationEndName(progress.now.end)},
                           {"state", ccf::resolutionName(progress.now.resolution)},
                           {"moreYes", progress.moreYes ? Json(*progress.moreYes) : Json(nullptr)},
                           {"waiting", progress.waiting}};
    document["apply"] = {{"end", ccf::evaluationEndName(effect.evaluation.end)},
                         {"changes", changesJson(effect)},
                         {"effects", effects}};
    document["warnings"] = warnings;
    document["missing"] = missingIn(progress, effect);
    return document;
}

std::string progressText(const ccf::Progress& progress)
{
    if (progress.now.end != ccf::EvaluationEnd::Answered)
        return "    resolve() ended without an answer: " + escaped(endText(progress.now)) + '\n';
    std::string text = std::string("    state ") + ccf::resolutionName(progress.now.resolution);
    if (progress.moreYes && *progress.moreYes > 0)
        text += ", accepted with " + std::to_string(*progress.moreYes) + " more yes of the " +
                std::to_string(progress.waiting.size()) + " active members who have not voted";
    return text + '\n';
}

std::string effectText(const ccf::ExpectedEffect& effect)
{
    if (effect.evaluation.end != ccf::EvaluationEnd::Answered)
        return "    apply() ended without an answer: " + escaped(endText(effect.evaluation)) + '\n';
    std::string text;
    for (const ccf::TableChange& table : effect.tables) {
        text += "    " + escaped(table.table) + '\n';
        for (const ccf::RowChange& row : table.rows) {
            const char* sign = row.kind == ccf::RowChangeKind::Added     ? "+ "
                               : row.kind == ccf::RowChangeKind::Removed ? "- "
                                                                         : "~ ";
            text += std::string("      ") + sign + escaped(keyText(row.key));
            if (row.after) text += ' ' + shortened(std::string(textOf(*row.after)), kMostValue);
            text += '\n';
        }
    }
    for (const ccf::NodeEffect& one : effect.evaluation.effects) text += "    a node would: " + escaped(one.name) + '\n';
    return text.empty() ? "    nothing would change\n" : text;
}

std::string text(const ccf::Progress& progress, const ccf::ExpectedEffect& effect)
{
    std::string all = "  as evaluated here, by the service's constitution on what the service shows\n" +
                      progressText(progress) + effectText(effect);
    for (const ccf::Warning& one : warningsOf(progress, effect)) {
        all += std::string("    note: ") + warningText(one.kind);
        for (const std::string& subject : one.subjects) all += ' ' + escaped(subject);
        all += '\n';
    }
    for (const std::string& one : missingIn(progress, effect)) all += "    not known here: " + escaped(one) + '\n';
    return all;
}

} // namespace

EvaluatedHere evaluateHere(const std::string& id, ccf::GovClient& gov, const Environment& environment)
{
    const auto program = ccf::evaluatorBesideThisProgram();
    if (!program) return without("countersign-evaluator is not beside this program");
    const auto replies = ccf::askForState(gov, environment.stop);
    if (!replies) return without(replies.error().where + ' ' + replies.error().detail);
    const ccf::PublicState state = ccf::stateFrom(*replies);
    const auto proposal = ccf::proposalIn(state, id);
    const auto constitution = ccf::constitutionIn(state);
    if (!proposal || !constitution) return without("the service does not show all of it");
    ccf::ProcessEvaluator evaluator(*program);
    const auto progress = ccf::evaluateProgress(evaluator, *constitution, *proposal, state, environment.stop);
    if (!progress) return without(progress.error().where + ' ' + progress.error().detail);
    const auto effect = ccf::whatWouldChange(evaluator, *constitution, *proposal, state, environment.stop);
    if (!effect) return without(effect.error().where + ' ' + effect.error().detail);
    return {json(*progress, *effect), text(*progress, *effect)};
}

} // namespace countersign
