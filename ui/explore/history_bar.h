#pragma once

#include "ui/models/row_verdict.h"

#include <QWidget>

namespace countersign::ui {

/// The whole history as one bar, coloured by verdict, with the stretch that the list shows. Clicking or the arrow keys
/// choose another stretch of at most `span` transactions.
class HistoryBar final : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryBar(int span, QWidget* parent = nullptr);

    void setHistory(SeqNo first, SeqNo last);
    void setVerdicts(const RowVerdicts& verdicts);
    /// Of the selected transaction; 0: none.
    void setCurrent(SeqNo seqno);
    /// The stretch that is shown begins at `from`; signalled when it changes.
    void choose(SeqNo from);
    /// Chooses the stretch that holds `seqno`, on the grid of stretches.
    void chooseAround(SeqNo seqno);

    SeqNo shownFirst() const { return m_shown; }
    SeqNo shownLast() const;
    SeqNo first() const { return m_first; }
    SeqNo last() const { return m_last; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void chosen(countersign::SeqNo from, countersign::SeqNo to);
    /// A place on the bar was clicked.
    void placeWanted(countersign::SeqNo seqno);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRect bar() const;
    double xOf(SeqNo seqno) const;
    SeqNo seqnoAt(int x) const;
    void paintVerdicts(QPainter& painter) const;
    void describe();

    SeqNo m_span;
    SeqNo m_first = 0;
    SeqNo m_last = 0;
    SeqNo m_shown = 0;
    SeqNo m_current = 0;
    RowVerdicts m_verdicts;
};

} // namespace countersign::ui
