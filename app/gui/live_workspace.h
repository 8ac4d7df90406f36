#pragma once

#include "app/gui/live_nodes.h"
#include "core/net/http.h"
#include "ui/network/connect_page.h"
#include "ui/network/live_session.h"
#include "ui/sign/signing_desk.h"

#include <QThreadPool>

namespace countersign::ui::ccf_family {
struct CcfPlace;
}

namespace countersign::ui {
class LayoutMemory;
class Prompts;
class ServicePage;
class Shell;
}

namespace countersign::app {

class LiveCompose;

/// What every connection needs from the program; all of it outlives them.
struct LiveContext {
    ui::Shell& shell;
    ui::LayoutMemory& memory;
    QThreadPool& pool; ///< For what is asked of nodes: calls block their threads.
    std::shared_ptr<net::HttpTransport> transport;
    ui::LiveTiming timing;
    ui::Prompts& prompts;
    QString proofFolder; ///< Where proof of what members did is kept, a folder a service below it; empty: nowhere.
    std::function<UtcTime()> clock = systemTime; ///< Called from several threads.
    std::chrono::milliseconds followFor{60'000}; ///< How long a transaction is followed until it is committed.
    EvidenceContext evidence = {};
};

/// What is known of a demo consortium besides.
struct DemoMembers {
    QList<ui::KnownKey> keys;
    QString proofFolder;
};

/// One running service: its session, its pages, and what passes between them. Goes with its pages.
class LiveWorkspace final : public QObject
{
    Q_OBJECT
public:
    /// Adds the group and its pages to the shell and begins to ask. Null with an Error when the pin can't be used.
    /// With `demo` it is marked as one.
    static Result<LiveWorkspace*> open(const LiveContext& context, const ui::ConnectTarget& target, const ui::Pin& pin,
                                       const std::optional<DemoMembers>& demo = {});

    ui::LiveSession& session() { return *m_session; }
    ui::SigningDesk& signing() { return *m_signing; }
    bool isDemo() const { return m_demo; }
    const QString& group() const { return m_group; }
    const ui::ConnectTarget& target() const { return m_target; }
    const ui::Pin& pin() const { return m_pin; }
    void show();
    /// Goes on under another identity that the person pinned.
    Result<void> usePin(const ui::Pin& pin);
    /// The answer to the sheet of a changed identity.
    void answerTrouble(bool keepPin);

Q_SIGNALS:
    /// The person wants to look at the identity that answers in place of the pinned one.
    void changeWanted(const countersign::ui::SeenIdentity& seen);

private:
    LiveWorkspace(const LiveContext& context, const ui::ConnectTarget& target, const ui::Pin& pin,
                  const ui::ccf_family::CcfPlace& place, const std::optional<DemoMembers>& demo);
    ui::SigningContext signingContext(const std::optional<DemoMembers>& demo) const;
    void addPages();
    void changed();

    LiveContext m_context;
    ui::ConnectTarget m_target;
    ui::Pin m_pin;
    QString m_group, m_title;
    bool m_demo = false;
    ui::LiveSession* m_session = nullptr;
    ui::SigningDesk* m_signing = nullptr;
    LiveCompose* m_compose = nullptr;
    ui::ServicePage* m_page = nullptr;
    LiveNodes* m_nodes = nullptr;
    QStringList m_answered; ///< Fingerprints the person decided to leave alone.
};

/// The group of a service reached at these addresses, and the name its pin is kept under.
QString liveGroup(const QStringList& urls);
QString liveKey(const QStringList& urls);
/// Whether a pin names a demo consortium: it is marked as one, and kept nowhere.
bool isDemoPin(const ui::Pin& pin);

} // namespace countersign::app
