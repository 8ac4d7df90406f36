#include "app/cli/delivery_text.h"

#include "app/cli/exit_status.h"
#include "app/cli/live.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/common/english_acts.h"
#include "app/common/english_text.h"
#include "core/base/file_io.h"

namespace countersign {

namespace {

std::string line(const char* name, std::string_view value)
{
    constexpr std::size_t kNameWidth = 13;
    return "  " + padded(name, kNameWidth) + escaped(value) + '\n';
}

std::string refusalText(const char* name, const ccf::ServiceError& refusal)
{
    std::string text = line(name, std::to_string(refusal.status) + ' ' + refusal.code);
    if (const auto plain = englishRefusal(refusal.code, refusal.status); !plain.empty()) text += line("", plain);
    if (!refusal.message.empty()) text += line("its words", refusal.message);
    for (const ccf::ServiceErrorDetail& detail : refusal.details) text += line("", detail.message);
    return text;
}

Json refusalJson(const std::optional<ccf::ServiceError>& refusal)
{
    if (!refusal) return nullptr;
    Json details = Json::array();
    for (const ccf::ServiceErrorDetail& one : refusal->details) details.push_back({{"code", one.code}, {"message", one.message}});
    return {{"status", refusal->status},
            {"code", refusal->code},
            {"message", refusal->message},
            {"explanation", englishRefusal(refusal->code, refusal->status)},
            {"details", details}};
}

std::string noteOf(const ccf::Delivery& delivery)
{
    std::string note(englishDeliveryEnd(ccf::deliveryEndName(delivery.end)));
    if (delivery.error) note += ' ' + delivery.error->where + ": " + std::string(englishError(delivery.error->code));
    return note;
}

std::string receiptText(const ccf::Delivery& delivery, const Console& console)
{
    if (delivery.end != ccf::DeliveryEnd::Judged) return {};
    std::string text = "  " + padded("receipt", 13) + console.verdictWord(delivery.receiptVerdict) + '\n';
    if (!delivery.receiptReason.empty()) text += line("", delivery.receiptReason) + line("", englishReason(delivery.receiptReason));
    return text;
}

} // namespace

Json deliveryJson(const ccf::Delivery& delivery)
{
    Json document;
    document["type"] = ccf::messageTypeName(delivery.message.type);
    document["member"] = delivery.message.memberId;
    document["proposal"] = delivery.message.proposalId.empty() ? Json(nullptr) : Json(delivery.message.proposalId);
    document["answer"] = delivery.answer.value ? orderedJson(*delivery.answer.value) : Json(nullptr);
    document["refusal"] = refusalJson(delivery.answer.refusal);
    document["transaction"] = orNull(delivery.answer.state);
    document["status"] = delivery.status ? Json(ccf::transactionStatusName(*delivery.status)) : Json(nullptr);
    const bool judged = delivery.end == ccf::DeliveryEnd::Judged;
    document["receipt"] = judged ? Json(verdictName(delivery.receiptVerdict)) : Json(nullptr);
    document["receiptReason"] = delivery.receiptReason.empty() ? Json(nullptr) : Json(delivery.receiptReason);
    document["receiptRefusal"] = refusalJson(delivery.receiptRefusal);
    document["end"] = ccf::deliveryEndName(delivery.end);
    document["note"] = noteOf(delivery);
    return document;
}

std::string deliveryText(const ccf::Delivery& delivery, const Console& console)
{
    std::string text = line("message", std::string(ccf::messageTypeName(delivery.message.type)) + " of member " +
                                           delivery.message.memberId);
    if (!delivery.message.proposalId.empty()) text += line("proposal", delivery.message.proposalId);
    if (delivery.answer.refusal) text += refusalText("refused", *delivery.answer.refusal);
    if (delivery.answer.value) {
        const nlohmann::json& said = *delivery.answer.value;
        text += line("answer", said.is_null() ? "taken"
                                              : said.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
    }
    if (delivery.answer.state) {
        const std::string status = delivery.status ? std::string(", ") + ccf::transactionStatusName(*delivery.status) : "";
        text += line("transaction", delivery.answer.state->toString() + status);
    }
    text += receiptText(delivery, console);
    if (delivery.receiptRefusal) text += refusalText("no receipt", *delivery.receiptRefusal);
    if (const std::string note = noteOf(delivery); !note.empty()) text += line("note", note);
    return text;
}

int deliveryStatus(const ccf::Delivery& delivery, Console& console)
{
    const bool nothingKnown = delivery.end == ccf::DeliveryEnd::NotSent || delivery.end == ccf::DeliveryEnd::Unclear;
    if (delivery.error && nothingKnown) {
        console.error(englishDeliveryEnd(ccf::deliveryEndName(delivery.end)));
        return reportError(console, *delivery.error);
    }
    return exitStatusOf(delivery.verdict());
}

int keepReceipt(const std::string& path, const ccf::Delivery& delivery, int status, Console& console)
{
    if (path.empty() || delivery.receipt.empty()) return status;
    if (auto written = writeFileAtomically(path, delivery.receipt); !written) return reportError(console, written.error());
    console.log("receipt kept: " + path);
    return status;
}

} // namespace countersign
