#pragma once

#include "app/sandbox/ledger/snapshot_writer.h"
#include "app/sandbox/service/answers.h"

namespace countersign::sandbox {

/// A member's message whose signature holds under her certificate (spec ccf (g)).
struct SignedRequest {
    std::string memberId;
    std::int64_t createdAt = 0;
    std::optional<std::string> proposalId;
    std::string payload;
    ByteVector signature;
    std::string message; ///< The whole COSE_Sign1.
};

enum class Signer : std::uint8_t { AnyMember, ActiveMember };

/// Reads and checks the body of `question` against the members in `tables`; the words of a refusal are CCF's.
Checked<SignedRequest> authenticate(const HttpQuestion& question, const TableState& tables, const std::string& type,
                                    Signer signer);

} // namespace countersign::sandbox
