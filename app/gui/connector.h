#pragma once

#include "app/gui/live_workspace.h"

#include <QHash>
#include <QPointer>

#include <functional>

namespace countersign::ui {
class Prompts;
}

namespace countersign::app {

struct ConnectorContext {
    ui::Shell& shell;
    ui::LayoutMemory& memory;
    ui::Prompts& prompts;
    QThreadPool& pool;     ///< For what is asked of nodes.
    QThreadPool& filePool; ///< For files.
    QThreadPool& pinPool;  ///< One thread: pins are read, changed and written in turn.
    QString pinFile;       ///< Empty: pins are kept nowhere.
    std::shared_ptr<net::HttpTransport> transport; ///< None: one over the network, made when it is first needed.
    ui::LiveTiming timing;
    QString proofFolder; ///< As in LiveContext, and the next two.
    std::function<UtcTime()> clock = systemTime;
    std::chrono::milliseconds followFor{60'000};
    EvidenceContext evidence = {};
};

/// Opens connections to running services and knows those that are open.
class Connector final : public QObject
{
    Q_OBJECT
public:
    /// All of the context outlives this. Adds the page that asks where to connect to `group`.
    Connector(const ConnectorContext& context, const QString& group, QObject* parent = nullptr);

    void connectTo(const ui::ConnectTarget& target, const ui::Pin& pin);
    /// A demo consortium of this program; nothing of it is remembered. Null when its pin can't be used.
    LiveWorkspace* connectToDemo(const ui::ConnectTarget& target, const ui::Pin& pin, const DemoMembers& members);
    /// A service that was connected before, under the pin kept for it; asks for one when there is none.
    void reopen(const QStringList& urls);
    void forget(const QString& group);
    void answerTrouble(const QString& group, bool keepPin);
    /// Null when the group is no service.
    LiveWorkspace* workspace(const QString& group) const { return m_workspaces.value(group); }
    void showPage();

private:
    std::shared_ptr<net::HttpTransport> transport();
    LiveWorkspace* add(const ui::ConnectTarget& target, const ui::Pin& pin, const std::optional<DemoMembers>& demo);
    void ask(const ui::ConnectTarget& target);
    void readPins(std::function<void(const QList<ui::Pin>&)> then);
    void keepPin(const ui::Pin& pin, const QString& key);
    void showFailure(const Error& error);

    ConnectorContext m_context;
    QString m_home;
    QPointer<ui::ConnectPage> m_page;
    std::stop_source m_ask;
    QHash<QString, QPointer<LiveWorkspace>> m_workspaces;
};

} // namespace countersign::app
