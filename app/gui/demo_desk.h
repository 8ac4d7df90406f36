#pragma once

#include "app/gui/connector.h"
#include "app/gui/demo_host.h"

#include <QPointer>

namespace countersign::ui {
class StartPage;
}

namespace countersign::app {

/// "Try the demo consortium": starts one, pins it as DEMO, connects, and offers its members' keys.
class DemoDesk final : public QObject
{
    Q_OBJECT
public:
    /// All outlive it; `filePool` is for files. `openLedger` opens the paths of a ledger with identities for it.
    DemoDesk(ui::Shell& shell, Connector& connector, QThreadPool& filePool,
             std::function<void(const QStringList&, const QStringList&)> openLedger, QObject* parent = nullptr);

    void start(sandbox::Fault fault);
    /// The ledger's files as they stand, and the copy from before they were rewritten if there is one.
    void openLedger() const;
    bool isRunning() const { return m_host.places() != nullptr; }
    DemoHost& host() { return m_host; }

Q_SIGNALS:
    void changed(); ///< Began, runs, or ended.

private:
    void started();
    void connectTo(const Result<ByteVector>& certificate);
    void showFailure(const Error& error);

    ui::Shell& m_shell;
    Connector& m_connector;
    QThreadPool& m_filePool;
    std::function<void(const QStringList&, const QStringList&)> m_openLedger;
    DemoHost m_host;
    QString m_group;
    QPointer<QObject> m_task;
};

} // namespace countersign::app
