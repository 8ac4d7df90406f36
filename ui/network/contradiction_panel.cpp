#include "ui/network/contradiction_panel.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/reason_text.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSet>
#include <QStyle>

namespace countersign::ui {

namespace {

constexpr int kMostLines = 200;

// The lines of `mine` that `theirs` does not have: what the two disagree about.
QString onlyIn(const QString& mine, const QString& theirs)
{
    const QStringList others = theirs.split(QLatin1Char('\n'));
    const QSet<QString> known(others.begin(), others.end());
    QStringList only;
    for (const QString& line : mine.split(QLatin1Char('\n')))
        if (only.size() < kMostLines && !known.contains(line)) only += line;
    return only.join(QLatin1Char('\n'));
}

} // namespace

ContradictionPanel::ContradictionPanel(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("contradictionPanel"));
    m_column = new QVBoxLayout(this);
    const int edge = space(this, 16);
    m_column->setContentsMargins(edge + iconSide(fontMetrics()) + space(this, 12), edge, edge, edge);
    m_column->setSpacing(space(this, 8));
    hide();
}

void ContradictionPanel::setFindings(const std::vector<LiveFinding>& findings)
{
    QString shown;
    for (const LiveFinding& finding : findings)
        if (finding.severity == Severity::Fault) shown += finding.detail + QLatin1Char('\n');
    if (shown == m_shown) return;
    m_shown = shown;
    while (QLayoutItem* item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    setVisible(!shown.isEmpty());
    QStringList subjects; // of three nodes one may contradict two: both answers are shown once
    for (const LiveFinding& finding : findings) {
        if (finding.severity != Severity::Fault) continue;
        add(finding, !subjects.contains(finding.subject));
        subjects += finding.subject;
    }
}

void ContradictionPanel::addTitle(const QString& text)
{
    auto* title = new RoleLabel(RoleLabel::Role::Section, text, this);
    title->setObjectName(QStringLiteral("contradictionTitle"));
    title->setWordWrap(true);
    m_column->addWidget(title);
    setAccessibleName(text);
}

void ContradictionPanel::addDetail(const QString& text)
{
    auto* detail = new RoleLabel(RoleLabel::Role::Muted, text, this);
    detail->setObjectName(QStringLiteral("contradictionDetail"));
    detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_column->addWidget(detail);
}

void ContradictionPanel::add(const LiveFinding& finding, bool first)
{
    const QString sentence = reasonText(finding.reason);
    if (first) addTitle(tr("%1: %2", "subject, what is wrong").arg(finding.subject, sentence));
    addDetail(finding.detail);
    if (!first || finding.answers.size() < 2) return;
    auto* both = new QWidget(this);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    for (int i = 0; i < 2; ++i) {
        const auto& [who, answer] = finding.answers[i];
        auto* side = new QVBoxLayout;
        side->addWidget(new RoleLabel(RoleLabel::Role::Muted, tr("Only %1 said").arg(who), both));
        auto* text = new QPlainTextEdit(onlyIn(answer, finding.answers[1 - i].second), both);
        text->setObjectName(QStringLiteral("contradictionAnswer"));
        text->setAccessibleName(tr("What only %1 said").arg(who));
        text->setReadOnly(true);
        text->setTabChangesFocus(true);
        text->setFont(fixedFont(font()));
        text->setPlaceholderText(tr("Nothing that the other did not say too."));
        text->setMaximumHeight(fontMetrics().height() * 6);
        side->addWidget(text);
        row->addLayout(side);
    }
    m_column->addWidget(both);
}

void ContradictionPanel::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    const QColor ground = tint(tokens.surface, tokens.failed, kBadgeTint);
    QPainter painter(this);
    painter.fillRect(rect(), ground);
    painter.fillRect(QRect(0, 0, width(), 2), tokens.failed);
    const int side = iconSide(fontMetrics());
    const QRect icon(space(this, 16), space(this, 16), side, side);
    paintLineIcon(painter, QStyle::visualRect(layoutDirection(), rect(), icon), QStringLiteral("verdict-failed"),
                  tokens.failed, ground);
}

} // namespace countersign::ui
