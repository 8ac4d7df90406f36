#pragma once

#include <QElapsedTimer>
#include <QObject>

class QKeyEvent;
class QWidget;

namespace countersign::ui {

/// Keys without a modifier, outside of text fields: `g` and a letter, and `/`.
class KeyChords final : public QObject
{
    Q_OBJECT
public:
    explicit KeyChords(QWidget* window);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void pageWanted(QChar letter);
    void filterWanted();

private:
    bool handle(const QKeyEvent& event);

    QWidget* m_window;
    QElapsedTimer m_sinceG; ///< Invalid while no `g` waits for its letter.
};

} // namespace countersign::ui
