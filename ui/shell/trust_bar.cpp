#include "ui/shell/trust_bar.h"

#include "ui/common/icons.h"
#include "ui/common/id_label.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_badge.h"
#include "ui/shell/trust_trouble.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace countersign::ui {

TrustBar::TrustBar(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("trustBar"));
    setAccessibleName(tr("Trust bar"));
    m_outer = new QVBoxLayout(this);
    m_outer->setContentsMargins(0, 0, 0, 1);
    m_outer->setSpacing(0);
    auto* lineWidget = new QWidget(this);
    lineWidget->setMinimumHeight(std::max(40, fontMetrics().height() * 5 / 2));
    m_outer->addWidget(lineWidget);
    lineWidget->setMinimumWidth(1); // what does not fit is left out: the bar never makes the window wider
    m_line = new QHBoxLayout(lineWidget);
    m_line->setContentsMargins(space(this, 16), space(this, 4), space(this, 12), space(this, 4));
    m_line->setSpacing(space(this, 12));
    buildLine(*m_line);
    adoptTheme();
    setState({});
}

QLabel* TrustBar::addLabel(QHBoxLayout& line, const QString& name)
{
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    line.addWidget(label);
    return label;
}

void TrustBar::buildLine(QHBoxLayout& line)
{
    m_service = addLabel(line, QStringLiteral("trustService"));
    m_badge = new VerdictBadge(this);
    connect(m_badge, &VerdictBadge::clicked, this, &TrustBar::checksWanted);
    line.addWidget(m_badge);
    m_identity = new IdLabel(this);
    m_identity->setObjectName(QStringLiteral("trustIdentity"));
    line.addWidget(m_identity);
    m_copy = new QToolButton(this);
    m_copy->setObjectName(QStringLiteral("copyIdentity"));
    m_copy->setIcon(lineIcon(QStringLiteral("copy")));
    m_copy->setAutoRaise(true);
    m_copy->setToolTip(tr("Copy the whole identity"));
    m_copy->setAccessibleName(tr("Copy the whole identity"));
    connect(m_copy, &QToolButton::clicked, m_identity, &IdLabel::copy);
    line.addWidget(m_copy);
    m_pin = addLabel(line, QStringLiteral("trustPin"));
    line.addStretch(1);
    m_contactIcon = addLabel(line, QStringLiteral("contactIcon"));
    m_contact = addLabel(line, QStringLiteral("trustContact"));
    m_demo = addLabel(line, QStringLiteral("demoMark"));
    m_demo->setText(tr("DEMO"));
    m_demo->setFont(boldFont(font(), 0.9));
    m_demo->setContentsMargins(space(this, 8), 2, space(this, 8), 2);
    m_demo->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_demo->setToolTip(tr("A bundled example to try things with; it says nothing of a real service."));
    m_demo->setAutoFillBackground(true);
}

void TrustBar::setState(const TrustState& state)
{
    const bool troubleChanged = state.trouble.has_value() != m_state.trouble.has_value() ||
                                (state.trouble && (state.trouble->title != m_state.trouble->title ||
                                                   state.trouble->seen != m_state.trouble->seen));
    m_state = state;
    adopt(state);
    showContact();
    if (troubleChanged) showTrouble();
    fitWidth();
}

void TrustBar::setTimeDisplay(TimeDisplay display)
{
    m_display = display;
    setState(TrustState(m_state));
}

void TrustBar::setNow(const QDateTime& now)
{
    m_now = now;
    showContact();
}

void TrustBar::adopt(const TrustState& state)
{
    const bool open = !state.service.isEmpty();
    m_demo->setVisible(open && state.demo);
    m_service->setFont(open ? boldFont(font(), 1.1) : font());
    const QFontMetrics metrics(m_service->font());
    const QString name = metrics.elidedText(state.service, Qt::ElideMiddle, metrics.averageCharWidth() * 36);
    m_service->setText(open ? name : tr("No ledger is open"));
    m_service->setToolTip(state.service);
    m_identity->setVisible(open && !state.identity.isEmpty());
    m_copy->setVisible(open && !state.identity.isEmpty());
    m_identity->setId(state.identity, tr("Service identity"), IdLabel::Look::GroupsOfFour);
    m_pin->setVisible(open);
    if (!state.pinHow.isEmpty())
        m_pin->setText(tr("pinned on %1, %2", "date, how").arg(formatTime(state.pinned, m_display).left(10), state.pinHow));
    else if (state.pinSource.isEmpty()) m_pin->setText(tr("no identity pinned"));
    else if (!state.pinned.isValid()) m_pin->setText(tr("pinned from %1").arg(state.pinSource));
    else
        m_pin->setText(tr("pinned from %1 on %2").arg(state.pinSource, formatTime(state.pinned, m_display).left(10)));
    m_pin->setToolTip(state.pinned.isValid() ? formatTime(state.pinned, m_display) : QString());
    m_badge->setVisible(open);
    m_badge->setResult(state.verdict, state.scope);
    m_contact->setVisible(open);
    m_contactIcon->setVisible(open);
}

