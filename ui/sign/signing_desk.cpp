#include "ui/sign/signing_desk.h"

namespace countersign::ui {

namespace {

/// Who could sign: members whose id is the fingerprint of the certificate that is listed for them.
QList<SigningMember> membersOf(const LiveService* service)
{
    QList<SigningMember> members;
    if (!service) return members;
    for (const LiveMember& one : service->members)
        if (one.certificate.isReadable() && one.certificate.fingerprint == one.id)
            members += {one.id, one.name, one.certificate.pem.toUtf8()};
    return members;
}

} // namespace

SigningDesk::SigningDesk(SigningContext context, LiveSession& session, QObject* parent)
    : QObject(parent), m_context(std::move(context)), m_session(session)
{
}

void SigningDesk::sign(Act act, QWidget* page, std::function<void(const ActOutcome&)> ended)
{
    m_ended = std::move(ended);
    m_page = page;
    if (m_sheet) return m_sheet->begin(std::move(act));
    SigningContext context = m_context;
    context.members = membersOf(m_session.snapshot() ? m_session.snapshot()->service() : nullptr);
    m_sheet = new SigningSheet(std::move(context), page->window());
    connect(m_sheet, &SigningSheet::ended, this, [this](const ActOutcome& outcome) {
        if (outcome.end != ActEnd::NotSigned) m_session.refresh();
        const auto told = m_ended; // it may ask for the next act
        if (m_page && told) told(outcome);
    });
    m_sheet->begin(std::move(act));
    m_sheet->open();
}

void SigningDesk::setPort(std::shared_ptr<ActPort> port, const QString& fingerprint)
{
    m_context.port = std::move(port);
    m_context.service.fingerprint = fingerprint;
    if (m_sheet) m_sheet->reject();
}

} // namespace countersign::ui
