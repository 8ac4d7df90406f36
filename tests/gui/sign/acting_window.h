#pragma once

#include "app/gui/desk.h"
#include "tests/support/scripted_prompts.h"
#include "tests/unit/sandbox/live_sandbox.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"
#include "ui/sign/signing_sheet.h"

#include <QTemporaryDir>

#include <atomic>
#include <mutex>

namespace countersign::test {

/// The network with somebody in between: a test may answer in a service's place or change what it answered.
class MeddlingTransport final : public net::HttpTransport
{
public:
    using Before = std::function<std::optional<Result<net::HttpReply>>(const net::HttpRequest&)>;
    using After = std::function<void(const net::HttpRequest&, Result<net::HttpReply>&)>;

    MeddlingTransport() : m_network(systemTime) {}

    void answer(Before before);
    void change(After after);
    int posts() const { return m_posts; } ///< Messages that were sent off.
    net::QtTransport& network() { return m_network; }

    Result<net::HttpReply> send(const net::HttpRequest& request, std::stop_token stop) override;
    Result<std::vector<ByteVector>> presentedBy(const net::Url& url, const net::HttpLimits& limits, std::stop_token stop) override
    {
        return m_network.presentedBy(url, limits, std::move(stop));
    }

private:
    net::QtTransport m_network;
    std::mutex m_mutex;
    Before m_before;
    After m_after;
    std::atomic<int> m_posts = 0;
};

/// The real window, connected under its pin to a demo consortium that outlives it.
class ActingWindow
{
public:
    explicit ActingWindow(LiveSandbox& live, qint64 clockAhead = 0,
                          std::chrono::milliseconds followFor = std::chrono::seconds(60));
    ~ActingWindow();

    app::Desk& desk() { return *m_desk; }
    MeddlingTransport& transport() { return *m_transport; }
    tests::ScriptedPrompts& prompts() { return m_prompts; }
    QString home() const { return m_home.path(); }
    QString file(const char* name) const { return m_home.filePath(QString::fromLatin1(name)); }
    /// Where this member's key lies.
    QString keyOf(std::size_t member) const;

    /// Connects as somebody who was handed the certificate, and waits until the service was read.
    void connect();
    app::LiveWorkspace* workspace();
    /// Goes to Governance and to this proposal, and waits until it is decoded.
    bool showProposal(const std::string& id);
    /// Clicks a button and waits for the sheet to be ready to sign.
    ui::SigningSheet* openSheet(const char* button);
    bool isReady();
    void choose(std::size_t member, const QString& key);
    /// Clicks "Sign and send" and waits for the end.
    ui::ActOutcome sign();
    ui::ActOutcome waitForEnd(const std::function<void()>& begin);
    QString headline() { return text("actHeadline"); }
    /// All that the outcome says, a line a sentence.
    QString said();

    template <class T> T* child(const char* name) { return m_desk->window().findChild<T*>(QString::fromLatin1(name)); }
    QString text(const char* label);
    ui::SigningSheet* sheet() { return m_desk->window().findChild<ui::SigningSheet*>(); }

private:
    LiveSandbox& m_live;
    QTemporaryDir m_home;
    ui::Settings m_settings;
    ui::Theme m_theme;
    tests::ScriptedPrompts m_prompts;
    std::shared_ptr<MeddlingTransport> m_transport;
    std::unique_ptr<app::Desk> m_desk;
};

/// An action that changes nothing that other tests look at.
nlohmann::json smallAction();
/// Proposes it as the second member; the id.
std::string proposeSmall(LiveSandbox& live, std::size_t member = 1);
std::string stateOf(LiveSandbox& live, const std::string& proposal);

} // namespace countersign::test
