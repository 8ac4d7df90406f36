#include "ui/attestation/answers_panel.h"

#include "ui/attestation/evidence_model.h"
#include "ui/common/heading.h"
#include "ui/common/reason_text.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_badge.h"
#include "ui/models/plain_table_model.h"
#include "ui/models/safe_text.h"
#include "ui/verify/link_rows.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTableView>
#include <QVBoxLayout>

namespace countersign::ui {

AnswersPanel::AnswersPanel(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("answersPanel"));
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 12);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 8));
    m_title = new RoleLabel(RoleLabel::Role::Section, {}, this);
    m_title->setObjectName(QStringLiteral("evidenceTitle"));
    m_title->setWordWrap(true);
    column->addWidget(m_title);
    m_warning = new QLabel(tr("No assurance: this evidence was made without hardware. Anybody can make it, and it proves "
                              "nothing about the code that runs."),
                           this);
    m_warning->setObjectName(QStringLiteral("virtualWarning"));
    m_warning->setWordWrap(true);
    m_warning->setFont(boldFont(font()));
    m_warning->hide();
    column->addWidget(m_warning);
    m_answers[0] = addAnswer("authenticAnswer");
    m_answers[1] = addAnswer("currentAnswer");
    m_answers[2] = addAnswer("wantedAnswer");
    m_checks = new PlainTableModel(linkHeaders(), this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("evidenceChecks"));
    m_table->setAccessibleName(tr("Checks of this evidence"));
    m_table->setModel(m_checks);
    new TableHelper(m_table, QStringLiteral("evidenceChecks"), nullptr, TableHelper::Sorting::Off);
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {16, 50, 44, 60};
    for (int i = 0; i < 4; ++i) m_table->horizontalHeader()->resizeSection(i, em * widths[i]);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setMinimumHeight(fontMetrics().height() * 6);
    column->addWidget(m_table, 1);
}

AnswersPanel::Answer AnswersPanel::addAnswer(const char* name)
{
    auto* row = new QHBoxLayout;
    Answer answer;
    answer.question = new QLabel(this);
    answer.question->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    row->addWidget(answer.question);
    answer.badge = new VerdictBadge(this);
    answer.badge->setObjectName(QString::fromLatin1(name));
    connect(answer.badge, &VerdictBadge::clicked, this, [this] { m_table->setFocus(Qt::OtherFocusReason); });
    row->addWidget(answer.badge, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    return answer;
}

void AnswersPanel::showEvidence(const EvidenceRow& row)
{
    const EvidenceOutcome& outcome = row.outcome;
    m_virtual = outcome.kind == "virtual";
    const QString subject = outcome.subject.empty() ? safeText(outcome.path, 300).section(QLatin1Char('/'), -2)
                                                    : tr("node %1").arg(safeText(outcome.subject, 200));
    m_title->setText(tr("%1, %2", "kind of evidence, node or file").arg(evidenceKindText(outcome.kind), subject));
    m_warning->setVisible(m_virtual);
    QPalette warning = palette();
    warning.setColor(QPalette::WindowText, tokensOf(palette()).failed);
    m_warning->setPalette(warning);
    for (std::size_t i = 0; i < 3 && i < outcome.answers.size(); ++i) {
        const SeparateAnswer& answer = outcome.answers[i];
        m_answers[i].question->setText(answerQuestion(answer.id));
        m_answers[i].badge->setResult(answer.verdict, answer.reason.empty() ? tr("every check that belongs to it holds")
                                                                           : reasonText(answer.reason));
    }
    m_checks->setRows(linkRows(row.links));
    update();
}

void AnswersPanel::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_virtual ? QPen(tokens.failed, 2) : QPen(tokens.border));
    painter.setBrush(m_virtual ? tint(tokens.surface, tokens.failed, kBadgeTint / 2) : tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
}

} // namespace countersign::ui
