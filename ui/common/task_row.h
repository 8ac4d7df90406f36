#pragma once

#include "core/base/progress.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QToolButton;

namespace countersign::ui {

/// One piece of long work: what, share, rate, time left, pause and cancel. Never modal.
class TaskRow final : public QFrame
{
    Q_OBJECT
public:
    explicit TaskRow(const QString& what, QWidget* parent = nullptr);

    QString what() const { return m_what; }
    void setProgress(const Progress& progress);
    void setPausable(bool pausable);
    bool isPaused() const { return m_paused; }

    /// "42 % · 310.0 MiB/s · 400,000 transactions/s · 3 s left", as far as it is known.
    QString stateText() const;

Q_SIGNALS:
    void pauseWanted(bool paused);
    void cancelWanted();
    void stateChanged();

private:
    QToolButton* makeButton(const QString& name, const QString& icon, const QString& label);
    void togglePause();

    QString m_what;
    Progress m_progress;
    bool m_paused = false;
    QProgressBar* m_bar = nullptr;
    QLabel* m_state = nullptr;
    QToolButton* m_pause = nullptr;
    QToolButton* m_cancel = nullptr;
};

} // namespace countersign::ui
