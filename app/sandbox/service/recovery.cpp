#include "app/sandbox/service/consortium.h"

#include "core/base/base64.h"

// The second half of a disaster recovery: members hand in their shares. The shares are random numbers that the demo
// remembers, not parts of a key, and no private entry is encrypted under them; what is alike is what a member does.

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kWaiting = "WaitingForRecoveryShares";

json progress(std::size_t submitted, std::size_t threshold, const std::string& more = {})
{
    return {{"fullKeySubmitted", false},
            {"message", std::to_string(submitted) + '/' + std::to_string(threshold) +
                            " recovery shares successfully submitted" + more},
            {"recoveryThreshold", threshold},
            {"submittedCount", submitted}};
}

} // namespace

bool Consortium::isRecovering() const
{
    const std::string status = row("public:ccf.gov.service.info").value("status", "");
    return status == "Recovering" || status == kWaiting;
}

bool Consortium::isShareOf(const std::string& memberId, Bytes share) const
{
    const json shares = row("public:ccf.internal.recovery_shares").value("encrypted_shares", json::object());
    const auto issued = m_issuedShares.find(shares.value(memberId, ""));
    return issued != m_issuedShares.end() && issued->second == sha256Of(share);
}

HttpAnswer Consortium::combineShares(Transaction transaction, std::size_t submitted, std::size_t threshold)
{
    if (!m_wrongShares.empty()) {
        Transaction cleared;
        for (const auto& [id, unused] : m_tables.rows(kSubmittedShares)) cleared.remove(kSubmittedShares, id);
        m_wrongShares.clear();
        commit(std::move(cleared));
        return refuse(500, "InternalError",
                      "Failed to initiate private recovery: the shares do not combine. All recovery shares have been cleared.");
    }
    m_opensNext = true;
    return written(jsonAnswer(progress(submitted, threshold, "\nEnd of recovery procedure initiated")), std::move(transaction));
}

HttpAnswer Consortium::recoverShare(const SignedRequest& request)
{
    if (m_opensNext) return refuse(403, "NodeAlreadyRecovering", "Node is already recovering private ledger.");
    if (row("public:ccf.gov.service.info").value("status", "") != kWaiting)
        return refuse(403, "ServiceNotWaitingForRecoveryShares", "Service is not waiting for recovery shares.");
    const json payload = json::parse(request.payload, nullptr, false);
    const json text = payload.is_object() ? payload.value("share", json()) : json();
    const auto share = text.is_string() ? fromBase64(text.get<std::string>()) : Error{};
    if (!share)
        return refuse(400, "InvalidInput", "Signed request body is not a JSON object containing required field \"share\"");
    if (isShareOf(request.memberId, *share))
        m_wrongShares.erase(request.memberId);
    else
        m_wrongShares.insert(request.memberId);
    const auto& before = m_tables.rows(kSubmittedShares);
    const std::size_t submitted = before.size() + (before.contains(request.memberId) ? 0 : 1);
    const std::size_t threshold = row("public:ccf.gov.service.config").value("recovery_threshold", std::size_t{1});
    Transaction transaction;
    transaction.write(kSubmittedShares, request.memberId, json(randomBase64(72)).dump());
    if (submitted >= threshold) return combineShares(std::move(transaction), submitted, threshold);
    return written(jsonAnswer(progress(submitted, threshold)), std::move(transaction));
}

} // namespace countersign::sandbox
