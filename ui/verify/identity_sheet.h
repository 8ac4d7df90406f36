#pragma once

#include "ui/verify/anchor_choice.h"
#include "ui/verify/pin_store.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QListWidget;
class QPropertyAnimation;
class QPushButton;
class QVBoxLayout;

namespace countersign::ui {

class IdentityPreview;

/// The sheet *Which identity should this be?*: a certificate file, a pin made before, or the ledger's own word. Asks for
/// files to be read and pins to be kept; reads and keeps nothing itself.
class IdentitySheet final : public QFrame
{
    Q_OBJECT
public:
    enum class For : quint8 { Ledger, Receipts }; ///< Receipts have no word of their own to go on with.

    explicit IdentitySheet(QWidget* parent = nullptr, For use = For::Ledger);

    /// Slides in, or away.
    void open();
    void dismiss();
    bool isOpen() const { return m_open; }
    QSize sizeHint() const override { return {fullWidth(), QFrame::sizeHint().height()}; }

    /// Certificates found beside the ledger. Only offered, never used unasked.
    void setFilesBeside(const QStringList& paths);
    void setPins(const QList<Pin>& pins);
    /// What was read from a file that was asked for.
    void showPreview(const AnchorChoice& choice);
    void showProblem(const QString& sentence);

Q_SIGNALS:
    void chooseFileWanted();
    void fileWanted(const QString& path);
    /// The identity shown, with the person's note.
    void accepted(const countersign::ui::AnchorChoice& choice, const QString& note);
    void pinAccepted(const countersign::ui::Pin& pin);
    void pinRemoved(const QString& fingerprint);
    void ledgerItselfChosen();
    void opened();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QPushButton* addChoice(const QString& name, const QString& text);
    void addFileChoice();
    void addPins();
    void addLedgerItself();
    void addSection(const QString& title, const QString& sentence);
    int fullWidth() const;
    void slide(int to);

    QWidget* m_content = nullptr;
    QVBoxLayout* m_column = nullptr;
    QVBoxLayout* m_beside = nullptr;
    IdentityPreview* m_preview = nullptr;
    QLabel* m_problem = nullptr;
    QListWidget* m_pinList = nullptr;
    QWidget* m_pinBox = nullptr;
    QList<Pin> m_pins;
    QPropertyAnimation* m_slide = nullptr;
    bool m_open = false;
};

} // namespace countersign::ui
