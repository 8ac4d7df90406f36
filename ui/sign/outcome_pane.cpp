#include "ui/sign/outcome_pane.h"

#include "ui/common/heading.h"
#include "ui/common/redact.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_badge.h"
#include "ui/sign/act_text.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextOption>

namespace countersign::ui {

namespace {

constexpr int kOriginalLines = 4;

QString scopeOf(const ActOutcome& outcome)
{
    if (outcome.end == ActEnd::NotSigned) return OutcomePane::tr("not signed");
    if (outcome.end == ActEnd::Refused) return OutcomePane::tr("refused");
    if (!outcome.transaction) return OutcomePane::tr("not followed");
    return QString::fromStdString(outcome.transaction->toString());
}

} // namespace

OutcomePane::OutcomePane(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("actOutcome"));
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 12);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 4));
    auto* row = new QHBoxLayout;
    row->setSpacing(space(this, 8));
    column->addLayout(row);
    m_badge = new VerdictBadge(this);
    m_badge->setObjectName(QStringLiteral("actVerdict"));
    row->addWidget(m_badge, 0, Qt::AlignTop);
    m_headline = new RoleLabel(RoleLabel::Role::Section, {}, this);
    m_headline->setObjectName(QStringLiteral("actHeadline"));
    m_headline->setWordWrap(true);
    row->addWidget(m_headline, 1);
    m_lines = new QVBoxLayout;
    column->addLayout(m_lines);
    m_originalLabel = new RoleLabel(RoleLabel::Role::Muted, tr("What the service said, as it came"), this);
    column->addWidget(m_originalLabel);
    m_original = new QPlainTextEdit(this);
    m_original->setObjectName(QStringLiteral("actOriginal"));
    m_original->setAccessibleName(tr("What the service said, as it came"));
    m_original->setReadOnly(true);
    m_original->setWordWrapMode(QTextOption::WrapAnywhere);
    m_original->setFont(fixedFont(font()));
    m_original->setMaximumHeight(fontMetrics().lineSpacing() * kOriginalLines + space(this, 12));
    column->addWidget(m_original);
    setOriginal({});
}

void OutcomePane::setLines(const QStringList& lines)
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& line : lines) {
        auto* label = new QLabel(line, this);
        label->setObjectName(QStringLiteral("actLine"));
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_lines->addWidget(label);
    }
}

void OutcomePane::setOriginal(const QString& original)
{
    m_original->setPlainText(original);
    m_original->setVisible(!original.isEmpty());
    m_originalLabel->setVisible(!original.isEmpty());
}

void OutcomePane::showStage(ActStage stage)
{
    m_badge->hide();
    m_headline->setText(tr("%1…", "a step that goes on").arg(stageText(stage)));
    setLines({});
    setOriginal({});
    show();
}

void OutcomePane::showOutcome(const ActOutcome& outcome)
{
    m_badge->setResult(outcomeVerdict(outcome), scopeOf(outcome));
    m_badge->show();
    m_headline->setText(outcomeHeadline(outcome));
    QStringList lines = outcomeLines(outcome);
    if (outcome.error && outcome.end != ActEnd::NotSigned)
        lines += redactSecrets(QString::fromStdString(outcome.error->where + ' ' + outcome.error->detail));
    setLines(lines);
    setOriginal(outcome.block == ActBlock::None ? outcome.original : QString());
    show();
}

void OutcomePane::showProblem(const QString& sentence)
{
    m_badge->hide();
    m_headline->setText(sentence);
    setLines({});
    setOriginal({});
    show();
}

void OutcomePane::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.border, 1));
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace countersign::ui
