#include "ui/receipts/receipt_card.h"

#include "core/base/hex.h"
#include "ui/common/heading.h"
#include "ui/common/id_label.h"
#include "ui/common/reason_text.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_badge.h"
#include "ui/models/plain_table_model.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"
#include "ui/receipts/receipt_text.h"
#include "ui/verify/link_rows.h"

#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace countersign::ui {

ReceiptCard::ReceiptCard(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("receiptCard"));
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 12);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 8));
    auto* top = new QHBoxLayout;
    m_badge = new VerdictBadge(this);
    m_badge->setObjectName(QStringLiteral("receiptVerdict"));
    top->addWidget(m_badge, 1);
    m_pin = new QPushButton(tr("Pin…"), this);
    m_pin->setObjectName(QStringLiteral("pinButton"));
    m_pin->setToolTip(tr("Choose the identity of the service that this receipt should be from"));
    connect(m_pin, &QPushButton::clicked, this, &ReceiptCard::pinWanted);
    top->addWidget(m_pin);
    column->addLayout(top);
    m_registered = addLabel(QStringLiteral("registeredSentence"));
    m_registered->setFont(boldFont(font()));
    m_service = addLabel(QStringLiteral("serviceSentence"));
    m_dates = addLabel(QStringLiteral("datesSentence"));
    addIds();
    m_problem = addLabel(QStringLiteral("receiptProblem"));
    m_problem->hide();
    addTable();
    column->addWidget(m_table, 1);
    connect(m_badge, &VerdictBadge::clicked, m_table, [this] { m_table->setFocus(Qt::OtherFocusReason); });
}

QLabel* ReceiptCard::addLabel(const QString& name)
{
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout()->addWidget(label);
    return label;
}

void ReceiptCard::addIds()
{
    auto* column = static_cast<QVBoxLayout*>(layout());
    auto* claims = new QHBoxLayout;
    m_claimsTitle = new RoleLabel(RoleLabel::Role::Muted, tr("Claims digest"), this);
    claims->addWidget(m_claimsTitle);
    m_claims = new IdLabel(this);
    m_claims->setObjectName(QStringLiteral("claimsDigest"));
    claims->addWidget(m_claims, 1);
    column->addLayout(claims);
    auto* document = new QHBoxLayout;
    m_documentIcon = new QLabel(this);
    document->addWidget(m_documentIcon, 0, Qt::AlignTop);
    m_document = new QLabel(this);
    m_document->setObjectName(QStringLiteral("documentAnswer"));
    m_document->setTextFormat(Qt::PlainText);
    m_document->setWordWrap(true);
    document->addWidget(m_document, 1);
    column->addLayout(document);
}

void ReceiptCard::addTable()
{
    m_checks = new PlainTableModel(linkHeaders(), this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("checkTable"));
    m_table->setAccessibleName(tr("Checks of this receipt"));
    m_table->setModel(m_checks);
    new TableHelper(m_table, QStringLiteral("receiptChecks"), nullptr, TableHelper::Sorting::Off);
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {16, 46, 46, 60};
    for (int i = 0; i < 4; ++i) m_table->horizontalHeader()->resizeSection(i, em * widths[i]);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setMinimumHeight(fontMetrics().height() * 6);
}

void ReceiptCard::showReceipt(const ReceiptRow& row, const ReceiptDrop& drop, const UtcTime& now)
{
    m_row = row;
    m_documents = drop.documents;
    const ReceiptOutcome& outcome = row.outcome;
    const QString file = safeText(outcome.path, 400).section(QLatin1Char('/'), -1);
    m_badge->setResult(outcome.verdict, tr("%1, %2", "kind of receipt, file").arg(receiptKindText(outcome.kind), file));
    m_registered->setText(registeredSentence(outcome));
    m_service->setText(outcome.verdict == Verdict::Passed || outcome.reason.empty() ? QString() : reasonText(outcome.reason));
    m_service->setVisible(!m_service->text().isEmpty());
    m_dates->setText(datesSentence(outcome, now));
    m_dates->setVisible(!m_dates->text().isEmpty());
    const QString claims = outcome.claimsDigest ? QString::fromStdString(toHex(*outcome.claimsDigest)) : QString();
    m_claims->setId(claims, tr("Claims digest"));
    m_claims->setVisible(!claims.isEmpty());
    m_claimsTitle->setText(claims.isEmpty() ? tr("It claims no document.") : tr("Claims digest"));
    m_pin->setVisible(outcome.verdict == Verdict::Indeterminate
                      && (outcome.reason == "NO_TRUST_ANCHOR" || outcome.reason == "ANCHOR_NOT_IN_CHAIN"));
    m_problem->hide();
    showDocument(documentVerdict(row, drop.documents), documentSentence(row, drop.documents));
    m_checks->setRows({});
}

void ReceiptCard::showDocument(Verdict verdict, const QString& sentence)
{
    m_document->setText(sentence);
    m_document->setVisible(!sentence.isEmpty());
    m_documentIcon->setVisible(!sentence.isEmpty());
    const int side = iconSide(fontMetrics());
    m_documentIcon->setPixmap(verdictCellIcon(verdict).pixmap(side, side));
}

void ReceiptCard::showLinks(const std::vector<ProofLink>& links)
{
    m_checks->setRows(linkRows(links));
    const bool asked = m_documents.size() == 1 && (m_row.outcome.kind == "acl" || m_row.outcome.kind == "statement");
    if (!asked) return;
    const std::string name = safeText(m_documents.front().source, 200).toStdString();
    for (const ProofLink& link : links) {
        if (!link.id.ends_with(".receipt.claims") || link.verdict == Verdict::NotChecked) continue;
        if (link.verdict == Verdict::Passed)
            showDocument(link.verdict, tr("This document is what was registered: yes (%1).").arg(QString::fromStdString(name)));
        if (link.verdict == Verdict::Failed)
            showDocument(link.verdict, tr("This document is what was registered: no (%1).").arg(QString::fromStdString(name)));
    }
}

void ReceiptCard::showProblem(const QString& sentence)
{
    m_problem->setText(sentence);
    m_problem->show();
}

void ReceiptCard::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.border);
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace countersign::ui
