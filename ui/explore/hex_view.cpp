#include "ui/explore/hex_view.h"

#include "core/base/hex.h"
#include "ui/common/format.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"
#include "ui/explore/hex_copy.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

namespace countersign::ui {

HexView::HexView(QWidget* parent) : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("hexView"));
    setAccessibleName(tr("Bytes of the transaction"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setCursor(Qt::IBeamCursor);
    adopt();
}

Bytes HexView::bytes() const
{
    return m_data ? Bytes(m_data->bytes) : Bytes();
}

void HexView::setRecord(std::shared_ptr<const RecordDetail> record, quint64 base)
{
    m_data = std::move(record);
    m_base = base;
    m_marked.reset();
    m_cursor = m_anchor = bytes().empty() ? -1 : 0;
    adopt();
    verticalScrollBar()->setValue(0);
    describe();
}

void HexView::markRange(std::optional<ByteRange> range, Cursor cursor)
{
    m_marked = range;
    if (cursor == Cursor::Moves && range && range->offset < bytes().size()) {
        m_cursor = m_anchor = qint64(range->offset);
        scrollTo(m_cursor);
    }
    describe();
    viewport()->update();
}

ByteRange HexView::selection() const
{
    if (m_cursor < 0 || m_cursor == m_anchor) return {};
    const auto low = quint64(std::min(m_cursor, m_anchor));
    return {low, quint64(std::max(m_cursor, m_anchor)) - low + 1};
}

Bytes HexView::bytesToCopy() const
{
    if (m_cursor < 0) return {};
    ByteRange range = selection();
    if (range.length == 0) range = m_marked.value_or(ByteRange{quint64(m_cursor), 1});
    if (range.offset >= bytes().size()) return {};
    return bytes().subspan(range.offset, std::min<quint64>(range.length, bytes().size() - range.offset));
}

void HexView::setCursor(qint64 offset, bool extend)
{
    if (bytes().empty()) return;
    m_cursor = std::clamp<qint64>(offset, 0, qint64(bytes().size()) - 1);
    if (!extend) m_anchor = m_cursor;
    scrollTo(m_cursor);
    describe();
    viewport()->update();
    Q_EMIT cursorMoved(m_cursor);
}

void HexView::describe()
{
    if (m_cursor < 0) return setAccessibleDescription(tr("There are no bytes to show."));
    const QString value = QString::fromStdString(toHex(bytes().subspan(std::size_t(m_cursor), 1)));
    setAccessibleDescription(
        tr("Byte %1 of %2 is %3, at offset %4 of its file.")
            .arg(formatCount(quint64(m_cursor) + 1), formatCount(bytes().size()), value, formatCount(m_base + quint64(m_cursor))));
}

HexView::Geometry HexView::geometryOf() const
{
    const QFontMetrics metrics(viewport()->font());
    const int character = metrics.horizontalAdvance(QLatin1Char('0'));
    const int hexLeft = space(this, 8) + character * 11;
    const int textLeft = hexLeft + character * (kBytesPerLine * 3 + 2);
    return {character, metrics.height() + space(this, 4) / 2, hexLeft, textLeft,
            textLeft + character * kBytesPerLine + space(this, 8)};
}

void HexView::adopt()
{
    viewport()->setFont(fixedFont(font()));
    const Geometry geometry = geometryOf();
    const int shown = std::max(1, viewport()->height() / geometry.line);
    const auto lines = int((bytes().size() + kBytesPerLine - 1) / kBytesPerLine);
    verticalScrollBar()->setRange(0, std::max(0, lines - shown));
    verticalScrollBar()->setPageStep(shown);
    horizontalScrollBar()->setRange(0, std::max(0, geometry.width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(geometry.character);
    viewport()->update();
}

void HexView::scrollTo(qint64 offset)
{
    const auto line = int(offset / kBytesPerLine);
    const int top = verticalScrollBar()->value();
    const int shown = verticalScrollBar()->pageStep();
    if (line < top) verticalScrollBar()->setValue(line);
    if (line >= top + shown) verticalScrollBar()->setValue(line - shown + 1);
}

qint64 HexView::offsetAt(QPoint point) const
{
    const Geometry geometry = geometryOf();
    const int x = point.x() + horizontalScrollBar()->value();
    const int line = verticalScrollBar()->value() + std::max(0, point.y()) / geometry.line;
    int column = (x - geometry.hexLeft + geometry.character / 2) / (geometry.character * 3);
    if (x >= geometry.textLeft - geometry.character) column = (x - geometry.textLeft) / geometry.character;
    return qint64(line) * kBytesPerLine + std::clamp(column, 0, kBytesPerLine - 1);
}

void HexView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const Tokens& tokens = tokensOf(palette());
    painter.fillRect(viewport()->rect(), tokens.surface);
    painter.setFont(viewport()->font());
    const Geometry geometry = geometryOf();
    painter.translate(-horizontalScrollBar()->value(), 0);
    const qint64 first = verticalScrollBar()->value();
    const auto lines = qint64((bytes().size() + kBytesPerLine - 1) / kBytesPerLine);
    for (qint64 line = first; line < lines; ++line) {
        const int top = int(line - first) * geometry.line;
        if (top > viewport()->height()) break;
        paintLine(painter, line, top, geometry);
    }
    if (!hasFocus()) return;
    painter.resetTransform();
    drawFocusRing(painter, viewport()->rect(), palette());
}

void HexView::paintLine(QPainter& painter, qint64 line, int top, const Geometry& geometry) const
{
    const QString offset = QStringLiteral("%1").arg(m_base + quint64(line) * kBytesPerLine, 9, 16, QLatin1Char('0'));
    painter.setPen(tokensOf(palette()).muted);
    painter.drawText(QRect(space(this, 8), top, geometry.hexLeft, geometry.line), Qt::AlignVCenter | Qt::AlignLeft, offset);
    const qint64 end = std::min<qint64>((line + 1) * kBytesPerLine, qint64(bytes().size()));
    for (qint64 at = line * kBytesPerLine; at < end; ++at) paintByte(painter, at, top, geometry);
}

void HexView::paintByte(QPainter& painter, qint64 offset, int top, const Geometry& geometry) const
{
    const Tokens& tokens = tokensOf(palette());
    const auto column = int(offset % kBytesPerLine);
    const int gap = column >= kBytesPerLine / 2 ? geometry.character : 0;
    const QRect hex(geometry.hexLeft + column * 3 * geometry.character + gap - geometry.character / 2, top,
                    3 * geometry.character, geometry.line);
    const QRect text(geometry.textLeft + column * geometry.character, top, geometry.character, geometry.line);
    const auto at = quint64(offset);
    const ByteRange selected = selection();
    const bool isSelected = selected.length && at >= selected.offset && at < selected.end();
    const bool isMarked = m_marked && at >= m_marked->offset && at - m_marked->offset < m_marked->length;
    if (isSelected || isMarked) {
        const QColor ground = tint(tokens.surface, tokens.accent, isSelected ? 0.35 : 0.18);
        painter.fillRect(hex, ground);
        painter.fillRect(text, ground);
    }
    const std::uint8_t byte = bytes()[std::size_t(offset)];
    const bool printable = byte >= 0x20 && byte < 0x7f;
    painter.setPen(byte == 0 ? tokens.muted : tokens.text);
    painter.drawText(hex, Qt::AlignCenter, QStringLiteral("%1").arg(uint(byte), 2, 16, QLatin1Char('0')));
    painter.setPen(printable ? tokens.text : tokens.muted);
    painter.drawText(text, Qt::AlignCenter, printable ? QString(QLatin1Char(char(byte))) : QStringLiteral("·"));
    if (offset != m_cursor) return;
    painter.setPen(QPen(tokens.focus, hasFocus() ? 2 : 1));
    painter.drawRect(hex.adjusted(1, 0, -2, -1));
    painter.drawRect(text.adjusted(0, 0, -1, -1));
}

void HexView::resizeEvent(QResizeEvent*)
{
    adopt();
}

void HexView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) adopt();
    QAbstractScrollArea::changeEvent(event);
}

