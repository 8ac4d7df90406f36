#pragma once

#include "app/sandbox/service/network.h"

namespace countersign::sandbox {

/// The time the consortium goes by: the story's own, then the machine's.
class StoryClock
{
public:
    explicit StoryClock(std::function<UtcTime()> real) : m_real(std::move(real)) {}

    UtcTime now(); ///< In the story a second more each time.
    void jumpTo(UtcTime time) { m_story = time; }
    void goLive() { m_live = true; }

private:
    std::function<UtcTime()> m_real;
    UtcTime m_story{};
    bool m_live = false;
};

/// Where the story ends.
enum class StoryEnd : std::uint8_t {
    Open,            ///< All is well, and two proposals wait.
    WaitingForShares ///< In the middle of the recovery: one node, and the members are to hand in their shares.
};

/// What happened before the user came: a service is opened, has users and an application, some of its proposals fail,
/// all nodes are lost, the members recover it, and two proposals wait. Every decision is a signed message that the
/// network itself answers.
class Story
{
public:
    /// All outlive the story. `present` is where it ends.
    Story(Network& network, Consortium& service, StoryClock& clock, UtcTime present, StoryEnd end = StoryEnd::Open)
        : m_network(network), m_service(service), m_clock(clock), m_present(present), m_end(end)
    {
    }

    /// Error: what could not be told, with the service's own words.
    Result<void> play(const std::stop_token& stop);
    /// Transactions worth a receipt, by name.
    const std::vector<std::pair<std::string, TransactionId>>& landmarks() const noexcept { return m_landmarks; }

    static constexpr const char* kRewrittenKey = "settlement-42"; ///< What the fault "rewrite" forges.
    static constexpr int kDays = 40;                              ///< How long ago it begins.

private:
    Result<void> open();
    Result<void> live();
    Result<void> disagree();
    Result<void> lose();
    Result<void> rebuild();
    Result<void> leaveOpen();

    void at(int daysAgo);
    Result<nlohmann::json> post(const std::string& path, std::size_t member, GovernanceMessage message);
    Result<std::string> propose(std::size_t member, const nlohmann::json& actions);
    Result<std::string> vote(std::size_t member, const std::string& proposal, bool yes);
    Result<void> pass(const std::string& name, const nlohmann::json& actions); ///< By the first two members.
    Result<void> acknowledge(std::size_t member);
    void write(int count);
    void mark(const std::string& name) { m_landmarks.emplace_back(name, m_service.last()); }
    std::string userCertificate(const std::string& name, int fromDaysAgo, int toDaysAgo) const;

    Network& m_network;
    Consortium& m_service;
    StoryClock& m_clock;
    UtcTime m_present;
    StoryEnd m_end;
    int m_written = 0;
    std::vector<std::pair<std::string, TransactionId>> m_landmarks;
};

std::string demoConstitution(); ///< resources/demo/constitution.js.

} // namespace countersign::sandbox
