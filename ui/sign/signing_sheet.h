#pragma once

#include "ui/sign/act_run.h"
#include "ui/sign/signing_context.h"

#include <QDialog>
#include <QPointer>
#include <QTimer>

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace countersign::ui {

class ActPane;
class BallotBox;
class ElsewherePanel;
class KeyChooser;
class OutcomePane;

/// Shows on one screen what is signed, for which service and with whose key; signs only then. No button that binds is
/// ever the default one.
class SigningSheet final : public QDialog
{
    Q_OBJECT
public:
    SigningSheet(SigningContext context, QWidget* parent);
    ~SigningSheet() override;

    /// The next act; member and key stay chosen.
    void begin(Act act);
    const Act& act() const { return m_act; }

    void reject() override;

Q_SIGNALS:
    /// An attempt came to its end; the sheet still shows it.
    void ended(const countersign::ui::ActOutcome& outcome);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildBody(QVBoxLayout& column);
    void showOutcomePane();
    void buildSigner(QVBoxLayout& column);
    void buildButtons(QVBoxLayout& column);
    void connectParts();
    QWidget* serviceLine();
    void fillMembers();
    void offerMember();
    void memberChosen();
    void prepare();
    void prepared(quint64 asked, const Result<PreparedAct>& act);
    void requestChanged();
    void askWhere(QByteArray PreparedAct::*content, const QString& title, const QString& name);
    void save(const QByteArray& content, const QString& path);
    void chooseAnswer();
    void importAnswer(const QString& path);
    void carryOut(ByteVector answer);
    void finish(const ActOutcome& outcome);
    void updateButtons();
    KeySource rememberedKey(const QString& member) const;
    void rememberKey() const;
    QDateTime now() const;

    SigningContext m_context;
    Act m_act;
    std::optional<PreparedAct> m_prepared;
    quint64 m_asked = 0;
    bool m_fixed = false; ///< A request went out: nothing may change any more.
    bool m_done = false;
    QTimer m_renew;
    QPointer<ActRun> m_run;
    QLabel* m_title = nullptr;
    QScrollArea* m_body = nullptr;
    BallotBox* m_ballot = nullptr;
    ActPane* m_pane = nullptr;
    QWidget* m_signer = nullptr;
    QComboBox* m_member = nullptr;
    KeyChooser* m_key = nullptr;
    ElsewherePanel* m_elsewhere = nullptr;
    OutcomePane* m_outcome = nullptr;
    QPushButton* m_close = nullptr;
    QPushButton* m_sign = nullptr;
};

} // namespace countersign::ui
