#pragma once

#include "core/ccf/evaluator/evaluator.h"

// What goes between the program and the process that runs scripts: one JSON document each way, bytes in base64.

namespace countersign::ccf::wire {

enum class Function : std::uint8_t { Validate, Resolve, Apply, Vote };

const char* functionName(Function function) noexcept; ///< Of the script's export: "resolve".

struct Call {
    Function function = Function::Validate;
    ByteVector script;
    ProposalCase proposal;
    std::vector<std::vector<CastVote>> voteSets; ///< Of Resolve; one answer each.
    ScriptLimits limits;

    std::size_t answers() const noexcept { return function == Function::Resolve ? voteSets.size() : 1; }
};

struct Request {
    Call call;
    PublicState state;
};

struct Answer : Evaluation {
    std::string word;        ///< "valid", "invalid", "yes", "no", "applied", or what resolve() returned.
    std::string description; ///< Of validate().
    std::vector<RowWrite> writes;
};

std::string encodeRequest(const Call& call, const PublicState& state);
Result<Request> decodeRequest(Bytes text);
std::string encodeAnswers(const std::vector<Answer>& answers);
/// Malformed when it is not exactly `expected` answers.
Result<std::vector<Answer>> decodeAnswers(Bytes text, std::size_t expected);

inline constexpr int kExitOutOfMemory = 71;         ///< Status of the process when its own memory ends.
inline constexpr std::string_view kMemoryMark = "memory\n"; ///< Told on standard error as memory ends.

} // namespace countersign::ccf::wire
