#include "app/common/english_acts.h"

#include "app/common/english_tables.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr EnglishText kObstacles[] = {
    {"otherIdentity", "The service answers under another identity than the one you gave."},
    {"clockBehind", "This computer's clock is behind: the service shows certificates or a time of later than now. Set the clock "
                    "first; the time stands inside what is signed."},
    {"clockAhead", "This computer's clock is ahead of the time the service tells. Set the clock first; the time stands inside "
                   "what is signed."},
    {"notAMember", "The service lists no member with this certificate."},
    {"notActive", "The service lists this member, but not as active yet: she must acknowledge the state first (ack)."},
    {"noSharesWanted", "The service is not waiting for recovery shares, so the share stays where it is."},
};

constexpr EnglishText kEnds[] = {
    {"notSent", "Nothing was sent: the service could not be asked who it is."},
    {"otherIdentity", "Nothing was sent: the service answers under another identity than the one you gave."},
    {"unclear", "The message was sent and no answer was read: whether it arrived is not known. Look at the service (proposals, "
                "members) before you sign it again."},
    {"refused", "The service refused it; nothing was recorded."},
    {"noEffect", "The service took it, but knows no such proposal: nothing was withdrawn."},
    {"otherAnswer", "The service's answer is about another proposal or member than what was sent."},
    {"notFollowed", "The service took it; whether it was committed could not be found out."},
    {"pending", "The service took it, but it was not committed while one waited; it may still be, or be lost."},
    {"invalid", "The service took it and then rolled it back: it counts for nothing. Sign it again."},
    {"noReceipt", "The service says that it is committed, but gave no receipt: there is no proof yet."},
};

constexpr EnglishText kRefusals[] = {
    {"InvalidAuthenticationInfo", "The service does not accept who signed it: the signature, the member or her standing."},
    {"AuthorizationFailed", "The service knows who signed it, and she may not do this."},
    {"ProposalFailedToValidate", "The service's constitution does not take this proposal as it is written."},
    {"ProposalReplay", "The service holds this very message already; it is not taken twice."},
    {"ProposalCreatedTooLongAgo", "The time inside the message is older than the service's recent proposals: is this computer's "
                                  "clock right? Sign it again with the right time."},
    {"InvalidCreatedAt", "The time inside the message is none that the service takes."},
    {"ProposalNotFound", "The service knows no proposal with this id."},
    {"ProposalNotOpen", "The proposal is no longer open: it was decided, withdrawn or dropped."},
    {"VoteAlreadyExists", "This member has voted on it already, in another way; a vote cannot be changed."},
    {"VoteNotFound", "This member has not voted on it."},
    {"StateDigestMismatch", "The state has another digest by now than the one that was signed: ask for it and sign again."},
    {"ServiceNotWaitingForRecoveryShares", "The service is not waiting for recovery shares."},
    {"NodeAlreadyRecovering", "Enough shares are in: the service is recovering already."},
    {"InvalidInput", "The service cannot read what the message holds."},
    {"InvalidResourceName", "The message and the address it was sent to name different things."},
    {"InternalError", "The service failed on it and recorded nothing. Often a script of its constitution, or a ballot, threw: "
                      "its own words say which."},
    {"TooManyPendingTransactions", "The service has too much to do: try again later."},
    {"SessionCapExhausted", "The service has too many connections: try again later."},
    {"SessionConsistencyLost", "Another node leads the service now: look at it, then try again."},
    {"FrontendNotOpen", "The service is not open yet."},
    {"MissingApiVersionParameter", "The service speaks another version of the governance interface."},
    {"UnsupportedApiVersionValue", "The service speaks another version of the governance interface."},
    {"ResourceNotFound", "The service has no such thing."},
};

std::string_view find(std::span<const EnglishText> table, std::string_view id) noexcept
{
    const auto found = std::ranges::find(table, id, &EnglishText::id);
    return found == table.end() ? std::string_view() : found->text;
}

} // namespace

std::string_view englishObstacle(std::string_view name) noexcept
{
    return find(kObstacles, name);
}

std::string_view englishDeliveryEnd(std::string_view name) noexcept
{
    return find(kEnds, name);
}

std::string_view englishRefusal(std::string_view code, int status) noexcept
{
    if (const std::string_view text = find(kRefusals, code); !text.empty()) return text;
    switch (status) {
    case 401: return "The service does not accept who signed it.";
    case 403: return "The service knows who signed it, and she may not do this.";
    case 404: return "The service has no such thing.";
    case 413:
    case 431: return "The message is larger than the service takes.";
    case 429:
    case 503: return "The service takes no requests at the moment: try again later.";
    case 504: return "The node that leads the service did not answer in time.";
    default: return {};
    }
}

} // namespace countersign
