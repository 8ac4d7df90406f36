#pragma once

#include "ui/models/row_verdict.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QSlider;
class QSpinBox;

namespace countersign::ui {

class VerdictBadge;

/// The moment a state is shown at: a slider, a number, and the verdict over all that leads to it. What no signature covers
/// yet is never called verified.
class MomentBar final : public QWidget
{
    Q_OBJECT
public:
    explicit MomentBar(QWidget* parent = nullptr);

    void setEnds(SeqNo first, SeqNo last);
    /// `signedTo` 0: not known.
    void setVerdicts(const RowVerdicts& verdicts, SeqNo signedTo);
    SeqNo moment() const { return m_moment; }
    void setMoment(SeqNo seqno);
    /// The last moment that a signature covers; the end while that is not known.
    void goToSignedEnd();

Q_SIGNALS:
    /// A little after the last movement.
    void momentChanged();
    void checksWanted();

private:
    void adopt(SeqNo seqno);
    void describe();

    SeqNo m_first = 0, m_last = 0, m_moment = 0, m_signedTo = 0;
    RowVerdicts m_verdicts;
    QSlider* m_slider = nullptr;
    QSpinBox* m_number = nullptr;
    QPushButton* m_signedEnd = nullptr;
    VerdictBadge* m_badge = nullptr;
    QTimer m_settle;
    bool m_adopting = false;
};

} // namespace countersign::ui
