#include "app/sandbox/service/scene.h"

namespace countersign::sandbox {

using nlohmann::json;

namespace {

HttpAnswer badParameter(const std::string& message)
{
    return refuse(400, "InvalidQueryParameterValue", message);
}

HttpAnswer badId(const std::string& text)
{
    return badParameter("The value '" + text +
                        "' passed as query parameter 'transaction_id' could not be converted to a valid Transaction ID.");
}

} // namespace

std::optional<TransactionId> transactionIdFrom(const std::string& text)
{
    const auto id = parseTransactionId(text);
    if (!id) return std::nullopt;
    return *id;
}

std::string transactionStatus(const Consortium& service, TransactionId id)
{
    const View known = service.viewAt(id.seqno);
    if (known == id.view) return id.seqno <= service.committed().seqno ? "Committed" : "Pending";
    if (known != 0 || id.view < service.last().view) return "Invalid";
    return "Unknown";
}

HttpAnswer answerCommit(const Scene& scene)
{
    json answer{{"transaction_id", scene.service.committed().toString()}};
    const auto all = scene.question.parameter("view_history");
    const auto since = scene.question.parameter("view_history_since");
    if (!all && !since) return jsonAnswer(answer);
    View first = 1;
    if (since) {
        if (since->empty() || since->size() > 9 || since->find_first_not_of("0123456789") != std::string::npos)
            return badParameter("Invalid value for view_history_since");
        first = std::stoul(*since);
    }
    answer["view_history"] = json::array();
    const std::vector<SeqNo>& starts = scene.service.viewStarts();
    for (View view = std::max<View>(first, 1); view <= starts.size(); ++view)
        answer["view_history"].push_back(TransactionId{view, starts[view - 1]}.toString());
    return jsonAnswer(answer);
}

HttpAnswer answerTransaction(const Scene& scene)
{
    const auto text = scene.question.parameter("transaction_id");
    if (!text) return badParameter("Missing query parameter 'transaction_id'");
    const auto id = transactionIdFrom(*text);
    if (!id) return badId(*text);
    return jsonAnswer({{"status", transactionStatus(scene.service, *id)}, {"transaction_id", *text}});
}

HttpAnswer answerReceipt(const Scene& scene)
{
    const auto text = scene.question.parameter("transaction_id");
    if (!text) return refuse(404, "TransactionInvalid", "Could not extract Transaction Id");
    const auto id = transactionIdFrom(*text);
    if (!id) return badId(*text);
    const std::string status = transactionStatus(scene.service, *id);
    const std::string words = "Only committed transactions can be queried. Transaction " + *text + " is " + status;
    if (status == "Invalid") return refuse(404, "TransactionInvalid", words);
    if (status != "Committed")
        return refuse(404, "TransactionPendingOrUnknown", words).with("cache-control", "no-cache");
    if (scene.service.isRecovering() && id->seqno < scene.service.made().identities.back().created.seqno)
        return refuse(404, "TransactionInvalid",
                      "Historical transaction " + *text +
                          " is not signed by the current service identity key and cannot be retrieved until recovery is "
                          "complete.");
    const auto receipt = scene.service.receipt(id->seqno);
    return receipt ? jsonAnswer(*receipt) : refuse(500, "InternalError", "There is no signature after this transaction");
}

} // namespace countersign::sandbox
