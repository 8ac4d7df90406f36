#include "app/cli/act_report.h"

#include "app/cli/delivery_text.h"
#include "app/cli/terminal_text.h"

namespace countersign {

namespace {

/// As a signing request states it; of a recovery share only what it is.
Json requestJson(const ccf::SigningRequest& request)
{
    if (const auto text = ccf::toJson(request)) return Json::parse(*text);
    return {{"message", {{"type", ccf::messageTypeName(request.message.message().type)}}}, {"service", request.service}};
}

Json targetJson(const ActReport& report)
{
    Json json;
    json["url"] = report.url;
    json["identity"] = ccf::identityKindName(report.target.identity.kind);
    const std::string fingerprint = report.target.fingerprint();
    json["fingerprint"] = fingerprint.empty() ? Json(nullptr) : Json(fingerprint);
    json["status"] = report.target.info.status.empty() ? Json(nullptr) : Json(report.target.info.status);
    return json;
}

} // namespace

Verdict ActReport::verdict() const noexcept
{
    if (halt) return halt->status == kExitFailed ? Verdict::Failed : Verdict::Indeterminate;
    if (deliveries.empty()) return Verdict::NotChecked;
    Verdict all = Verdict::Passed;
    for (const ccf::Delivery& one : deliveries) all = worse(all, one.verdict());
    return all;
}

Json actDocument(const ActReport& report)
{
    Json document = documentHead("countersign.act/1");
    document["command"] = actName(report.command);
    document["verdict"] = verdictName(report.verdict());
    document["target"] = targetJson(report);
    document["member"] = report.member;
    document["halt"] = nullptr;
    if (report.halt) document["halt"] = {{"id", report.halt->id}, {"explanation", report.halt->text}};
    document["messages"] = Json::array();
    for (std::size_t i = 0; i < report.deliveries.size(); ++i) {
        Json one = deliveryJson(report.deliveries[i]);
        one["request"] = requestJson(report.signedOnes.at(i));
        document["messages"].push_back(std::move(one));
    }
    return document;
}

std::string actText(const ActReport& report, const Console& console)
{
    std::string text = console.verdictWord(report.verdict()) + '\n';
    if (report.halt) text += "  Nothing was signed. " + escaped(report.halt->text) + '\n';
    for (const ccf::Delivery& one : report.deliveries) text += deliveryText(one, console);
    return text;
}

std::string targetText(const ActReport& report, const Console& console)
{
    std::string text = console.heading("Service") + '\n';
    text += "  " + escaped(report.url) + ", under the identity you gave" +
            (report.target.identity.kind == ccf::IdentityKind::Renewed ? " (its certificate was renewed, same key)" : "") + '\n';
    text += "  " + report.target.fingerprint() + '\n';
    text += "  " + escaped(report.target.info.status) + "; this member is " +
            escaped(report.target.self ? report.target.self->status : "not listed") + "\n\n";
    return text;
}

} // namespace countersign
