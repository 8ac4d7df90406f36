#pragma once

#include "core/ccf/governance/signing_request.h"
#include "ui/sign/act_port.h"

namespace countersign::ui::ccf_family {

/// A governance message with everything fixed but the signature.
class CcfMessage final : public ActMessage
{
public:
    explicit CcfMessage(ccf::PreparedMessage message) : m_message(std::move(message)) {}
    const ccf::PreparedMessage& message() const { return m_message; }

private:
    ccf::PreparedMessage m_message;
};

/// Makes the message and decodes it again: what is shown is what its bytes say. `service` is the target's fingerprint.
Result<PreparedAct> prepareAct(const Act& act, const QByteArray& certificate, QDateTime createdAt, const std::string& service);

/// The prepared act's own message.
const CcfMessage& messageOf(const PreparedAct& act);

} // namespace countersign::ui::ccf_family
