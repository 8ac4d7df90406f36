#pragma once

#include "core/ccf/evaluator/evaluator.h"
#include "core/ccf/evaluator/wire.h"

#include <filesystem>

namespace countersign::ccf {

/// "countersign-evaluator" beside the running program. NotFound when it is not there.
Result<std::filesystem::path> evaluatorBesideThisProgram();

/// Runs each script in a process of its own, which is given up and killed when its time is up, when `stop` asks for it
/// (Cancelled), or when it says more than it may. Safe from any thread; calls do not wait for each other.
class ProcessEvaluator final : public ConstitutionEvaluator
{
public:
    /// `program` is absolute.
    explicit ProcessEvaluator(std::filesystem::path program, ScriptLimits limits = {});

    Result<ValidateAnswer> validate(Bytes constitution, Bytes proposal, const PublicState& state,
                                    std::stop_token stop) override;
    Result<std::vector<ResolveAnswer>> resolve(Bytes constitution, const ProposalCase& proposal,
                                               std::span<const std::vector<CastVote>> voteSets,
                                               const PublicState& state, std::stop_token stop) override;
    Result<ApplyAnswer> apply(Bytes constitution, const ProposalCase& proposal, const PublicState& state,
                              std::stop_token stop) override;
    Result<VoteAnswer> vote(Bytes ballot, const ProposalCase& proposal, const PublicState& state,
                            std::stop_token stop) override;

private:
    Result<std::vector<wire::Answer>> run(wire::Call call, const PublicState& state, const std::stop_token& stop) const;

    std::filesystem::path m_program;
    ScriptLimits m_limits;
};

} // namespace countersign::ccf
