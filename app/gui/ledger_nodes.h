#pragma once

#include "app/gui/ledger_workspace.h"

#include <QObject>

namespace countersign::ui {
class AttestationPage;
}

namespace countersign::app {

/// The page of a ledger's nodes: the evidence of all that ever were, read when the page is first looked at.
class LedgerNodes final : public QObject
{
    Q_OBJECT
public:
    /// Adds its page to the group. The session outlives it.
    LedgerNodes(const LedgerContext& context, const QString& group, ui::LedgerSession& session, QObject* parent);

private:
    void load();

    LedgerContext m_context;
    ui::LedgerSession& m_session;
    ui::AttestationPage* m_page = nullptr;
    bool m_looked = false;
    quint64 m_generation = 0;
};

} // namespace countersign::app
