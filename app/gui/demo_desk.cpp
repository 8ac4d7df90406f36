#include "app/gui/demo_desk.h"

#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/crypto/certificate.h"
#include "ui/common/error_line.h"
#include "ui/common/task_row.h"
#include "ui/shell/shell.h"
#include "ui/tasks/run_task.h"

namespace countersign::app {

namespace {

QString textOf(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

} // namespace

DemoDesk::DemoDesk(ui::Shell& shell, Connector& connector, QThreadPool& filePool,
                   std::function<void(const QStringList&, const QStringList&)> openLedger, QObject* parent)
    : QObject(parent), m_shell(shell), m_connector(connector), m_filePool(filePool), m_openLedger(std::move(openLedger))
{
    connect(&m_host, &DemoHost::ending, this, [this] {
        m_shell.removeGroup(m_group);
        m_group.clear();
    });
    connect(&m_host, &DemoHost::started, this, &DemoDesk::started);
    connect(&m_host, &DemoHost::failed, this, &DemoDesk::showFailure);
}

void DemoDesk::start(sandbox::Fault fault)
{
    if (m_host.isStarting()) return;
    m_task = m_shell.addTask(tr("Making the demo consortium: three nodes, and a past of forty days"));
    m_host.start(fault);
    Q_EMIT changed();
}

void DemoDesk::started()
{
    if (m_task) m_task->deleteLater();
    ui::runTask(m_filePool, this,
                [path = m_host.places()->serviceCertificate](const std::stop_token&) { return readSmallFile(path); },
                [this](const Result<ByteVector>& certificate) { connectTo(certificate); });
}

void DemoDesk::connectTo(const Result<ByteVector>& content)
{
    if (!m_host.places()) return; // another one is being made
    if (!content) return showFailure(content.error());
    const auto certificate = crypto::Certificate::fromPem(countersign::textOf(*content));
    if (!certificate) return showFailure(certificate.error());
    const sandbox::SandboxPlaces& places = *m_host.places();
    const ui::Pin pin{.fingerprint = QString::fromStdString(toHex(certificate->fingerprint())),
                      .subject = QString::fromStdString(certificate->subject()),
                      .source = tr("the demo consortium of this program"),
                      .pinned = QDateTime::currentDateTimeUtc(),
                      .note = {},
                      .certificate = QByteArray::fromStdString(certificate->pem()),
                      .ledgers = {}};
    DemoMembers members{.keys = {}, .proofFolder = textOf(places.folder / "proofs")};
    for (const sandbox::DemoMember& one : places.members)
        members.keys += {QString::fromStdString(one.id), textOf(one.key)};
    ui::ConnectTarget target;
    for (const std::string& url : places.urls) target.urls += QString::fromStdString(url);
    if (const LiveWorkspace* workspace = m_connector.connectToDemo(target, pin, members)) m_group = workspace->group();
    Q_EMIT changed();
}

void DemoDesk::openLedger() const
{
    const sandbox::SandboxPlaces* places = m_host.places();
    if (!places) return;
    const QStringList anchors{textOf(places->serviceCertificate)};
    if (!places->keptLedger.empty()) m_openLedger({textOf(places->keptLedger)}, anchors);
    m_openLedger({textOf(places->ledger)}, anchors);
}

void DemoDesk::showFailure(const Error& error)
{
    if (m_task) m_task->deleteLater();
    m_shell.report(ui::errorText(tr("The demo consortium could not be started."), error,
                                 tr("Nothing of it is left running."),
                                 tr("The bundled demo ledger and its tampered twin can be opened without it.")));
    Q_EMIT changed();
}

} // namespace countersign::app
