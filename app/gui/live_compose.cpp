#include "app/gui/live_compose.h"

#include "ui/common/layout_memory.h"
#include "ui/compose/add_member_dialog.h"
#include "ui/family/ccf/ccf_compose.h"
#include "ui/network/live_lists.h"

namespace countersign::app {

LiveCompose::LiveCompose(const LiveContext& context, const ui::ccf_family::CcfPlace& place, ui::LiveSession& session,
                         ui::ActDesk& desk, QObject* parent)
    : QObject(parent), m_transport(context.transport), m_session(session)
{
    m_compose = {.port = ui::ccf_family::makeCcfComposer(m_transport, place),
                 .desk = &desk,
                 .prompts = &context.prompts,
                 .pool = &context.pool,
                 .memory = &context.memory};
    m_share = {.port = ui::ccf_family::makeCcfShares(m_transport, place),
               .desk = &desk,
               .prompts = &context.prompts,
               .pool = &context.pool};
    m_page = new ui::ComposePage(m_compose, session);
}

void LiveCompose::setPlace(const ui::ccf_family::CcfPlace& place)
{
    m_compose.port = ui::ccf_family::makeCcfComposer(m_transport, place);
    m_share.port = ui::ccf_family::makeCcfShares(m_transport, place);
    if (m_page) m_page->setPort(m_compose.port);
}

ui::LiveList LiveCompose::members()
{
    ui::LiveList list = ui::memberList();
    list.actions += ui::LiveListAction{.name = QStringLiteral("addMember"),
                                       .title = tr("Add a member…"),
                                       .trigger = [this](QWidget* page) { addMember(page); },
                                       .offered = {}};
    list.actions += ui::LiveListAction{.name = QStringLiteral("recoveryShare"),
                                       .title = tr("Hand in a recovery share…"),
                                       .trigger = [this](QWidget* page) { handInShare(page); },
                                       .offered = [](const ui::LiveService& service) {
                                           return service.status == QStringLiteral("WaitingForRecoveryShares");
                                       }};
    return list;
}

void LiveCompose::addMember(QWidget* page)
{
    if (!m_session.snapshot() || !m_session.snapshot()->service()) return;
    auto* dialog = new ui::AddMemberDialog(m_compose, m_session.snapshot(), page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void LiveCompose::handInShare(QWidget* page)
{
    if (!m_session.snapshot() || !m_session.snapshot()->service()) return;
    auto* dialog = new ui::RecoveryShareDialog(m_share, m_session.snapshot(), page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace countersign::app