void TrustBar::showContact()
{
    const QString time = formatTime(m_state.contactTime, m_display);
    const QString age = m_now.isValid() ? formatAge(m_state.contactTime, m_now) : QString();
    QString text = tr("files only");
    if (m_state.contact == Contact::Live) text = tr("live %1").arg(time.mid(11, 5));
    else if (m_state.contact == Contact::Offline)
        text = time.isEmpty()  ? tr("offline, never reached")
               : age.isEmpty() ? tr("offline since %1").arg(time)
                               : tr("offline since %1, %2", "time, how long ago").arg(time, age);
    m_contact->setText(text);
    m_contact->setToolTip(age.isEmpty() ? time : tr("%1, %2", "time, how long ago").arg(time, age));
    const int side = iconSide(fontMetrics());
    const bool live = m_state.contact == Contact::Live;
    const bool files = m_state.contact == Contact::FilesOnly;
    const QString icon = files ? QStringLiteral("file") : live ? QStringLiteral("plug") : QStringLiteral("unplugged");
    m_contactIcon->setPixmap(lineIcon(icon).pixmap(QSize(side, side), devicePixelRatioF()));
    m_contactIcon->setAccessibleName(text);
}

void TrustBar::showTrouble()
{
    delete m_trouble;
    m_trouble = nullptr;
    if (!m_state.trouble) return;
    auto* sheet = new TrustTroubleSheet(*m_state.trouble, this);
    connect(sheet, &TrustTroubleSheet::safeChosen, this, [this] { Q_EMIT troubleAnswered(true); });
    connect(sheet, &TrustTroubleSheet::otherChosen, this, [this] { Q_EMIT troubleAnswered(false); });
    m_outer->addWidget(sheet);
    m_trouble = sheet;
    sheet->show();
    sheet->setFocus(Qt::OtherFocusReason); // the space bar gives the safe answer
}

// What a narrow window can spare goes first: how it was pinned, the contact, the copy button, at last the identity. Tooltips
// keep the words; the verdict keeps its scope, which names the pin.
void TrustBar::fitWidth()
{
    if (m_state.service.isEmpty()) return;
    m_pin->show();
    m_contact->show();
    m_contactIcon->show();
    m_copy->setVisible(!m_state.identity.isEmpty());
    m_identity->setVisible(!m_state.identity.isEmpty());
    for (QWidget* spared : std::initializer_list<QWidget*>{m_pin, m_contact, m_copy, m_contactIcon, m_identity}) {
        m_line->invalidate();
        if (m_line->sizeHint().width() <= width()) break;
        spared->hide();
    }
    m_contactIcon->setToolTip(m_contact->text());
    const QString scope = m_state.scope.isEmpty() ? tr("Show the checks") : m_state.scope;
    m_badge->setToolTip(m_pin->isHidden() ? tr("%1\n%2").arg(scope, m_pin->text()) : scope);
}

void TrustBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitWidth();
}

void TrustBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) adoptTheme();
}

void TrustBar::adoptTheme()
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    const auto recolour = [](QLabel* label, const QColor& ink, const QColor& ground = {}) {
        QPalette own; // these roles only: the others still follow the application
        own.setColor(QPalette::WindowText, ink);
        if (ground.isValid()) own.setColor(QPalette::Window, ground);
        label->setPalette(own);
    };
    recolour(m_pin, tokens.muted);
    recolour(m_contact, tokens.muted);
    recolour(m_demo, tokens.surface, tokens.demo);
    showContact();
}

void TrustBar::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.border);
}

} // namespace countersign::ui
