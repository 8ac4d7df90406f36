#include "ui/compose/proposal_draft.h"

#include "core/base/strict_json.h"

namespace countersign::ui {

namespace {

using Json = nlohmann::ordered_json;

Error malformed(const char* what)
{
    return {ErrorCode::Malformed, "proposal", what};
}

Result<Json> orderedFrom(Bytes text)
{
    if (auto strict = parseJson(text); !strict) return std::move(strict).error();
    return Json::parse(textOf(text));
}

} // namespace

Result<ByteVector> draftText(const ProposalDraft& draft)
{
    Json actions = Json::array();
    for (const DraftAction& action : draft.actions) {
        if (action.name.isEmpty()) return malformed("an action without a name");
        Json one{{"name", action.name.toStdString()}};
        if (!action.arguments.empty()) {
            auto arguments = orderedFrom(bytesOf(action.arguments));
            if (!arguments) return std::move(arguments).error();
            one["args"] = *std::move(arguments);
        }
        actions.push_back(std::move(one));
    }
    if (actions.empty()) return malformed("no actions");
    return copyOf(bytesOf(Json{{"actions", std::move(actions)}}.dump(2) + '\n'));
}

Result<ProposalDraft> draftFrom(Bytes text)
{
    const auto json = orderedFrom(text);
    if (!json) return json.error();
    if (!json->is_object() || json->size() != 1 || !json->contains("actions") || !json->at("actions").is_array())
        return malformed("an object with the one member \"actions\", a list, is expected");
    ProposalDraft draft;
    for (const Json& one : json->at("actions")) {
        const bool known = one.is_object() && one.contains("name") && one.at("name").is_string() &&
                           one.size() == (one.contains("args") ? 2u : 1u);
        if (!known) return malformed("an action holds a \"name\", perhaps \"args\", and nothing else");
        draft.actions += DraftAction{QString::fromStdString(one.at("name").get<std::string>()),
                                     one.contains("args") ? one.at("args").dump(2) : std::string()};
    }
    if (draft.actions.isEmpty()) return malformed("no actions");
    return draft;
}

} // namespace countersign::ui
