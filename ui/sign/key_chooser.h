#pragma once

#include "ui/sign/key_source.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace countersign::ui {

class PassphraseEdit;
class Prompts;

/// Asks where a private key is, and for its passphrase or PIN.
class KeyChooser final : public QWidget
{
    Q_OBJECT
public:
    enum class Elsewhere : quint8 { Offered, NotOffered };

    /// `prompts` outlives it.
    KeyChooser(Prompts& prompts, Elsewhere elsewhere, QWidget* parent = nullptr);

    KeySource source() const;
    void setSource(const KeySource& source);
    /// Of passphrase or PIN; the field is empty afterwards.
    crypto::SecretBytes takeSecret();
    /// Whether enough is said to try.
    bool isComplete() const;
    /// The first thing that is still to be typed or chosen.
    void focusFirst();
    /// Where to begin when a file is chosen.
    void setFolder(const QString& folder) { m_folder = folder; }

Q_SIGNALS:
    void changed();

private:
    QWidget* fileFields();
    QWidget* tokenFields();
    void choose();

    Prompts& m_prompts;
    QString m_folder;
    QComboBox* m_place = nullptr;
    QStackedWidget* m_fields = nullptr;
    QLineEdit* m_file = nullptr;
    QPushButton* m_choose = nullptr;
    QLineEdit* m_token = nullptr;
    QLineEdit* m_module = nullptr;
    PassphraseEdit* m_passphrase = nullptr;
    PassphraseEdit* m_pin = nullptr;
};

} // namespace countersign::ui
