#pragma once

#include "ui/compose/share_port.h"
#include "ui/network/live_session.h"
#include "ui/sign/act_desk.h"

#include <QDialog>
#include <QPointer>

class QComboBox;
class QLabel;
class QPushButton;
class QThreadPool;
class QVBoxLayout;

namespace countersign::ui {

class KeyChooser;
class Prompts;

/// What handing in a share needs of its surroundings; all of it outlives the dialog.
struct ShareContext {
    std::shared_ptr<SharePort> port;
    ActDesk* desk = nullptr;
    Prompts* prompts = nullptr;
    QThreadPool* pool = nullptr;
};

/// *Recovery share*: fetched, decrypted with the member's own key, and handed over to be signed and sent. Never written
/// to a file.
class RecoveryShareDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `snapshot` holds a service.
    RecoveryShareDialog(ShareContext context, std::shared_ptr<const LiveSnapshot> snapshot, QWidget* parent);

    KeyChooser* key() const { return m_key; }

private:
    void build(const LiveService& service, QVBoxLayout& column);
    void fetch();
    void fetched(const QString& member, Result<FetchedShare> share);
    void ended(const ActOutcome& outcome);
    void say(const QString& sentence);
    void updateButton();

    ShareContext m_context;
    std::shared_ptr<const LiveSnapshot> m_snapshot;
    bool m_busy = false;
    QComboBox* m_member = nullptr;
    KeyChooser* m_key = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_fetch = nullptr;
};

} // namespace countersign::ui
