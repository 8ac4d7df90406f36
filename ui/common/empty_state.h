#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace countersign::ui {

/// What a page or table shows when it holds nothing: one sentence, and at most the one action that fills it.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    /// An empty `action` leaves the button out.
    EmptyState(const QString& icon, const QString& sentence, const QString& action, QWidget* parent = nullptr);

    void setSentence(const QString& sentence);

Q_SIGNALS:
    void actionWanted();

private:
    QLabel* m_sentence = nullptr;
};

} // namespace countersign::ui
