#pragma once

#include "ui/network/live_session.h"
#include "ui/sign/act_desk.h"
#include "ui/sign/signing_sheet.h"

#include <QPointer>

namespace countersign::ui {

/// Signing for one running service. Lives on the GUI thread.
class SigningDesk final : public QObject, public ActDesk
{
    Q_OBJECT
public:
    /// `context` without members: those are taken from what the session read last. `session` outlives it.
    SigningDesk(SigningContext context, LiveSession& session, QObject* parent = nullptr);

    void sign(Act act, QWidget* page, std::function<void(const ActOutcome&)> ended) override;
    void refresh() override { m_session.refresh(); }
    /// After the person pinned another identity.
    void setPort(std::shared_ptr<ActPort> port, const QString& fingerprint);
    /// Open now; null when none is.
    SigningSheet* sheet() const { return m_sheet; }

private:
    SigningContext m_context;
    LiveSession& m_session;
    QPointer<SigningSheet> m_sheet;
    QPointer<QWidget> m_page;
    std::function<void(const ActOutcome&)> m_ended;
};

} // namespace countersign::ui
