#include "ui/verify/identity_preview.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"
#include "ui/models/safe_text.h"

#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {

QString dayOf(const std::optional<UtcTime>& time)
{
    return time ? QString::fromStdString(toIso8601(*time)).left(10) : QString();
}

} // namespace

IdentityPreview::IdentityPreview(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("identityPreview"));
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 12);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 4));
    const auto add = [this, column](const QString& name) {
        auto* label = new QLabel(this);
        label->setObjectName(name);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        column->addWidget(label);
        return label;
    };
    m_source = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    column->addWidget(m_source);
    m_subject = add(QStringLiteral("previewSubject"));
    m_fingerprint = add(QStringLiteral("previewFingerprint"));
    m_fingerprint->setFont(fixedFont(font()));
    m_validity = add(QStringLiteral("previewValidity"));
    auto* advice = new RoleLabel(RoleLabel::Role::Muted,
                                 tr("Compare the fingerprint with one you got another way, by phone or on paper."), this);
    column->addWidget(advice);
    m_note = new QLineEdit(this);
    m_note->setObjectName(QStringLiteral("pinNote"));
    m_note->setPlaceholderText(tr("Note: how you know it is the right one"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setMaxLength(500);
    column->addWidget(m_note);
    m_use = new QPushButton(tr("Use this identity"), this);
    m_use->setObjectName(QStringLiteral("useIdentity"));
    makePrimary(m_use);
    column->addWidget(m_use);
    connect(m_use, &QPushButton::clicked, this, [this] { Q_EMIT accepted(m_choice, m_note->text().trimmed()); });
}

void IdentityPreview::show(const AnchorChoice& choice)
{
    m_choice = choice;
    m_source->setText(tr("From %1").arg(choice.source));
    const AnchorMatch match = choice.matches.empty() ? AnchorMatch() : choice.matches.front();
    const auto more = int(choice.matches.size()) - 1;
    m_subject->setText(more > 0 ? tr("%1 and %n more", "a certificate's subject", more).arg(safeText(match.subject, 300))
                                : safeText(match.subject, 300));
    m_fingerprint->setText(groupsOfFour(choice.fingerprint()));
    m_validity->setText(match.notAfter ? tr("Valid from %1 to %2").arg(dayOf(match.notBefore), dayOf(match.notAfter))
                                       : tr("A bare key: it states no dates."));
    m_validity->setToolTip(tr("Dates do not decide: a history stays what it is after a certificate has expired."));
    m_note->clear();
    setVisible(true);
}

void IdentityPreview::focusAccept()
{
    m_use->setFocus(Qt::OtherFocusReason);
}

void IdentityPreview::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.border, 1));
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace countersign::ui
