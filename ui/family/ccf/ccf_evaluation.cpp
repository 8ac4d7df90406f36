#include "ui/family/ccf/ccf_evaluation.h"

#include "core/base/hex.h"
#include "core/ccf/evaluator/process_evaluator.h"
#include "core/ccf/evaluator/progress.h"
#include "core/ccf/evaluator/service_state.h"
#include "ui/common/format.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace countersign::ui::ccf_family {

namespace {

struct CcfEvaluation {
    Q_DECLARE_TR_FUNCTIONS(CcfEvaluation)
};

constexpr qsizetype kShortText = 160;
constexpr qsizetype kMostText = 400'000;
constexpr qsizetype kMostDescription = 2000;

QString subjectsOf(const ccf::Warning& warning)
{
    QStringList names;
    for (const std::string& one : warning.subjects) names += shortId(safeText(one, 128));
    return names.join(QStringLiteral(", "));
}

QString warningText(const ccf::Warning& warning)
{
    using enum ccf::GovernanceWarning;
    switch (warning.kind) {
    case DropsOpenProposals: return CcfEvaluation::tr("Open proposals would be dropped: %1.").arg(subjectsOf(warning));
    case ReplacesConstitution: return CcfEvaluation::tr("The constitution would be replaced: from then on other rules decide.");
    case RecoveryOutOfReach:
        return CcfEvaluation::tr("Fewer members would hold recovery shares than the threshold asks for: no recovery could succeed.");
    case NoActiveMemberLeft: return CcfEvaluation::tr("No active member would be left: nobody could govern the service.");
    case BallotWithoutVote: return CcfEvaluation::tr("Ballots that fail count for nothing: %1.").arg(subjectsOf(warning));
    case CannotBeAccepted:
        return CcfEvaluation::tr("Not even a yes of every active member who has not voted would accept it.");
    case DecidesWithoutMoreVotes:
        return CcfEvaluation::tr("The service calls it open, but the ballots there are decide it as evaluated here.");
    }
    return {};
}

QString resolutionText(ccf::Resolution resolution)
{
    switch (resolution) {
    case ccf::Resolution::Open: return CcfEvaluation::tr("open");
    case ccf::Resolution::Accepted: return CcfEvaluation::tr("accepted");
    case ccf::Resolution::Rejected: return CcfEvaluation::tr("rejected");
    case ccf::Resolution::Failed: return CcfEvaluation::tr("failed");
    case ccf::Resolution::Unknown: break;
    }
    return CcfEvaluation::tr("unknown");
}

QString endText(const ccf::Evaluation& evaluation)
{
    std::string text = ccf::evaluationEndName(evaluation.end);
    for (const std::string& more : {evaluation.refusal, evaluation.failure.message, evaluation.failure.place})
        if (!more.empty()) text += ' ' + more;
    return safeText(text, 400);
}

QString headlineOf(const ccf::Progress& progress)
{
    if (progress.now.end != ccf::EvaluationEnd::Answered)
        return CcfEvaluation::tr("The constitution gave no answer when it was run here: %1").arg(endText(progress.now));
    const QString state = resolutionText(progress.now.resolution);
    if (!progress.moreYes || *progress.moreYes == 0) return CcfEvaluation::tr("As evaluated here: %1").arg(state);
    return CcfEvaluation::tr("As evaluated here: %1; accepted with %2 more yes of the %3 active members who have not voted")
        .arg(state)
        .arg(*progress.moreYes)
        .arg(progress.waiting.size());
}

QString keyText(const ByteVector& key)
{
    const bool plain = !key.empty() && std::ranges::all_of(key, [](std::uint8_t c) { return c >= 0x20 && c < 0x7f; });
    return plain ? safeText(textOf(key), kShortText) : shortId(QString::fromStdString(toHex(key)));
}

DetailItem valueItem(const QString& name, const ByteVector& value)
{
    DetailItem item{.name = name, .value = safeText(textOf(value), kShortText)};
    if (value.size() > std::size_t(kShortText)) item.text = safeMultiline(textOf(value), kMostText);
    return item;
}

DetailItem rowItem(const ccf::RowChange& row)
{
    DetailItem item{.name = keyText(row.key), .value = {}};
    switch (row.kind) {
    case ccf::RowChangeKind::Added: item.value = CcfEvaluation::tr("added"); break;
    case ccf::RowChangeKind::Removed: item.value = CcfEvaluation::tr("removed"); break;
    case ccf::RowChangeKind::Changed: item.value = CcfEvaluation::tr("changed"); break;
    }
    if (row.before) item.children += valueItem(CcfEvaluation::tr("Before"), *row.before);
    if (row.after) item.children += valueItem(CcfEvaluation::tr("After"), *row.after);
    return item;
}

QList<DetailItem> changesOf(const ccf::ExpectedEffect& effect)
{
    QList<DetailItem> changes;
    for (const ccf::TableChange& table : effect.tables) {
        const auto rows = int(table.rows.size());
        DetailItem item{.name = safeText(table.table, 200),
                        .value = table.partial ? CcfEvaluation::tr("rows: %1; what stood there before is not wholly known here").arg(rows)
                                               : CcfEvaluation::tr("rows: %1").arg(rows)};
        for (const ccf::RowChange& row : table.rows) item.children += rowItem(row);
        changes += item;
    }
    return changes;
}

void addMissing(const ccf::Evaluation& evaluation, std::set<std::string>& missing)
{
    missing.insert(evaluation.missingTables.begin(), evaluation.missingTables.end());
    missing.insert(evaluation.missingFunctions.begin(), evaluation.missingFunctions.end());
}

QStringList notesOf(const ccf::Progress& progress, const ccf::ExpectedEffect& effect)
{
    QStringList notes;
    if (effect.evaluation.end != ccf::EvaluationEnd::Answered)
        notes += CcfEvaluation::tr("What it would change is not known: applying it here ended with %1.").arg(endText(effect.evaluation));
    for (const ccf::NodeEffect& one : effect.evaluation.effects)
        notes += CcfEvaluation::tr("A node would do besides: %1.").arg(safeText(one.name, 120));
    std::set<std::string> missing;
    addMissing(progress.now, missing);
    addMissing(effect.evaluation, missing);
    for (const ccf::BallotOutcome& ballot : progress.ballots) addMissing(ballot.answer, missing);
    for (const std::string& one : missing)
        notes += CcfEvaluation::tr("The script used %1, which is not known here, so the service may come to another answer.")
                     .arg(safeText(one, 120));
    return notes;
}

} // namespace

