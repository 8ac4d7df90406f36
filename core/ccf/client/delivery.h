#pragma once

#include "core/base/utc_time.h"
#include "core/base/verification.h"
#include "core/ccf/client/node_client.h"
#include "core/ccf/client/submission.h"

#include <functional>

namespace countersign::ccf {

/// Where the way of a signed message ended.
enum class DeliveryEnd : std::uint8_t {
    NotSent,       ///< The service could not be asked who it is; nothing left this machine. See Delivery::error.
    OtherIdentity, ///< Another identity than the pinned one answers; nothing was sent.
    Unclear,       ///< Sent, but no answer was read: whether it arrived is not known. See Delivery::error.
    Refused,       ///< The service said no. See the answer's refusal.
    NoEffect,      ///< Taken, but there was nothing to do: a withdrawal of a proposal that the service does not know.
    OtherAnswer,   ///< The answer is about another proposal or member than the message.
    NotFollowed,   ///< Taken; what became of it could not be asked, or the service named no transaction.
    Pending,       ///< Taken; not committed for as long as one waited.
    Invalid,       ///< Taken, then rolled back: it counts for nothing.
    NoReceipt,     ///< Committed, as the service says; it gave no receipt.
    Judged,        ///< Committed, and the receipt was judged.
};

const char* deliveryEndName(DeliveryEnd end) noexcept; ///< "otherIdentity".

/// What became of one message.
struct Delivery {
    Submission message;
    DeliveryEnd end = DeliveryEnd::NotSent;
    Reply<nlohmann::json> answer; ///< Neither value nor refusal while there is none.
    std::optional<TransactionStatus> status;
    std::optional<ServiceError> receiptRefusal;
    ByteVector receipt; ///< As the service gave it; empty when it gave none.
    Verdict receiptVerdict = Verdict::NotChecked; ///< NotChecked while there is none.
    std::string receiptReason;                    ///< An id of core/family/reasons.h, unless it passed or there is none.
    std::vector<Check> checks;                    ///< Of the receipt.
    std::optional<Error> error; ///< Why it went no further, when that was no answer of the service's.

    /// Passed only for a message whose transaction is committed and whose receipt, about that very transaction, passed.
    Verdict verdict() const noexcept;
};

enum class DeliveryStage : std::uint8_t { Identity, Sending, Following, Receipt };

/// Sends a signed message once, to the service under the pins of `address` and to nobody else; follows its transaction and
/// judges its receipt for that transaction under the same pins. `stage` is called as each stage begins, on this thread; may
/// be empty. Malformed for what is no message of governance; everything after that is in the Delivery. Stopping ends it
/// where it is.
Result<Delivery> deliver(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address, Bytes message,
                         UtcTime now, std::stop_token stop, const std::function<void(DeliveryStage)>& stage = {});

/// Whether the service's answer is about what the message was about: its member and, for ballots and withdrawals, its
/// proposal. An answer that names neither is.
bool answersTo(const Submission& message, const nlohmann::json& answer);

/// Judges a JSON receipt for one transaction under the pins of `trust`: fills in its verdict, reason and checks.
void judgeReceiptOf(TransactionId id, const net::PeerTrust& trust, UtcTime now, Delivery& delivery);

} // namespace countersign::ccf
