#pragma once

#include "core/ccf/governance/governance_message.h"
#include "core/ccf/ledger/member_message.h"
#include "tests/support/vectors.h"

#include <string>

namespace countersign::test {

inline std::filesystem::path networkFolder()
{
    return vectorsFolder() / "ccf-network";
}

inline crypto::Certificate certificateOf(const std::string& name)
{
    return crypto::Certificate::fromPem(textOf(contentOf(networkFolder() / "keys" / (name + "_cert.pem")))).value();
}

inline crypto::PrivateKey keyOf(const std::string& name)
{
    return crypto::PrivateKey::fromPem(textOf(contentOf(networkFolder() / "keys" / (name + "_privk.pem")))).value();
}

/// The message inside a recorded request, ready to be signed again.
inline ccf::GovernanceMessage messageIn(const ccf::MemberMessage& recorded)
{
    return {ccf::messageTypeFrom(recorded.type).value(), UtcTime{recorded.createdAt.value()}, recorded.proposalId,
            crypto::secretCopy(recorded.cose.payload.value())};
}

} // namespace countersign::test