Result<DraftCheck> checkDraft(ccf::Channel& channel, Bytes text, std::stop_token stop)
{
    const auto program = ccf::evaluatorBesideThisProgram();
    if (!program) return program.error();
    ccf::GovClient gov(channel);
    const auto replies = ccf::askForState(gov, stop);
    if (!replies) return replies.error();
    const ccf::PublicState state = ccf::stateFrom(*replies);
    const auto constitution = ccf::constitutionIn(state);
    if (!constitution) return constitution.error();
    ccf::ProcessEvaluator evaluator(*program);
    const auto valid = evaluator.validate(*constitution, text, state, stop);
    if (!valid) return valid.error();
    DraftCheck check;
    if (valid->end != ccf::EvaluationEnd::Answered || valid->validity == ccf::Validity::Unknown) {
        check.description = endText(*valid);
        return check;
    }
    check.standing = valid->validity == ccf::Validity::Valid ? DraftStanding::Valid : DraftStanding::Invalid;
    check.description = safeText(valid->description, kMostDescription);
    if (check.standing == DraftStanding::Invalid) return check;
    const auto members = ccf::membersIn(state);
    const ccf::ProposalCase proposal{std::string(64, '0'), members.empty() ? std::string() : members.front().id, copyOf(text)};
    const auto effect = ccf::whatWouldChange(evaluator, *constitution, proposal, state, stop);
    if (!effect) return effect.error();
    check.effect = {.headline = {}, .warnings = {}, .notes = notesOf({}, *effect), .changes = changesOf(*effect)};
    for (const ccf::Warning& one : effect->warnings) check.effect.warnings += warningText(one);
    return check;
}

Result<LiveEvaluation> evaluateProposal(ccf::Channel& channel, const std::string& id, std::stop_token stop)
{
    const auto program = ccf::evaluatorBesideThisProgram();
    if (!program) return program.error();
    ccf::GovClient gov(channel);
    const auto replies = ccf::askForState(gov, stop);
    if (!replies) return replies.error();
    const ccf::PublicState state = ccf::stateFrom(*replies);
    const auto proposal = ccf::proposalIn(state, id);
    if (!proposal) return proposal.error();
    const auto constitution = ccf::constitutionIn(state);
    if (!constitution) return constitution.error();
    ccf::ProcessEvaluator evaluator(*program);
    const auto progress = ccf::evaluateProgress(evaluator, *constitution, *proposal, state, stop);
    if (!progress) return progress.error();
    const auto effect = ccf::whatWouldChange(evaluator, *constitution, *proposal, state, stop);
    if (!effect) return effect.error();
    LiveEvaluation shown{.headline = headlineOf(*progress), .warnings = {}, .notes = notesOf(*progress, *effect), .changes = changesOf(*effect)};
    for (const ccf::Warning& one : progress->warnings) shown.warnings += warningText(one);
    for (const ccf::Warning& one : effect->warnings) shown.warnings += warningText(one);
    return shown;
}

} // namespace countersign::ui::ccf_family
