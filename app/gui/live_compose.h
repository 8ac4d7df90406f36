#pragma once

#include "app/gui/live_workspace.h"
#include "ui/compose/compose_page.h"
#include "ui/compose/recovery_share_dialog.h"
#include "ui/family/ccf/ccf_asker.h"
#include "ui/network/live_list_page.h"

namespace countersign::app {

/// What members make for one running service: proposals, new members, recovery shares. Everything handed in outlives it
/// but the page, which the shell owns.
class LiveCompose final : public QObject
{
    Q_OBJECT
public:
    LiveCompose(const LiveContext& context, const ui::ccf_family::CcfPlace& place, ui::LiveSession& session, ui::ActDesk& desk,
                QObject* parent);

    ui::ComposePage* page() const { return m_page; }
    /// The list of members, with what can be done to it.
    ui::LiveList members();
    /// After the person pinned another identity.
    void setPlace(const ui::ccf_family::CcfPlace& place);

private:
    void addMember(QWidget* page);
    void handInShare(QWidget* page);

    std::shared_ptr<net::HttpTransport> m_transport;
    ui::LiveSession& m_session;
    ui::ComposeContext m_compose;
    ui::ShareContext m_share;
    QPointer<ui::ComposePage> m_page;
};

} // namespace countersign::app
