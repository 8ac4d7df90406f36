#include "core/ccf/evaluator/stored_proposal.h"

#include "core/base/strict_json.h"
#include "core/ccf/ledger/tables.h"

namespace countersign::ccf {

Result<StoredProposal> readProposal(const std::string& id, Bytes text, Bytes info)
{
    const Error malformed{ErrorCode::Malformed, "proposal " + id, {}};
    const auto object = parseJson(info);
    if (!object) return malformed;
    const auto proposer = jsonText(*object, "proposer_id"), state = jsonText(*object, "state");
    if (!proposer || !state) return malformed;
    StoredProposal proposal;
    proposal.id = id;
    proposal.proposer = *proposer;
    proposal.text = copyOf(text);
    proposal.state = *state;
    const auto ballots = object->find("ballots");
    if (ballots == object->end() || !ballots->is_object()) return malformed;
    for (const auto& [member, script] : ballots->items()) {
        if (!script.is_string()) return malformed;
        proposal.ballots.push_back({member, script.get<std::string>()});
    }
    return proposal;
}

Result<StoredProposal> proposalIn(const PublicState& state, const std::string& id)
{
    const ByteVector* text = state.find(tables::kProposals, bytesOf(id));
    const ByteVector* info = state.find(tables::kProposalsInfo, bytesOf(id));
    if (!text || !info) return Error{ErrorCode::NotFound, "proposal " + id, {}};
    return readProposal(id, *text, *info);
}

Result<ByteVector> constitutionIn(const PublicState& state)
{
    const ByteVector* row = state.find(tables::kConstitution, tables::kSingleKey);
    if (!row) return Error{ErrorCode::NotFound, "constitution", {}};
    const auto text = parseJson(*row);
    if (!text || !text->is_string()) return Error{ErrorCode::Malformed, "constitution", {}};
    return copyOf(bytesOf(text->get_ref<const std::string&>()));
}

std::vector<MemberStanding> membersIn(const PublicState& state)
{
    std::vector<MemberStanding> members;
    const auto table = state.tables.find(tables::kMembersInfo);
    if (table == state.tables.end()) return members;
    for (const auto& [key, value] : table->second.rows) {
        const auto info = parseJson(value);
        if (!info) continue;
        members.push_back({std::string(textOf(key)), jsonText(*info, "status") == "Active",
                           state.find(tables::kMemberEncryptionKeys, key) != nullptr});
    }
    return members;
}

} // namespace countersign::ccf
