#include "app/gui/live_workspace.h"

#include "app/gui/live_compose.h"
#include "core/crypto/certificate.h"
#include "ui/common/layout_memory.h"
#include "ui/family/ccf/ccf_acts.h"
#include "ui/family/ccf/ccf_asker.h"
#include "ui/govern/acknowledge.h"
#include "ui/govern/constitution_page.h"
#include "ui/govern/governance_page.h"
#include "ui/network/identity_check.h"
#include "ui/network/live_list_page.h"
#include "ui/network/live_lists.h"
#include "ui/network/live_trust.h"
#include "ui/network/policies_page.h"
#include "ui/network/service_page.h"
#include "ui/shell/shell.h"

#include <QUrl>

namespace countersign::app {

namespace {

// A pin is one certificate or several, or a bare key.
Result<net::PeerTrust> trustIn(const ui::Pin& pin)
{
    net::PeerTrust trust;
    const std::string pem = pin.certificate.toStdString();
    auto certificates = crypto::Certificate::manyFromPem(pem);
    if (certificates) {
        trust.certificates = *std::move(certificates);
        return trust;
    }
    auto key = crypto::PublicKey::fromPem(pem);
    if (!key) return Error{certificates.error().code, pin.source.toStdString(), certificates.error().detail};
    trust.keys.push_back(*std::move(key));
    return trust;
}

const QString kDemoSubject = QStringLiteral("CN=DEMO consortium");

Result<ui::ccf_family::CcfPlace> placeOf(const ui::ConnectTarget& target, const ui::Pin& pin)
{
    auto trust = trustIn(pin);
    if (!trust) return std::move(trust).error();
    trust->peerName = target.peerName.toStdString();
    ui::ccf_family::CcfPlace place{.nodes = {}, .trust = {}, .limits = ui::ccf_family::liveLimits()};
    place.trust = std::make_shared<const net::PeerTrust>(*std::move(trust));
    for (const QString& text : target.urls) {
        auto url = net::parseUrl(text.toStdString());
        if (!url) return std::move(url).error();
        place.nodes.push_back(*std::move(url));
    }
    if (place.nodes.empty()) return Error{ErrorCode::NotFound, "nodes", "no address was given"};
    return place;
}

std::vector<ccf::NodeAddress> addressesOf(const ui::ccf_family::CcfPlace& place)
{
    std::vector<ccf::NodeAddress> addresses;
    for (const net::Url& url : place.nodes)
        addresses.push_back({.url = url, .trust = place.trust, .client = {}, .limits = place.limits, .patience = {}});
    return addresses;
}

std::shared_ptr<ui::ActPort> actsAt(const LiveContext& context, const ui::ccf_family::CcfPlace& place, const ui::Pin& pin)
{
    return ui::ccf_family::makeCcfActs(context.transport, {.place = place,
                                                           .service = pin.fingerprint.toStdString(),
                                                           .clock = context.clock,
                                                           .followFor = context.followFor});
}

// "127.0.0.1:9100" and the identity as the name of a folder.
QString folderName(const QString& title, const QString& fingerprint)
{
    QString name;
    for (const QChar c : title) name += c.isLetterOrNumber() || c == QLatin1Char('.') ? c : QLatin1Char('-');
    return name + QLatin1Char('-') + fingerprint.left(8);
}

} // namespace

bool isDemoPin(const ui::Pin& pin)
{
    return pin.subject == kDemoSubject;
}

QString liveKey(const QStringList& urls)
{
    return urls.join(QLatin1Char('\n'));
}

QString liveGroup(const QStringList& urls)
{
    return QStringLiteral("service:%1").arg(liveKey(urls));
}

Result<LiveWorkspace*> LiveWorkspace::open(const LiveContext& context, const ui::ConnectTarget& target, const ui::Pin& pin,
                                           const std::optional<DemoMembers>& demo)
{
    const auto place = placeOf(target, pin);
    if (!place) return place.error();
    auto* workspace = new LiveWorkspace(context, target, pin, *place, demo);
    workspace->m_signing->setPort(actsAt(context, *place, pin), pin.fingerprint);
    workspace->m_nodes->setNodes(context.transport, addressesOf(*place));
    return workspace;
}

LiveWorkspace::LiveWorkspace(const LiveContext& context, const ui::ConnectTarget& target, const ui::Pin& pin,
                             const ui::ccf_family::CcfPlace& place, const std::optional<DemoMembers>& demo)
    : m_context(context), m_target(target), m_pin(pin), m_group(liveGroup(target.urls)),
      m_title(QUrl(target.urls.value(0)).authority()), m_demo(demo || isDemoPin(pin))
{
    if (m_demo) m_title = tr("DEMO consortium");
    m_session = new ui::LiveSession(context.pool, ui::ccf_family::makeCcfAsker(context.transport, place), context.timing, this);
    m_signing = new ui::SigningDesk(signingContext(demo), *m_session, this);
    m_compose = new LiveCompose(m_context, place, *m_session, *m_signing, this);
    m_context.shell.addGroup(m_group, m_title);
    addPages();
    connect(m_session, &ui::LiveSession::changed, this, &LiveWorkspace::changed);
    changed();
    show();
    m_session->refresh();
}

ui::SigningContext LiveWorkspace::signingContext(const std::optional<DemoMembers>& demo) const
{
    ui::SigningContext signing{.service = {.name = m_title, .fingerprint = m_pin.fingerprint, .origins = m_target.urls, .demo = m_demo},
                               .prompts = &m_context.prompts,
                               .pool = &m_context.pool,
                               .memory = &m_context.memory};
    if (demo) signing.keys = demo->keys;
    signing.proofFolder = demo ? demo->proofFolder : m_context.proofFolder;
    if (!demo && !signing.proofFolder.isEmpty())
        signing.proofFolder += QLatin1Char('/') + folderName(m_title, m_pin.fingerprint);
    signing.now = [clock = m_context.clock] { return QDateTime::fromSecsSinceEpoch(clock().seconds, Qt::UTC); };
    return signing;
}

void LiveWorkspace::addPages()
{
    ui::LayoutMemory* memory = &m_context.memory;
    m_page = new ui::ServicePage(*m_session, memory);
    setParent(m_page); // goes with the group's pages
    m_context.shell.addPage(m_group, m_page);
    m_page->setActing();
    connect(m_page, &ui::ServicePage::acknowledgeWanted, this, [this] { ui::acknowledgeState(*m_signing, *m_session, m_page); });
    m_context.shell.addPage(m_group, new ui::GovernancePage(*m_session, memory, m_signing));
    m_context.shell.addPage(m_group, m_compose->page());
    m_context.shell.addPage(m_group, new ui::LiveListPage(m_compose->members(), *m_session, memory));
    m_context.shell.addPage(m_group, new ui::LiveListPage(ui::userList(), *m_session, memory));
    m_context.shell.addPage(m_group, new ui::LiveListPage(ui::nodeList(), *m_session, memory));
    m_nodes = new LiveNodes(m_context.shell, *memory, m_context.pool, m_context.evidence, m_group, this);
    m_context.shell.addPage(m_group, new ui::PoliciesPage(*m_session, memory));
    m_context.shell.addPage(m_group, new ui::ConstitutionPage(*m_session));
}

void LiveWorkspace::show()
{
    m_context.shell.showPage(m_group, m_page->id());
}

void LiveWorkspace::changed()
{
    m_page->setPin({.fingerprint = m_pin.fingerprint,
                    .subject = m_pin.subject,
                    .source = ui::pinProvenance(m_pin),
                    .pinned = m_pin.pinned});
    ui::TrustState trust = ui::liveTrust(*m_session, m_title, m_pin, m_answered);
    trust.demo = m_demo;
    m_context.shell.setTrust(m_group, trust);
}

Result<void> LiveWorkspace::usePin(const ui::Pin& pin)
{
    const auto place = placeOf(m_target, pin);
    if (!place) return place.error();
    m_pin = pin;
    m_answered.clear();
    m_session->setAsker(ui::ccf_family::makeCcfAsker(m_context.transport, *place));
    m_signing->setPort(actsAt(m_context, *place, pin), pin.fingerprint);
    m_nodes->setNodes(m_context.transport, addressesOf(*place));
    m_compose->setPlace(*place);
    changed();
    return {};
}

void LiveWorkspace::answerTrouble(bool keepPin)
{
    const ui::NodeAnswer* node = ui::changedNode(*m_session, m_answered);
    if (!node) return;
    const ui::SeenIdentity seen = *node->identity;
    if (!keepPin) return Q_EMIT changeWanted(seen);
    m_answered += seen.present.fingerprint;
    changed();
}

} // namespace countersign::app
