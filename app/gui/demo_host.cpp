#include "app/gui/demo_host.h"

#include "ui/tasks/run_task.h"

#include <QDir>

namespace countersign::app {

namespace {

/// A demo that runs, or none and why. Shared, since a future wants to copy.
struct Made {
    std::shared_ptr<std::unique_ptr<sandbox::Sandbox>> sandbox;
    std::optional<Error> error;
};

Made make(const QString& folder, sandbox::Fault fault, std::stop_token stop)
{
    sandbox::SandboxOptions options;
    options.folder = (folder + QStringLiteral("/demo")).toStdString();
    options.fault = fault;
    options.heartbeat = std::chrono::seconds(5);
    auto started = sandbox::Sandbox::start(options, std::move(stop));
    if (!started) return {{}, started.error()};
    return {std::make_shared<std::unique_ptr<sandbox::Sandbox>>(*std::move(started)), {}};
}

} // namespace

DemoHost::DemoHost(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

DemoHost::~DemoHost()
{
    m_stop.request_stop();
    m_pool.waitForDone();
}

void DemoHost::start(sandbox::Fault fault)
{
    if (m_starting) return;
    m_starting = true;
    if (m_sandbox) Q_EMIT ending();
    const auto before = std::make_shared<std::pair<std::unique_ptr<sandbox::Sandbox>, std::unique_ptr<QTemporaryDir>>>(
        std::move(m_sandbox), std::move(m_folder));
    m_folder = std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/countersign-demo-XXXXXX"));
    m_stop = ui::runTask(
        m_pool, this,
        [before, folder = m_folder->path(), fault](std::stop_token stop) {
            before->first.reset();
            before->second.reset();
            return make(folder, fault, std::move(stop));
        },
        [this](const Made& made) {
            m_starting = false;
            if (made.error) return Q_EMIT failed(*made.error);
            m_sandbox = std::move(*made.sandbox);
            Q_EMIT started();
        });
}

} // namespace countersign::app
