#pragma once

#include "core/crypto/secret.h"

#include <QLineEdit>

namespace countersign::ui {

/// Asks for a passphrase or PIN. What is typed goes straight into wiped memory; the line itself holds dots, so nothing
/// of it is left in Qt's texts or undo history. Typing is at the end only.
class PassphraseEdit final : public QLineEdit
{
    Q_OBJECT
public:
    explicit PassphraseEdit(QWidget* parent = nullptr);

    /// What was typed, as UTF-8; the field is empty afterwards.
    crypto::SecretBytes take();
    bool isBlank() const { return m_secret.empty(); }

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void append(QString text);
    void removeLast();
    void paste();
    void showDots();

    crypto::SecretBytes m_secret;
};

} // namespace countersign::ui
