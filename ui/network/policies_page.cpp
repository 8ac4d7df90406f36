#include "ui/network/policies_page.h"

#include "ui/network/detail_pane.h"

#include <QVBoxLayout>

namespace countersign::ui {

PoliciesPage::PoliciesPage(LiveSession& session, LayoutMemory* memory, QWidget* parent)
    : LivePage({.id = QStringLiteral("policies"), .title = tr("Policies"), .icon = QStringLiteral("shield"), .goKey = u'p'},
               session, LivePart::Policies, parent)
{
    m_pane = new DetailPane(QStringLiteral("policies"), memory, this);
    m_pane->clear(tr("Join policy, token issuers, CA bundles, endpoints and modules appear here once the service was read."));
    column().addWidget(m_pane, 1);
    begin();
}

void PoliciesPage::serviceChanged(const LiveService& service)
{
    if (service.policies.isEmpty()) return m_pane->clear(tr("The service hands out no policies."));
    m_pane->setItems(tr("Policies of the service"), service.policies, 3);
}

} // namespace countersign::ui
