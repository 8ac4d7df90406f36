#include "ui/common/id_label.h"

#include "ui/common/format.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyle>

namespace countersign::ui {

QColor idColour(const QString& id, const QPalette& palette)
{
    const QByteArray digest = QCryptographicHash::hash(id.toUtf8(), QCryptographicHash::Sha256);
    const int hue = (uchar(digest[0]) << 8 | uchar(digest[1])) % 360;
    const int spread = uchar(digest[2]) % 40;
    const bool dark = &tokensOf(palette) == &darkTokens();
    return QColor::fromHsl(hue, 150 + spread, dark ? 165 : 100);
}

IdLabel::IdLabel(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void IdLabel::setId(const QString& id, const QString& what, Look look)
{
    m_id = id;
    m_look = look;
    const QString whole = look == Look::GroupsOfFour ? groupsOfFour(id) : id;
    setAccessibleName(tr("%1: %2").arg(what, whole));
    setToolTip(whole);
    updateGeometry();
    update();
}

void IdLabel::copy() const
{
    if (!m_id.isEmpty()) QGuiApplication::clipboard()->setText(m_id);
}

// Whole digests are too long for a line: the first groups and the last are enough to follow one by eye.
QString IdLabel::shownText() const
{
    if (m_look == Look::Plain || m_id.size() <= 20) return m_look == Look::Plain ? m_id : groupsOfFour(m_id);
    return groupsOfFour(m_id.left(8)) + QStringLiteral(" … ") + m_id.right(4);
}

int IdLabel::dotSpace() const
{
    return space(this, 12) + 4;
}

QSize IdLabel::sizeHint() const
{
    const QFontMetrics metrics(fixedFont(font()));
    return {dotSpace() + metrics.horizontalAdvance(shownText()) + 8, hitHeight(fontMetrics())};
}

QSize IdLabel::minimumSizeHint() const
{
    const QFontMetrics metrics(fixedFont(font()));
    return {dotSpace() + metrics.horizontalAdvance(QStringLiteral("91ab…7e")) + 8, hitHeight(fontMetrics())};
}

void IdLabel::paintEvent(QPaintEvent*)
{
    if (m_id.isEmpty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int dot = space(this, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(idColour(m_id, palette()));
    const QRect dotRect(4, (height() - dot) / 2, dot, dot);
    painter.drawEllipse(QStyle::visualRect(layoutDirection(), rect(), dotRect));
    painter.setFont(fixedFont(font()));
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect words = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(dotSpace(), 0, -4, 0));
    const QString text = painter.fontMetrics().elidedText(shownText(), Qt::ElideMiddle, words.width());
    painter.drawText(words, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)), text);
    if (hasFocus()) drawFocusRing(painter, rect(), palette());
}

void IdLabel::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) return copy();
    QWidget::keyPressEvent(event);
}

void IdLabel::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, &IdLabel::copy);
    menu->popup(event->globalPos());
}

} // namespace countersign::ui
