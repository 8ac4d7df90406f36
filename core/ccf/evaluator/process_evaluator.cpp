#include "core/ccf/evaluator/process_evaluator.h"

#include "core/ccf/evaluator/child_process.h"

#include <array>
#include <csignal>
#include <unistd.h>

namespace countersign::ccf {

namespace {

constexpr const char* kProgram = "countersign-evaluator";

Error cannotRun(ErrorCode code, std::string detail)
{
    return {code, kProgram, std::move(detail)};
}

/// What is known of a script whose process gave no answer.
Result<EvaluationEnd> endWithoutAnswer(const ChildEnd& child)
{
    if (child.stoppedBy == ChildStop::Time) return EvaluationEnd::TimedOut;
    if (child.stoppedBy == ChildStop::Output) return EvaluationEnd::Refused;
    if (child.errors.find(wire::kMemoryMark) != std::string::npos || child.status == wire::kExitOutOfMemory)
        return EvaluationEnd::OutOfMemory;
    if (child.signal == SIGXCPU || child.signal == SIGKILL) return EvaluationEnd::TimedOut;
    if (child.signal != 0) return EvaluationEnd::Died;
    return cannotRun(ErrorCode::Io, "status " + std::to_string(child.status) + ' ' + child.errors.substr(0, 200));
}

template <class To>
To taken(wire::Answer&& answer)
{
    To result;
    static_cast<Evaluation&>(result) = std::move(static_cast<Evaluation&>(answer));
    return result;
}

ResolveAnswer resolved(wire::Answer&& answer)
{
    std::string word = answer.word;
    auto result = taken<ResolveAnswer>(std::move(answer));
    if (result.end != EvaluationEnd::Answered) return result;
    result.resolution = Resolution::Failed;
    for (const Resolution one : {Resolution::Open, Resolution::Accepted, Resolution::Rejected})
        if (word == resolutionName(one)) result.resolution = one;
    result.word = std::move(word);
    return result;
}

} // namespace

Result<std::filesystem::path> evaluatorBesideThisProgram()
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) return cannotRun(ErrorCode::Io, error.message());
    auto program = self.parent_path() / kProgram;
    if (::access(program.c_str(), X_OK) != 0) return cannotRun(ErrorCode::NotFound, program.string());
    return program;
}

ProcessEvaluator::ProcessEvaluator(std::filesystem::path program, ScriptLimits limits)
    : m_program(std::move(program)), m_limits(limits)
{
}

Result<std::vector<wire::Answer>> ProcessEvaluator::run(wire::Call call, const PublicState& state,
                                                        const std::stop_token& stop) const
{
    const auto deadline = std::chrono::steady_clock::now() + m_limits.wall;
    if (!m_program.is_absolute()) return cannotRun(ErrorCode::NotFound, m_program.string());
    call.limits = m_limits;
    if (call.answers() == 0) return std::vector<wire::Answer>();
    const std::string request = wire::encodeRequest(call, state);
    if (request.size() > m_limits.request) return cannotRun(ErrorCode::LimitExceeded, "the state is too large");
    auto child = runChild(m_program, bytesOf(request), {deadline, m_limits.answer, stop});
    if (!child) return std::move(child).error();
    if (child->stoppedBy == ChildStop::Asked) return cannotRun(ErrorCode::Cancelled, {});
    if (child->stoppedBy == ChildStop::None && child->signal == 0 && child->status == 0)
        return wire::decodeAnswers(child->output, call.answers());
    auto end = endWithoutAnswer(*child);
    if (!end) return std::move(end).error();
    wire::Answer answer;
    answer.end = *end;
    if (*end == EvaluationEnd::Refused) answer.refusal = "too-much-output";
    return std::vector<wire::Answer>(call.answers(), answer);
}

Result<ValidateAnswer> ProcessEvaluator::validate(Bytes constitution, Bytes proposal, const PublicState& state,
                                                  std::stop_token stop)
{
    wire::Call call;
    call.function = wire::Function::Validate;
    call.script = copyOf(constitution);
    call.proposal.text = copyOf(proposal);
    auto answers = run(std::move(call), state, stop);
    if (!answers) return std::move(answers).error();
    wire::Answer& answer = answers->front();
    const std::string word = answer.word;
    std::string description = std::move(answer.description);
    auto result = taken<ValidateAnswer>(std::move(answer));
    result.description = std::move(description);
    if (result.end != EvaluationEnd::Answered) return result;
    if (word != "valid" && word != "invalid") return cannotRun(ErrorCode::Malformed, "answer of validate");
    result.validity = word == "valid" ? Validity::Valid : Validity::Invalid;
    return result;
}

Result<std::vector<ResolveAnswer>> ProcessEvaluator::resolve(Bytes constitution, const ProposalCase& proposal,
                                                             std::span<const std::vector<CastVote>> voteSets,
                                                             const PublicState& state, std::stop_token stop)
{
    wire::Call call;
    call.function = wire::Function::Resolve;
    call.script = copyOf(constitution);
    call.proposal = proposal;
    call.voteSets.assign(voteSets.begin(), voteSets.end());
    auto answers = run(std::move(call), state, stop);
    if (!answers) return std::move(answers).error();
    std::vector<ResolveAnswer> result;
    for (wire::Answer& answer : *answers) result.push_back(resolved(std::move(answer)));
    return result;
}

Result<ApplyAnswer> ProcessEvaluator::apply(Bytes constitution, const ProposalCase& proposal, const PublicState& state,
                                            std::stop_token stop)
{
    wire::Call call;
    call.function = wire::Function::Apply;
    call.script = copyOf(constitution);
    call.proposal = proposal;
    auto answers = run(std::move(call), state, stop);
    if (!answers) return std::move(answers).error();
    wire::Answer& answer = answers->front();
    std::vector<RowWrite> writes = std::move(answer.writes);
    auto result = taken<ApplyAnswer>(std::move(answer));
    if (result.end == EvaluationEnd::Answered) result.writes = std::move(writes);
    return result;
}

Result<VoteAnswer> ProcessEvaluator::vote(Bytes ballot, const ProposalCase& proposal, const PublicState& state,
                                          std::stop_token stop)
{
    wire::Call call;
    call.function = wire::Function::Vote;
    call.script = copyOf(ballot);
    call.proposal = proposal;
    auto answers = run(std::move(call), state, stop);
    if (!answers) return std::move(answers).error();
    wire::Answer& answer = answers->front();
    const std::string word = answer.word;
    auto result = taken<VoteAnswer>(std::move(answer));
    if (result.end != EvaluationEnd::Answered) return result;
    if (word != "yes" && word != "no") return cannotRun(ErrorCode::Malformed, "answer of vote");
    result.choice = word == "yes" ? Choice::Yes : Choice::No;
    return result;
}

} // namespace countersign::ccf
