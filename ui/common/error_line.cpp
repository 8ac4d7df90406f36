#include "ui/common/error_line.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/redact.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace countersign::ui {

ErrorText errorText(const QString& what, const Error& error, const QString& holds, const QString& advice)
{
    return {.what = what,
            .where = QString::fromStdString(error.where),
            .holds = holds,
            .advice = advice,
            .id = QString::fromLatin1(errorCodeName(error.code)),
            .detail = QString::fromStdString(error.detail)};
}

ErrorLine::ErrorLine(ErrorText text, QWidget* parent) : QFrame(parent), m_text(std::move(text))
{
    setObjectName(QStringLiteral("errorLine"));
    setAccessibleName(tr("Error: %1").arg(m_text.what));
    auto* layout = new QGridLayout(this);
    const int edge = space(this, 12);
    layout->setContentsMargins(edge + iconSide(fontMetrics()) + space(this, 8), space(this, 8), edge, space(this, 8));
    layout->setVerticalSpacing(space(this, 4));
    auto* what = new RoleLabel(RoleLabel::Role::Section, m_text.what, this);
    what->setWordWrap(true);
    layout->addWidget(what, 0, 0);
    layout->addWidget(makeActions(), 0, 1, Qt::AlignTop | Qt::AlignRight);
    int row = 1;
    for (const QString& sentence : {m_text.where, m_text.holds, m_text.advice}) {
        if (sentence.isEmpty()) continue;
        auto* label = new RoleLabel(RoleLabel::Role::Muted, sentence, this);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label, row++, 0, 1, 2);
    }
    m_details = new QLabel(redactSecrets(tr("Id: %1\n%2").arg(m_text.id, m_text.detail)), this);
    m_details->setObjectName(QStringLiteral("errorDetails"));
    m_details->setTextFormat(Qt::PlainText);
    m_details->setFont(fixedFont(font()));
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->hide();
    layout->addWidget(m_details, row, 0, 1, 2);
    layout->setColumnStretch(0, 1);
}

QWidget* ErrorLine::makeActions()
{
    auto* actions = new QWidget(this);
    auto* layout = new QHBoxLayout(actions);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* details = new QPushButton(tr("Details"), actions);
    details->setObjectName(QStringLiteral("errorDetailsButton"));
    details->setCheckable(true);
    connect(details, &QPushButton::toggled, this, &ErrorLine::showDetails);
    auto* copy = new QPushButton(lineIcon(QStringLiteral("copy")), tr("Copy details"), actions);
    copy->setObjectName(QStringLiteral("errorCopyButton"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(copyableDetails()); });
    auto* close = new QToolButton(actions);
    close->setObjectName(QStringLiteral("errorCloseButton"));
    close->setIcon(lineIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this line"));
    close->setAccessibleName(tr("Close this line"));
    connect(close, &QToolButton::clicked, this, &ErrorLine::dismissed);
    for (QWidget* action : {static_cast<QWidget*>(details), static_cast<QWidget*>(copy), static_cast<QWidget*>(close)})
        layout->addWidget(action);
    return actions;
}

void ErrorLine::showDetails(bool shown)
{
    m_details->setVisible(shown);
}

QString ErrorLine::copyableDetails() const
{
    QStringList lines{QStringLiteral("Countersign %1").arg(QStringLiteral(COUNTERSIGN_VERSION))};
    for (const QString& line : {m_text.what, m_text.where, m_text.holds, m_text.advice, m_text.id, m_text.detail})
        if (!line.isEmpty()) lines += line;
    return redactSecrets(lines.join(QLatin1Char('\n')));
}

void ErrorLine::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    const QColor ground = tint(tokens.surface, tokens.failed, kBadgeTint / 2);
    QPainter painter(this);
    painter.fillRect(rect(), ground);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tint(ground, tokens.failed, 0.4));
    const int side = iconSide(fontMetrics());
    const QRect icon(space(this, 12), space(this, 8) + (hitHeight(fontMetrics()) - side) / 2, side, side);
    paintLineIcon(painter, QStyle::visualRect(layoutDirection(), rect(), icon), QStringLiteral("warning"), tokens.failed,
                  ground);
}

} // namespace countersign::ui
