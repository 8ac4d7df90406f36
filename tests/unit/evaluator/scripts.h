#pragma once

#include "core/ccf/evaluator/process_evaluator.h"
#include "core/ccf/ledger/tables.h"

#include <QTest>

#include <string>
#include <vector>

namespace countersign::test {

/// Time enough on a busy machine, for scripts that end by themselves.
inline constexpr std::chrono::milliseconds kPatience{60'000};

/// The evaluator that was built beside this test.
inline ccf::ProcessEvaluator realEvaluator(ccf::ScriptLimits limits = {.wall = kPatience})
{
    const auto program = ccf::evaluatorBesideThisProgram();
    if (!program) qFatal("countersign-evaluator is not beside the test");
    return ccf::ProcessEvaluator(*program, limits);
}

inline ccf::ProposalCase anyProposal(std::string_view text = R"({"actions":[]})")
{
    return {std::string(64, 'a'), std::string(64, 'b'), copyOf(bytesOf(text))};
}

inline std::string idOf(unsigned member)
{
    return std::string(63, '0') + static_cast<char>('0' + member);
}

/// Active members 1 to `count`, and all tables known.
inline ccf::PublicState stateWith(unsigned count)
{
    ccf::PublicState state;
    state.complete = true;
    for (unsigned i = 1; i <= count; ++i)
        state.put(ccf::tables::kMembersInfo, bytesOf(idOf(i)), bytesOf(R"({"status":"Active","member_data":null})"));
    return state;
}

/// A majority of active members decides.
inline const std::string kMajority = R"(
export function validate(text) {
  const known = JSON.parse(text).actions.every((a) => a.name === "note");
  return { valid: known, description: known ? "" : "unknown action" };
}
export function resolve(text, proposer, votes) {
  let active = 0;
  ccf.kv["public:ccf.gov.members.info"].forEach((v) => {
    if (ccf.bufToJsonCompatible(v).status === "Active") active += 1;
  });
  const yes = votes.filter((v) => v.vote).length;
  if (yes * 2 > active) return "Accepted";
  return (votes.length - yes) * 2 >= active ? "Rejected" : "Open";
}
export function apply(text, id) {
  for (const action of JSON.parse(text).actions)
    ccf.kv["public:ccf.gov.notes"].set(ccf.strToBuf(id), ccf.jsonCompatibleToBuf(action.args));
}
)";

} // namespace countersign::test
