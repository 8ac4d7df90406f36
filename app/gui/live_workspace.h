#pragma once

#include "core/net/http.h"
#include "ui/network/connect_page.h"
#include "ui/network/live_session.h"

#include <QThreadPool>

namespace countersign::ui {
class LayoutMemory;
class ServicePage;
class Shell;
}

namespace countersign::app {

/// What every connection needs from the program; all of it outlives them.
struct LiveContext {
    ui::Shell& shell;
    ui::LayoutMemory& memory;
    QThreadPool& pool; ///< For what is asked of nodes: calls block their threads.
    std::shared_ptr<net::HttpTransport> transport;
    ui::LiveTiming timing;
};

/// One running service: its session, its pages, and what passes between them. Goes with its pages.
class LiveWorkspace final : public QObject
{
    Q_OBJECT
public:
    /// Adds the group and its pages to the shell and begins to ask. Null with an Error when the pin can't be used.
    static Result<LiveWorkspace*> open(const LiveContext& context, const ui::ConnectTarget& target, const ui::Pin& pin);

    ui::LiveSession& session() { return *m_session; }
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
                  std::shared_ptr<ui::LiveAsker> asker);
    void addPages();
    void changed();

    LiveContext m_context;
    ui::ConnectTarget m_target;
    ui::Pin m_pin;
    QString m_group, m_title;
    ui::LiveSession* m_session = nullptr;
    ui::ServicePage* m_page = nullptr;
    QStringList m_answered; ///< Fingerprints the person decided to leave alone.
};

/// The group of a service reached at these addresses, and the name its pin is kept under.
QString liveGroup(const QStringList& urls);
QString liveKey(const QStringList& urls);

} // namespace countersign::app
