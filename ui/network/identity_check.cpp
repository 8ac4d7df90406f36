#include "ui/network/identity_check.h"

#include "core/base/fingerprint_words.h"
#include "core/base/hex.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"
#include "ui/models/safe_text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {
constexpr qsizetype kWordsInLine = 8;
}

QString identityChangeText(LiveIdentity kind)
{
    switch (kind) {
    case LiveIdentity::Renewed:
        return IdentityCheck::tr("The service shows another certificate over the very key you pinned. That is how a "
                                 "certificate is renewed; whoever holds the pinned key made it.");
    case LiveIdentity::RecoveryClaimed:
        return IdentityCheck::tr("Another key answers, and claims that the pinned identity was the one before it, as after a "
                                 "disaster recovery. That is a claim: only the ledger can show it. Nothing more is asked "
                                 "there until you decide.");
    case LiveIdentity::Unexplained:
        return IdentityCheck::tr("Another key answers, and nothing explains it. The address may be wrong, the service may have "
                                 "been set up anew, or somebody stands in between. Nothing more is asked there until you "
                                 "decide.");
    case LiveIdentity::Pinned: break;
    }
    return {};
}

QString fingerprintWordLines(const QString& hex)
{
    const auto bytes = fromHex(hex.toStdString());
    if (!bytes) return {};
    QStringList lines, line;
    for (const std::string& word : fingerprintWords(*bytes)) {
        line += QString::fromStdString(word);
        if (line.size() < kWordsInLine) continue;
        lines += line.join(QLatin1Char(' '));
        line.clear();
    }
    if (!line.isEmpty()) lines += line.join(QLatin1Char(' '));
    return lines.join(QLatin1Char('\n'));
}

QString pinProvenance(const Pin& pin)
{
    const bool named = !pin.checkedWith.isEmpty();
    const QString who = safeText(pin.checkedWith, 80);
    if (pin.checked == QLatin1String(pin_check::kByPhone))
        return named ? IdentityCheck::tr("compared by phone with %1").arg(who) : IdentityCheck::tr("compared by phone");
    if (pin.checked == QLatin1String(pin_check::kOtherWay))
        return named ? IdentityCheck::tr("compared another way with %1").arg(who) : IdentityCheck::tr("compared another way");
    if (pin.checked == QLatin1String(pin_check::kNotCompared)) return IdentityCheck::tr("taken as it answered, not compared");
    return named ? IdentityCheck::tr("from %1, by %2", "file, person").arg(safeText(pin.source, 80), who)
                 : IdentityCheck::tr("from %1", "a file").arg(safeText(pin.source, 80));
}

IdentityCheck::IdentityCheck(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("identityCheck"));
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 16);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 8));
    m_title = new RoleLabel(RoleLabel::Role::Section, {}, this);
    m_title->setObjectName(QStringLiteral("identityCheckTitle"));
    m_title->setWordWrap(true);
    column->addWidget(m_title);
    m_sentence = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_sentence->setObjectName(QStringLiteral("identityCheckSentence"));
    column->addWidget(m_sentence);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(space(this, 8));
    column->addLayout(form);
    m_subject = addValue(*form, tr("Says it is"), QStringLiteral("checkSubject"), false);
    m_dates = addValue(*form, tr("Valid"), QStringLiteral("checkDates"), false);
    m_pinned = addValue(*form, tr("Pinned so far"), QStringLiteral("checkPinned"), true);
    m_pinnedLabel = qobject_cast<QLabel*>(form->labelForField(m_pinned));
    m_groups = addValue(*form, tr("Fingerprint (SHA-256)"), QStringLiteral("checkFingerprint"), true);
    m_words = addValue(*form, tr("The same as words"), QStringLiteral("checkWords"), true);
    buildQuestion(*form);
    auto* buttons = new QHBoxLayout;
    m_refuse = new QPushButton(tr("Do not trust it"), this);
    m_refuse->setObjectName(QStringLiteral("refuseIdentity"));
    makePrimary(m_refuse);
    buttons->addWidget(m_refuse);
    m_accept = new QPushButton(tr("Pin this identity and connect"), this);
    m_accept->setObjectName(QStringLiteral("acceptIdentity"));
    m_accept->setAutoDefault(false);
    buttons->addWidget(m_accept);
    buttons->addStretch(1);
    column->addLayout(buttons);
    connect(m_refuse, &QPushButton::clicked, this, &IdentityCheck::refused);
    connect(m_accept, &QPushButton::clicked, this, [this] { Q_EMIT accepted(pin()); });
}

