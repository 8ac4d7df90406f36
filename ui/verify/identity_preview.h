#pragma once

#include "ui/verify/anchor_choice.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace countersign::ui {

/// What a certificate says of itself, to be compared before it is used.
class IdentityPreview final : public QFrame
{
    Q_OBJECT
public:
    explicit IdentityPreview(QWidget* parent = nullptr);

    void show(const AnchorChoice& choice);
    void focusAccept();

Q_SIGNALS:
    void accepted(const countersign::ui::AnchorChoice& choice, const QString& note);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    AnchorChoice m_choice;
    QLabel* m_source = nullptr;
    QLabel* m_subject = nullptr;
    QLabel* m_fingerprint = nullptr;
    QLabel* m_validity = nullptr;
    QLineEdit* m_note = nullptr;
    QPushButton* m_use = nullptr;
};

} // namespace countersign::ui
