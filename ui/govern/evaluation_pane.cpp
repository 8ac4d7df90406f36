#include "ui/govern/evaluation_pane.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/network/detail_pane.h"

#include <QHBoxLayout>
#include <QLabel>

namespace countersign::ui {

EvaluationPane::EvaluationPane(LayoutMemory* memory, QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, space(this, 8), 0, 0);
    column->setSpacing(space(this, 4));
    m_headline = new RoleLabel(RoleLabel::Role::Section, {}, this);
    m_headline->setObjectName(QStringLiteral("evaluationHeadline"));
    m_headline->setWordWrap(true);
    column->addWidget(m_headline);
    column->addWidget(new RoleLabel(RoleLabel::Role::Muted,
                                    tr("The service's own constitution was run on this computer, in a process of its own, on what "
                                       "the service shows. The service may decide otherwise."),
                                    this));
    m_lines = new QVBoxLayout;
    column->addLayout(m_lines);
    m_changes = new DetailPane(QStringLiteral("changes"), memory, this);
    column->addWidget(m_changes, 1);
    clear({});
}

void EvaluationPane::addLine(const QString& icon, const QString& sentence)
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* mark = new QLabel(line);
    mark->setPixmap(lineIcon(icon).pixmap(iconSide(fontMetrics()), iconSide(fontMetrics())));
    row->addWidget(mark, 0, Qt::AlignTop);
    auto* text = new QLabel(sentence, line);
    text->setObjectName(QStringLiteral("evaluationLine"));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    row->addWidget(text, 1);
    m_lines->addWidget(line);
}

void EvaluationPane::clear(const QString& sentence)
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_headline->setText(sentence);
    m_changes->clear({});
}

void EvaluationPane::showEvaluation(const LiveEvaluation& evaluation)
{
    clear(evaluation.headline);
    for (const QString& warning : evaluation.warnings) addLine(QStringLiteral("warning"), warning);
    for (const QString& note : evaluation.notes) addLine(QStringLiteral("file"), note);
    if (evaluation.changes.isEmpty()) return m_changes->clear(tr("No public table would change, as evaluated here."));
    m_changes->setItems(tr("What would change, as evaluated here"), evaluation.changes, 2);
}

void EvaluationPane::showFailure(const Error& error)
{
    clear(tr("Not evaluated here"));
    addLine(QStringLiteral("warning"), QStringLiteral("%1 %2").arg(QString::fromStdString(error.where), QString::fromStdString(error.detail)));
}

} // namespace countersign::ui
