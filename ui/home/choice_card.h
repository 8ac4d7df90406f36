#pragma once

#include <QFrame>

class QPushButton;
class QVBoxLayout;

namespace countersign::ui {

/// One of the large choices of the start page: an icon, a title, a sentence, and buttons for what can be done.
class ChoiceCard final : public QFrame
{
    Q_OBJECT
public:
    ChoiceCard(const QString& icon, const QString& title, const QString& sentence, QWidget* parent = nullptr);

    /// `icon` may be empty.
    QPushButton* addChoice(const QString& name, const QString& icon, const QString& text);
    /// Among the buttons.
    void addWidget(QWidget* widget);
    /// Instead of a button, for what can't be done yet.
    void addNote(const QString& note);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    QVBoxLayout* m_actions = nullptr;
};

} // namespace countersign::ui
