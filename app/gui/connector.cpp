#include "app/gui/connector.h"

#include "core/base/utc_time.h"
#include "core/net/qt/qt_transport.h"
#include "ui/common/error_line.h"
#include "ui/family/ccf/ccf_asker.h"
#include "ui/shell/shell.h"
#include "ui/tasks/run_task.h"

#include <QUrl>

namespace countersign::app {

Connector::Connector(const ConnectorContext& context, const QString& group, QObject* parent)
    : QObject(parent), m_context(context), m_home(group)
{
    m_page = new ui::ConnectPage(context.prompts, context.filePool);
    context.shell.addPage(group, m_page);
    connect(m_page, &ui::ConnectPage::askWanted, this, &Connector::ask);
    connect(m_page, &ui::ConnectPage::askDropped, this, [this] { m_ask.request_stop(); });
    connect(m_page, &ui::ConnectPage::connectWanted, this, &Connector::connectTo);
    readPins([this](const QList<ui::Pin>& pins) { m_page->setPins(pins); });
}

std::shared_ptr<net::HttpTransport> Connector::transport()
{
    if (!m_context.transport) m_context.transport = std::make_shared<net::QtTransport>([] { return systemTime(); });
    return m_context.transport;
}

void Connector::showPage()
{
    m_context.shell.showPage(m_home, m_page->id());
}

void Connector::connectTo(const ui::ConnectTarget& target, const ui::Pin& pin)
{
    const QString group = liveGroup(target.urls);
    if (LiveWorkspace* open = m_workspaces.value(group)) {
        if (open->pin().fingerprint != pin.fingerprint) {
            if (auto used = open->usePin(pin); !used) return showFailure(used.error());
            if (!isDemoPin(pin)) keepPin(pin, liveKey(target.urls));
        }
        return open->show();
    }
    if (!add(target, pin, {}) || isDemoPin(pin)) return;
    keepPin(pin, liveKey(target.urls));
    m_context.shell.rememberPlace(target.urls, QUrl(target.urls.value(0)).authority());
}

LiveWorkspace* Connector::connectToDemo(const ui::ConnectTarget& target, const ui::Pin& pin, const DemoMembers& members)
{
    return add(target, pin, members);
}

LiveWorkspace* Connector::add(const ui::ConnectTarget& target, const ui::Pin& pin, const std::optional<DemoMembers>& demo)
{
    const LiveContext context{.shell = m_context.shell, .memory = m_context.memory, .pool = m_context.pool, .transport = transport(),
                              .timing = m_context.timing, .prompts = m_context.prompts, .proofFolder = m_context.proofFolder,
                              .clock = m_context.clock, .followFor = m_context.followFor, .evidence = m_context.evidence};
    auto opened = LiveWorkspace::open(context, target, pin, demo);
    if (!opened) {
        showFailure(opened.error());
        return nullptr;
    }
    LiveWorkspace* workspace = *opened;
    m_workspaces.insert(workspace->group(), workspace);
    connect(workspace, &LiveWorkspace::changeWanted, this, [this, workspace](const ui::SeenIdentity& seen) {
        m_page->showChange(workspace->target(), seen, workspace->pin());
        showPage();
    });
    return workspace;
}

void Connector::reopen(const QStringList& urls)
{
    readPins([this, urls](const QList<ui::Pin>& pins) {
        m_page->setPins(pins);
        if (const ui::Pin* pin = ui::pinOfLedger(pins, liveKey(urls))) return connectTo({.urls = urls, .peerName = {}}, *pin);
        m_page->setTarget({.urls = urls, .peerName = {}});
        showPage();
    });
}

void Connector::ask(const ui::ConnectTarget& target)
{
    m_ask.request_stop();
    const auto url = net::parseUrl(target.urls.value(0).toStdString());
    if (!url) return showFailure(url.error());
    m_ask = ui::runTask(
        m_context.pool, this,
        [transport = transport(), url = *url, name = target.peerName.toStdString()](std::stop_token stop) {
            return ui::ccf_family::firstContact(*transport, url, name, ui::ccf_family::liveLimits(), std::move(stop));
        },
        [this, target](const Result<ui::SeenIdentity>& seen) {
            if (seen) return m_page->showSeen(target, *seen);
            if (seen.error().code != ErrorCode::Cancelled) showFailure(seen.error());
        });
}

void Connector::showFailure(const Error& error)
{
    m_page->showProblem(ui::errorText(tr("The service could not be asked."), error,
                                      tr("Nothing was pinned, and no connection was opened."),
                                      tr("Check the address and that the node is reachable from here, then try again.")));
}

void Connector::forget(const QString& group)
{
    m_workspaces.remove(group);
}

void Connector::answerTrouble(const QString& group, bool keepPin)
{
    if (LiveWorkspace* open = workspace(group)) open->answerTrouble(keepPin);
}

void Connector::readPins(std::function<void(const QList<ui::Pin>&)> then)
{
    if (m_context.pinFile.isEmpty()) return then({});
    ui::runTask(m_context.pinPool, this, [path = m_context.pinFile](const std::stop_token&) { return ui::readPins(path); },
                [this, then = std::move(then)](const Result<QList<ui::Pin>>& pins) {
                    if (pins) return then(*pins);
                    m_context.shell.report(ui::errorText(tr("The pins could not be read."), pins.error(),
                                                         tr("Nothing is trusted that was pinned before."),
                                                         tr("Check the file, or choose the identity again.")));
                });
}

void Connector::keepPin(const ui::Pin& pin, const QString& key)
{
    if (m_context.pinFile.isEmpty()) return;
    ui::runTask(m_context.pinPool, this,
                [path = m_context.pinFile, pin, key](const std::stop_token&) -> Result<QList<ui::Pin>> {
                    auto pins = ui::readPins(path);
                    if (!pins) return std::move(pins).error();
                    ui::rememberPin(*pins, pin, key);
                    if (auto written = ui::writePins(path, *pins); !written) return std::move(written).error();
                    return *std::move(pins);
                },
                [this](const Result<QList<ui::Pin>>& pins) {
                    if (pins) return m_page->setPins(*pins);
                    m_context.shell.report(ui::errorText(tr("The pin could not be kept."), pins.error(),
                                                         tr("The identity is used now, but will be asked for again."),
                                                         tr("Check that the file can be written, then connect again.")));
                });
}

} // namespace countersign::app
