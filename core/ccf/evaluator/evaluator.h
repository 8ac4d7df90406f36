#pragma once

#include "core/base/result.h"
#include "core/ccf/evaluator/public_state.h"

#include <chrono>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

// A service's own constitution and ballots, run on public tables. Nothing here is evidence: a service may decide
// otherwise, and what is shown from it says "as evaluated here".

namespace countersign::ccf {

/// How running a script ended.
enum class EvaluationEnd : std::uint8_t {
    Answered,    ///< The script returned, and its answer was read.
    Threw,       ///< It threw, or is no JavaScript: see Evaluation::failure.
    TimedOut,    ///< Its time was up.
    OutOfMemory, ///< Its memory was.
    Refused,     ///< It passed another limit, or answered what cannot be read plainly: see Evaluation::refusal.
    Died         ///< The process that ran it ended on a signal for no reason known.
};

const char* evaluationEndName(EvaluationEnd end) noexcept; ///< "timedOut".

struct ScriptFailure {
    std::string message; ///< As the script made it: show it as foreign text.
    std::string place;   ///< "constitution:12:7", empty when unknown.
    std::string trace;
};

/// A call that only a node can carry out. It was noted, not done.
struct NodeEffect {
    std::string name; ///< "node.triggerLedgerRekey".
    std::vector<std::string> arguments;

    bool operator==(const NodeEffect&) const = default;
};

struct Evaluation {
    EvaluationEnd end = EvaluationEnd::Died;
    std::string refusal;   ///< Of Refused; stable: "answer-not-plain", "too-many-writes", "no-such-export".
    ScriptFailure failure; ///< Of Threw.
    std::vector<std::string> console;
    bool consoleCut = false;
    std::vector<NodeEffect> effects;
    std::vector<std::string> missingTables;    ///< Used by the script, but not (or not wholly) in the state given.
    std::vector<std::string> missingFunctions; ///< Used by the script, but known to a node only.

    /// The script had all it asked for, and nothing stands in for what only a node can make.
    bool onWholeState() const noexcept { return missingTables.empty() && missingFunctions.empty(); }
};

enum class Validity : std::uint8_t { Unknown, Valid, Invalid };
enum class Resolution : std::uint8_t { Unknown, Open, Accepted, Rejected, Failed };
enum class Choice : std::uint8_t { Unknown, Yes, No };

const char* resolutionName(Resolution resolution) noexcept; ///< "Accepted", as CCF writes it; "Unknown".

struct ValidateAnswer : Evaluation {
    Validity validity = Validity::Unknown; ///< Unknown unless Answered; likewise below.
    std::string description;               ///< The constitution's own, as foreign text.
};

struct ResolveAnswer : Evaluation {
    Resolution resolution = Resolution::Unknown; ///< Failed: a word that CCF does not know.
    std::string word;                            ///< What the constitution returned.
};

struct ApplyAnswer : Evaluation {
    std::vector<RowWrite> writes; ///< By table and key. Empty unless Answered.
};

struct VoteAnswer : Evaluation {
    Choice choice = Choice::Unknown; ///< Yes for the value true alone, as in CCF.
};

struct CastVote {
    std::string member;
    bool yes = false;

    bool operator==(const CastVote&) const = default;
};

/// A proposal as it is stored.
struct ProposalCase {
    std::string id;       ///< Hex.
    std::string proposer; ///< Member id.
    ByteVector text;      ///< Exactly as signed.
};

struct ScriptLimits {
    std::chrono::milliseconds wall{5000}; ///< From the question to the answer.
    std::uint64_t memory = 512u << 20;    ///< Bytes of address space beyond what the idle engine takes.
    std::uint64_t request = 96u << 20;    ///< Bytes that go in; LimitExceeded past it.
    std::uint64_t answer = 64u << 20;     ///< Bytes that come out.
    std::uint64_t writes = 100'000;       ///< Rows.
    std::uint64_t writtenBytes = 32u << 20;
    std::uint64_t consoleBytes = 64u << 10;
};

/// Runs constitutions and ballots. Each call starts from the state given and keeps nothing. An Error means that the
/// script could not be run at all; whatever the script does ends in an answer.
class ConstitutionEvaluator
{
public:
    virtual ~ConstitutionEvaluator() = default;

    virtual Result<ValidateAnswer> validate(Bytes constitution, Bytes proposal, const PublicState& state,
                                            std::stop_token stop) = 0;
    /// One answer for each set of votes, all within one time limit: what comes after the limit is TimedOut.
    virtual Result<std::vector<ResolveAnswer>> resolve(Bytes constitution, const ProposalCase& proposal,
                                                       std::span<const std::vector<CastVote>> voteSets,
                                                       const PublicState& state, std::stop_token stop) = 0;
    virtual Result<ApplyAnswer> apply(Bytes constitution, const ProposalCase& proposal, const PublicState& state,
                                      std::stop_token stop) = 0;
    virtual Result<VoteAnswer> vote(Bytes ballot, const ProposalCase& proposal, const PublicState& state,
                                    std::stop_token stop) = 0;
};

} // namespace countersign::ccf