QLabel* IdentityCheck::addValue(QFormLayout& form, const QString& label, const QString& name, bool fixed)
{
    auto* value = new QLabel(this);
    value->setObjectName(name);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    if (fixed) value->setFont(fixedFont(font()));
    form.addRow(label, value);
    return value;
}

void IdentityCheck::buildQuestion(QFormLayout& form)
{
    m_how = new QComboBox(this);
    m_how->setObjectName(QStringLiteral("howChecked"));
    m_how->addItem(tr("Choose how you compared it"), QString());
    m_how->addItem(tr("Read out by phone with somebody I know"), QString::fromLatin1(pin_check::kByPhone));
    m_how->addItem(tr("With paper or a message that came another way"), QString::fromLatin1(pin_check::kOtherWay));
    m_how->addItem(tr("Not compared: I take what answered"), QString::fromLatin1(pin_check::kNotCompared));
    form.addRow(tr("How compared"), m_how);
    m_with = new QLineEdit(this);
    m_with->setObjectName(QStringLiteral("checkedWith"));
    m_with->setPlaceholderText(tr("Who confirmed it"));
    m_with->setMaxLength(200);
    form.addRow(tr("With whom"), m_with);
    connect(m_how, &QComboBox::currentIndexChanged, this, &IdentityCheck::updateAccept);
}

void IdentityCheck::showIdentity(const QString& origin, const SeenIdentity& seen)
{
    m_origin = origin;
    m_certificate = seen.present;
    m_subject->setText(seen.present.subject);
    m_dates->setText(tr("from %1 to %2", "dates").arg(formatTime(seen.present.notBefore).left(10), formatTime(seen.present.notAfter).left(10)));
    m_groups->setText(groupsOfFour(seen.present.fingerprint));
    m_words->setText(fingerprintWordLines(seen.present.fingerprint));
    m_how->setCurrentIndex(0);
    m_with->clear();
    updateAccept();
    setVisible(true);
}

void IdentityCheck::showFirst(const QString& origin, const SeenIdentity& seen)
{
    m_title->setText(tr("%1 answered. Is it the service you mean?").arg(origin));
    m_sentence->setText(tr("Anybody can answer at an address. Call somebody you know in the consortium, and compare either line "
                           "below with what they see."));
    m_pinned->hide();
    m_pinnedLabel->hide();
    m_refuse->setText(tr("Do not trust it"));
    m_accept->setText(tr("Pin this identity and connect"));
    showIdentity(origin, seen);
}

void IdentityCheck::showChange(const QString& origin, const SeenIdentity& seen, const Pin& pinned)
{
    m_title->setText(tr("%1 shows another identity than the one you pinned").arg(origin));
    m_sentence->setText(identityChangeText(seen.kind));
    m_pinned->setText(groupsOfFour(pinned.fingerprint));
    m_pinned->show();
    m_pinnedLabel->show();
    m_refuse->setText(tr("Keep the old pin"));
    m_accept->setText(tr("Pin the new identity and connect"));
    showIdentity(origin, seen);
}

void IdentityCheck::focusSafe()
{
    m_refuse->setFocus(Qt::OtherFocusReason);
}

void IdentityCheck::updateAccept()
{
    m_accept->setEnabled(m_certificate.isReadable() && !m_how->currentData().toString().isEmpty());
}

Pin IdentityCheck::pin() const
{
    return {.fingerprint = m_certificate.fingerprint,
            .subject = m_certificate.subject,
            .source = QUrl(m_origin).authority(),
            .pinned = QDateTime::currentDateTimeUtc(),
            .note = {},
            .certificate = m_certificate.pem.toLatin1(),
            .ledgers = {},
            .checked = m_how->currentData().toString(),
            .checkedWith = m_with->text().trimmed()};
}

void IdentityCheck::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_pinned->isHidden() ? tokens.border : tokens.failed, 1));
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace countersign::ui
