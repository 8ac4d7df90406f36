#include "ui/verify/identity_sheet.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/models/safe_text.h"
#include "ui/verify/identity_preview.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPropertyAnimation>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {
constexpr int kSlideMs = 120;
}

IdentitySheet::IdentitySheet(QWidget* parent, For use) : QFrame(parent)
{
    setObjectName(QStringLiteral("identitySheet"));
    setAccessibleName(tr("Which identity should this be?"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(scroll);
    m_content = new QWidget(scroll);
    m_content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(m_content);
    m_column = new QVBoxLayout(m_content);
    const int edge = space(this, 16);
    m_column->setContentsMargins(edge, edge, edge, edge);
    m_column->setSpacing(space(this, 8));
    auto* head = new QHBoxLayout;
    auto* title = new RoleLabel(RoleLabel::Role::Section, tr("Which identity should this be?"), m_content);
    title->setWordWrap(true);
    head->addWidget(title, 1);
    auto* close = new QToolButton(m_content);
    close->setObjectName(QStringLiteral("closeIdentitySheet"));
    close->setIcon(lineIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this sheet"));
    close->setAccessibleName(tr("Close this sheet"));
    connect(close, &QToolButton::clicked, this, &IdentitySheet::dismiss);
    head->addWidget(close, 0, Qt::AlignTop);
    m_column->addLayout(head);
    addFileChoice();
    addPins();
    if (use == For::Ledger) addLedgerItself();
    m_column->addStretch(1);
    m_slide = new QPropertyAnimation(this, "maximumWidth", this);
    m_slide->setDuration(kSlideMs);
    connect(m_slide, &QPropertyAnimation::finished, this, [this] { setVisible(m_open); });
    setMaximumWidth(0);
    hide();
}

void IdentitySheet::addSection(const QString& title, const QString& sentence)
{
    m_column->addSpacing(space(this, 8));
    m_column->addWidget(new RoleLabel(RoleLabel::Role::Section, title, m_content));
    if (!sentence.isEmpty()) m_column->addWidget(new RoleLabel(RoleLabel::Role::Muted, sentence, m_content));
}

QPushButton* IdentitySheet::addChoice(const QString& name, const QString& text)
{
    auto* button = new QPushButton(text, m_content);
    button->setObjectName(name);
    m_column->addWidget(button);
    return button;
}

void IdentitySheet::addFileChoice()
{
    addSection(tr("A certificate file"), tr("The service's certificate, from somebody you trust and not from the ledger's "
                                            "operator. It makes the verdict independent."));
    connect(addChoice(QStringLiteral("chooseCertificate"), tr("Choose a certificate file…")), &QPushButton::clicked, this,
            &IdentitySheet::chooseFileWanted);
    m_beside = new QVBoxLayout;
    m_column->addLayout(m_beside);
    m_problem = new QLabel(m_content);
    m_problem->setObjectName(QStringLiteral("identityProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_column->addWidget(m_problem);
    m_preview = new IdentityPreview(m_content);
    m_preview->hide();
    m_column->addWidget(m_preview);
    connect(m_preview, &IdentityPreview::accepted, this, &IdentitySheet::accepted);
}

void IdentitySheet::addPins()
{
    m_pinBox = new QWidget(m_content);
    auto* column = new QVBoxLayout(m_pinBox);
    column->setContentsMargins(0, space(this, 8), 0, 0);
    column->addWidget(new RoleLabel(RoleLabel::Role::Section, tr("An identity you pinned before"), m_pinBox));
    m_pinList = new QListWidget(m_pinBox);
    m_pinList->setObjectName(QStringLiteral("pinList"));
    m_pinList->setAccessibleName(tr("Identities you pinned before"));
    m_pinList->setWordWrap(true);
    m_pinList->setMaximumHeight(fontMetrics().height() * 10);
    column->addWidget(m_pinList);
    auto* buttons = new QHBoxLayout;
    auto* use = new QPushButton(tr("Use this pin"), m_pinBox);
    use->setObjectName(QStringLiteral("usePin"));
    auto* remove = new QPushButton(tr("Remove this pin"), m_pinBox);
    remove->setObjectName(QStringLiteral("removePin"));
    buttons->addWidget(use);
    buttons->addWidget(remove);
    buttons->addStretch(1);
    column->addLayout(buttons);
    m_column->addWidget(m_pinBox);
    const auto current = [this]() -> const Pin* {
        const int row = m_pinList->currentRow();
        return row >= 0 && row < m_pins.size() ? &m_pins[row] : nullptr;
    };
    const auto useCurrent = [this, current] {
        if (const Pin* pin = current()) Q_EMIT pinAccepted(Pin(*pin));
    };
    connect(use, &QPushButton::clicked, this, useCurrent);
    connect(m_pinList, &QListWidget::itemActivated, this, useCurrent);
    connect(remove, &QPushButton::clicked, this, [this, current] {
        if (const Pin* pin = current()) Q_EMIT pinRemoved(QString(pin->fingerprint));
    });
    setPins({});
}

void IdentitySheet::addLedgerItself()
{
    addSection(tr("From the ledger itself"),
               tr("The history is then only held against itself: whoever wrote it chose that identity. Nothing can pass; the "
                  "verdict stays Indeterminate."));
    connect(addChoice(QStringLiteral("ledgerItself"), tr("Go on without an identity")), &QPushButton::clicked, this,
            &IdentitySheet::ledgerItselfChosen);
}

void IdentitySheet::setFilesBeside(const QStringList& paths)
{
    while (QLayoutItem* item = m_beside->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& path : paths) {
        const QString name = safeText(QFileInfo(path).fileName(), 80);
        m_beside->addWidget(new RoleLabel(RoleLabel::Role::Muted,
                                          tr("%1 lies beside this ledger. It came the same way as the ledger, so look at it "
                                             "before you trust it.").arg(name),
                                          m_content));
        auto* button = new QPushButton(tr("Look at %1").arg(name), m_content);
        button->setObjectName(QStringLiteral("lookAtBeside"));
        button->setToolTip(plainToolTip(path));
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT fileWanted(path); });
        m_beside->addWidget(button);
    }
}

void IdentitySheet::setPins(const QList<Pin>& pins)
{
    m_pins = pins;
    m_pinList->clear();
    for (const Pin& pin : pins) {
        QString text = tr("%1\n%2, from %3 on %4")
                           .arg(safeText(pin.subject, 120), shortId(pin.fingerprint), safeText(pin.source, 120),
                                formatTime(pin.pinned).left(10));
        if (!pin.note.isEmpty()) text = tr("%1\n%2", "a pin, then its note").arg(text, safeText(pin.note, 200));
        auto* item = new QListWidgetItem(lineIcon(QStringLiteral("pin")), text, m_pinList);
        item->setToolTip(groupsOfFour(pin.fingerprint));
    }
    if (!pins.isEmpty()) m_pinList->setCurrentRow(0);
    m_pinBox->setVisible(!pins.isEmpty());
}

void IdentitySheet::showPreview(const AnchorChoice& choice)
{
    m_problem->hide();
    m_preview->show(choice);
    m_preview->focusAccept();
}

void IdentitySheet::showProblem(const QString& sentence)
{
    m_preview->hide();
    m_problem->setText(sentence);
    m_problem->show();
}

int IdentitySheet::fullWidth() const
{
    return fontMetrics().averageCharWidth() * 52;
}

void IdentitySheet::slide(int to)
{
    m_slide->stop();
    m_slide->setStartValue(std::min(width(), maximumWidth()));
    m_slide->setEndValue(to);
    m_slide->start();
}

void IdentitySheet::open()
{
    m_open = true;
    setMinimumWidth(0);
    show();
    slide(fullWidth());
    Q_EMIT opened();
}

void IdentitySheet::dismiss()
{
    if (!m_open) return;
    m_open = false;
    m_preview->hide();
    m_problem->hide();
    slide(0);
    Q_EMIT dismissed();
}

void IdentitySheet::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) return dismiss();
    QFrame::keyPressEvent(event);
}

void IdentitySheet::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.raised);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, 1, height())), tokens.border);
}

} // namespace countersign::ui
