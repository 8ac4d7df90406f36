#pragma once

#include "core/family/records.h"

#include <QAbstractScrollArea>

#include <memory>

namespace countersign::ui {

/// Bytes as offset, hex and text. Paints only what is seen, whatever the length. A byte has the cursor; Shift extends a
/// selection; a range can be marked beside it, for the structure node the bytes belong to.
class HexView final : public QAbstractScrollArea
{
    Q_OBJECT
public:
    static constexpr int kBytesPerLine = 16;

    explicit HexView(QWidget* parent = nullptr);

    /// `base` is the offset of the first byte in its file. `record` may be null.
    void setRecord(std::shared_ptr<const RecordDetail> record, quint64 base);
    enum class Cursor : quint8 { Stays, Moves };

    /// Marks a range, and goes to it when the cursor moves; nothing is signalled.
    void markRange(std::optional<ByteRange> range, Cursor cursor = Cursor::Moves);
    std::optional<ByteRange> markedRange() const { return m_marked; }

    qint64 cursor() const { return m_cursor; } ///< -1 when there are no bytes.
    void setCursor(qint64 offset, bool extend = false);
    ByteRange selection() const;
    /// The selection, else the marked range, else the byte under the cursor.
    Bytes bytesToCopy() const;

Q_SIGNALS:
    void cursorMoved(qint64 offset);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Geometry {
        int character, line, hexLeft, textLeft, width;
    };

    Geometry geometryOf() const;
    Bytes bytes() const;
    void adopt();
    void scrollTo(qint64 offset);
    qint64 offsetAt(QPoint point) const;
    qint64 movedBy(int key, bool toEnds) const;
    void paintLine(QPainter& painter, qint64 line, int top, const Geometry& geometry) const;
    void paintByte(QPainter& painter, qint64 offset, int top, const Geometry& geometry) const;
    void describe();

    std::shared_ptr<const RecordDetail> m_data;
    quint64 m_base = 0;
    qint64 m_cursor = -1;
    qint64 m_anchor = -1;
    std::optional<ByteRange> m_marked;
};

} // namespace countersign::ui
