#include "ui/explore/proof_strip.h"

#include "ui/common/check_text.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/reason_text.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_badge.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>

namespace countersign::ui {
namespace {

/// A short word for the place of a link in the chain; the check's own title is in its tooltip and evidence.
QString shortTitle(const std::string& id)
{
    static const struct {
        const char* part;
        const char* title;
    } kTitles[] = {
        {".identity.anchor", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Pin")},
        {".signature.node.holds", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Node's signature")},
        {".signature.node.identity", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Node's key")},
        {".signature.node.endorsement", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Node's certificate")},
        {".signature.node.", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Node")},
        {".signature.service.header", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Service's header")},
        {".signature.service.", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Service's signature")},
        {".identity.", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Service")},
        {".tree.contents", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Path in the tree")},
        {".tree.root", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Signed root")},
        {".tree.", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Path to the root")},
        {".entry.", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Transaction")},
        {".signature.present", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Signed at")},
        {".signature.transaction", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Signature entry")},
        {".signature.", QT_TRANSLATE_NOOP("countersign::ui::ProofStrip", "Signature")},
    };
    for (const auto& entry : kTitles) {
        if (id.find(entry.part) != std::string::npos) return ProofStrip::tr(entry.title);
    }
    return checkTitle(id);
}

} // namespace

Verdict overallOf(const std::vector<ProofLink>& links)
{
    if (links.empty()) return Verdict::NotChecked;
    Verdict verdict = Verdict::Passed;
    for (const ProofLink& link : links) verdict = worse(verdict, link.verdict);
    return verdict;
}

ProofLinkButton::ProofLinkButton(ProofLink link, QWidget* parent)
    : QAbstractButton(parent), m_link(std::move(link)), m_title(shortTitle(m_link.id))
{
    const QString subject = safeText(m_link.subject, 200);
    m_subject = subject.size() > 28 ? subject.left(16) + QChar(0x2026) + subject.right(9) : subject;
    setObjectName(QStringLiteral("proofLink"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("%1: %2. %3").arg(m_title, verdictWord(m_link.verdict), subject));
    const QString claim = checkTitle(m_link.id);
    setToolTip(plainToolTip(subject.isEmpty() ? claim : tr("%1 (%2)").arg(claim, subject)));
    setAccessibleDescription(claim);
}

QSize ProofLinkButton::sizeHint() const
{
    const QFontMetrics bold(boldFont(font()));
    const int top = iconSide(fontMetrics()) + space(this, 4) + bold.horizontalAdvance(verdictWord(m_link.verdict))
                    + space(this, 8) + fontMetrics().horizontalAdvance(m_title);
    const int below = QFontMetrics(fixedFont(font())).horizontalAdvance(m_subject);
    return {std::max(top, below) + 2 * space(this, 8), 2 * fontMetrics().height() + 3 * space(this, 4)};
}

void ProofLinkButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& tokens = tokensOf(palette());
    const QColor ink = verdictColour(m_link.verdict, tokens);
    painter.setPen(QPen(isChecked() || underMouse() ? ink : tokens.border, 1));
    painter.setBrush(tint(tokens.surface, ink, kBadgeTint));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    const int side = iconSide(fontMetrics());
    const QRect inner = rect().adjusted(space(this, 8), space(this, 4), -space(this, 8), -space(this, 4));
    QRect line(inner.left(), inner.top(), inner.width(), fontMetrics().height());
    paintLineIcon(painter, QRectF(line.left(), line.center().y() - side / 2, side, side), verdictIcon(m_link.verdict), ink,
                  tokens.surface);
    line.setLeft(line.left() + side + space(this, 4));
    painter.setFont(boldFont(font()));
    painter.setPen(ink);
    const QString word = verdictWord(m_link.verdict);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, word);
    line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(word) + space(this, 8));
    painter.setFont(font());
    painter.setPen(tokens.text);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, m_title);
    painter.setFont(fixedFont(font()));
    painter.setPen(tokens.muted);
    const QRect below(inner.left(), line.bottom() + space(this, 4), inner.width(), fontMetrics().height());
    painter.drawText(below, Qt::AlignVCenter | Qt::AlignLeft, m_subject);
    if (hasFocus()) drawFocusRing(painter, rect(), palette());
}

void ProofLinkButton::focusInEvent(QFocusEvent* event)
{
    QAbstractButton::focusInEvent(event);
    Q_EMIT focused();
}

ProofStrip::ProofStrip(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("proofStrip"));
    setAccessibleName(tr("Proof of the selected transaction"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space(this, 8), space(this, 4), space(this, 8), space(this, 4));
    layout->setSpacing(space(this, 4));
    auto* row = new QHBoxLayout;
    m_badge = new VerdictBadge;
    m_badge->setObjectName(QStringLiteral("proofBadge"));
    m_message = new QLabel;
    m_message->setObjectName(QStringLiteral("proofMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* chain = new QWidget;
    m_chain = new QHBoxLayout(chain);
    m_chain->setContentsMargins(0, 0, 0, 0);
    m_chain->setSpacing(space(this, 4));
    m_scroll->setWidget(chain);
    row->addWidget(m_badge);
    row->addWidget(m_scroll, 1);
    row->addWidget(m_message, 1);
    m_evidence = new QLabel;
    m_evidence->setObjectName(QStringLiteral("proofEvidence"));
    m_evidence->setTextFormat(Qt::PlainText);
    m_evidence->setWordWrap(true);
    m_evidence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addLayout(row);
    layout->addWidget(m_evidence);
    showMessage(tr("Select a transaction to see its proof."));
}

void ProofStrip::clear()
{
    while (QLayoutItem* item = m_chain->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
    m_evidence->hide();
    m_evidence->clear();
}

void ProofStrip::showMessage(const QString& sentence)
{
    clear();
    m_badge->hide();
    m_scroll->hide();
    m_message->setText(sentence);
    m_message->show();
}

void ProofStrip::showLinks(const QString& transaction, const std::vector<ProofLink>& links)
{
    if (links.empty()) return showMessage(tr("There is nothing that proves this transaction."));
    clear();
    m_message->hide();
    m_badge->setResult(overallOf(links), transaction);
    m_badge->show();
    for (std::size_t i = 0; i < links.size(); ++i) addLink(links[i], i == 0);
    m_chain->addStretch(1);
    QWidget* chain = m_scroll->widget();
    const int height = chain->sizeHint().height() + m_scroll->horizontalScrollBar()->sizeHint().height();
    m_scroll->setFixedHeight(height);
    m_scroll->show();
}

void ProofStrip::addLink(const ProofLink& link, bool first)
{
    if (!first) {
        auto* arrow = new QLabel(QStringLiteral("→"));
        arrow->setAccessibleName(tr("rests on"));
        m_chain->addWidget(arrow);
    }
    auto* button = new ProofLinkButton(link);
    connect(button, &ProofLinkButton::focused, this, [this, button] { showEvidence(button); });
    connect(button, &QAbstractButton::clicked, this, [this, button] {
        showEvidence(button);
        Q_EMIT placeWanted(button->link().where);
    });
    m_chain->addWidget(button);
}

void ProofStrip::showEvidence(ProofLinkButton* button)
{
    m_scroll->ensureWidgetVisible(button);
    const ProofLink& link = button->link();
    QStringList lines;
    lines += tr("%1: %2").arg(checkTitle(link.id), verdictWord(link.verdict));
    if (!link.reason.empty()) lines += tr("%1 (%2)").arg(reasonText(link.reason), safeText(link.reason, 80));
    if (!link.subject.empty()) lines += tr("About: %1").arg(safeText(link.subject, 500));
    if (!link.evidence.empty()) lines += tr("Evidence: %1").arg(safeText(link.evidence, 2000));
    if (!link.where.file.empty()) {
        const QString file = safeText(link.where.file, 500);
        lines += link.where.offset ? tr("In %1 at offset %2").arg(file, formatCount(*link.where.offset)) : tr("In %1").arg(file);
    }
    m_evidence->setText(lines.join(QLatin1Char('\n')));
    m_evidence->show();
}

} // namespace countersign::ui
