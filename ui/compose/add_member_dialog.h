#pragma once

#include "ui/compose/compose_page.h"
#include "ui/compose/member_draft.h"

#include <QDialog>

class QComboBox;
class QLineEdit;

namespace countersign::ui {

/// *Add member*: a certificate, dropped or chosen, becomes a proposal; who it is, by fingerprint and words, and what it
/// means for recovery is shown before anything is signed.
class AddMemberDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `snapshot` holds `service`.
    AddMemberDialog(ComposeContext context, std::shared_ptr<const LiveSnapshot> snapshot, QWidget* parent);

    const NewMember& member() const { return m_member; }
    void useCertificate(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    const LiveService& service() const { return *m_snapshot->service(); }
    void buildCertificate(QVBoxLayout& column);
    void buildRest(QVBoxLayout& column);
    void buildButtons(QVBoxLayout& column);
    void chooseFile(const QString& title, void (AddMemberDialog::*use)(const QString&));
    void useEncryptionKey(const QString& path);
    void showMember();
    void showDraft();
    void check();
    void checked(const Result<DraftCheck>& answer);
    void sign();
    void ended(const ActOutcome& outcome);
    void report(const QString& what, const Error& error);

    ComposeContext m_context;
    std::shared_ptr<const LiveSnapshot> m_snapshot;
    NewMember m_member;
    quint64 m_asked = 0;
    QTimer m_timer;
    std::optional<DraftCheck> m_check;
    QVBoxLayout* m_column = nullptr;
    QLabel *m_who = nullptr, *m_words = nullptr, *m_warnings = nullptr, *m_keyKind = nullptr, *m_recovery = nullptr, *m_state = nullptr;
    QLineEdit* m_name = nullptr;
    QComboBox* m_role = nullptr;
    DetailPane* m_effect = nullptr;
    QPushButton *m_sign = nullptr, *m_close = nullptr;
    QPointer<QWidget> m_problem;
};

} // namespace countersign::ui