void HexView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) setCursor(offsetAt(event->pos()), event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton) setCursor(offsetAt(event->pos()), true);
}

qint64 HexView::movedBy(int key, bool toEnds) const
{
    const qint64 page = qint64(verticalScrollBar()->pageStep()) * kBytesPerLine;
    const qint64 last = qint64(bytes().size()) - 1;
    switch (key) {
    case Qt::Key_Left: return m_cursor - 1;
    case Qt::Key_Right: return m_cursor + 1;
    case Qt::Key_Up: return m_cursor >= kBytesPerLine ? m_cursor - kBytesPerLine : m_cursor;
    case Qt::Key_Down: return m_cursor + kBytesPerLine <= last ? m_cursor + kBytesPerLine : m_cursor;
    case Qt::Key_PageUp: return std::max<qint64>(m_cursor - page, m_cursor % kBytesPerLine);
    case Qt::Key_PageDown: return m_cursor + page;
    case Qt::Key_Home: return toEnds ? 0 : m_cursor - m_cursor % kBytesPerLine;
    case Qt::Key_End: return toEnds ? last : m_cursor - m_cursor % kBytesPerLine + kBytesPerLine - 1;
    default: return -1;
    }
}

void HexView::keyPressEvent(QKeyEvent* event)
{
    if (m_cursor < 0) return QAbstractScrollArea::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy)) {
        return QGuiApplication::clipboard()->setText(copyText(bytesToCopy(), CopyFormat::Hex));
    }
    if (event->matches(QKeySequence::SelectAll)) {
        setCursor(0);
        return setCursor(qint64(bytes().size()) - 1, true);
    }
    const bool moves = event->key() >= Qt::Key_Home && event->key() <= Qt::Key_PageDown;
    if (!moves) return QAbstractScrollArea::keyPressEvent(event);
    setCursor(std::max<qint64>(0, movedBy(event->key(), event->modifiers() & Qt::ControlModifier)),
              event->modifiers() & Qt::ShiftModifier);
}

void HexView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString& title, CopyFormat format) {
        QAction* action = menu->addAction(title);
        action->setEnabled(m_cursor >= 0);
        connect(action, &QAction::triggered, this,
                [this, format] { QGuiApplication::clipboard()->setText(copyText(bytesToCopy(), format)); });
    };
    add(tr("Copy as hex"), CopyFormat::Hex);
    add(tr("Copy as base64"), CopyFormat::Base64);
    add(tr("Copy as text"), CopyFormat::Text);
    add(tr("Copy as C array"), CopyFormat::CArray);
    menu->popup(event->globalPos());
}

} // namespace countersign::ui
