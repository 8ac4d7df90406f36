#pragma once

#include "core/ccf/client/channel.h"

namespace countersign {

/// What a service answered, or an Error that says how it refused.
template <class T>
Result<T> answered(Result<ccf::Reply<T>> reply, const std::string& what)
{
    if (!reply) return std::move(reply).error();
    if (reply->value) return std::move(*reply->value);
    const ccf::ServiceError& refusal = *reply->refusal;
    return Error{ErrorCode::Unsupported, what,
                 "the service answered " + std::to_string(refusal.status) + ' ' + refusal.code + ": " +
                     refusal.message};
}

} // namespace countersign
