#pragma once

#include "core/ccf/client/gov_client.h"
#include "ui/network/live_snapshot.h"

namespace countersign::ui::ccf_family {

/// What a reply holds, or an Error that says how the service refused it.
template <class T>
Result<T> answerOf(Result<ccf::Reply<T>> reply, const std::string& where)
{
    if (!reply) return std::move(reply).error();
    if (reply->value) return std::move(*reply->value);
    const ccf::ServiceError refusal = reply->refusal.value_or(ccf::ServiceError());
    return Error{ErrorCode::Network, where,
                 "status " + std::to_string(refusal.status) + ' ' + refusal.code + ' ' + refusal.message};
}

/// All that one node says of its service, with its statements for the comparison.
struct Reading {
    LiveService service;
    QString version;
    std::vector<LiveStatement> statements;
};

/// Asks for every part; what is not answered is in `service.problems` and does not cost the others.
Reading readService(ccf::Channel& channel, ccf::GovClient& gov, const std::string& primary, std::stop_token stop);

} // namespace countersign::ui::ccf_family
