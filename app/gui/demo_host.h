#pragma once

#include "app/sandbox/sandbox.h"

#include <QObject>
#include <QTemporaryDir>
#include <QThreadPool>

#include <memory>

namespace countersign::app {

/// The demo consortium, run by this program on loopback. It and its files end with this object. Lives on the GUI thread.
class DemoHost final : public QObject
{
    Q_OBJECT
public:
    explicit DemoHost(QObject* parent = nullptr);
    ~DemoHost() override;

    /// Ends the one that runs and makes another; takes seconds, which pass on a worker. Does nothing while one is made.
    void start(sandbox::Fault fault);
    bool isStarting() const { return m_starting; }
    /// Null when none runs.
    const sandbox::SandboxPlaces* places() const { return m_sandbox ? &m_sandbox->places() : nullptr; }

Q_SIGNALS:
    /// Connections to the one before are of no use any more.
    void ending();
    void started();
    void failed(const countersign::Error& error);

private:
    QThreadPool m_pool; ///< One thread: one ends before the next begins.
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::stop_source m_stop;
    bool m_starting = false;
};

} // namespace countersign::app
