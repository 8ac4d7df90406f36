#pragma once

#include "ui/compose/action_editor.h"
#include "ui/compose/compose_port.h"
#include "ui/network/live_page.h"
#include "ui/sign/act_desk.h"

#include <QTimer>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace countersign::ui {

class DetailPane;
class LayoutMemory;
class Prompts;

/// What composing needs of its surroundings; all of it outlives the page.
struct ComposeContext {
    std::shared_ptr<ComposePort> port;
    ActDesk* desk = nullptr;
    Prompts* prompts = nullptr;
    QThreadPool* pool = nullptr;
    LayoutMemory* memory = nullptr; ///< May be null.
    int checkAfterMs = 500;         ///< From the last edit to the check.
};

/// *New proposal*: actions by their forms or as JSON, checked by the service's own constitution as they are written, and
/// handed over to be signed.
class ComposePage final : public LivePage
{
    Q_OBJECT
public:
    ComposePage(ComposeContext context, LiveSession& session, QWidget* parent = nullptr);

    /// After the person pinned another identity.
    void setPort(std::shared_ptr<ComposePort> port);
    void addAction(const DraftAction& action);
    ProposalDraft draft() const;
    void setDraft(const ProposalDraft& draft);
    /// Of the chosen action; null when there is none.
    ActionEditor* editor() const;

    QList<Command> commands() override;

protected:
    void serviceChanged(const LiveService& service) override;

private:
    void buildList(QWidget* left);
    void buildCheck();
    void buildButtons();
    void fillMenu();
    void removeAction();
    void moveAction(int by);
    void actionEdited();
    void showState();
    QStringList problems() const;
    void check();
    void checked(quint64 asked, const Result<DraftCheck>& answer);
    void showCheck(const QString& icon, const QString& sentence);
    void readFacts();
    void askFile(FieldEditor* field);
    void importFile();
    void exportFile();
    void sign();
    void ended(const ActOutcome& outcome);
    void report(const QString& what, const Error& error);

    ComposeContext m_context;
    ComposeChoices m_choices;
    QList<ActionForm> m_forms;
    QString m_constitution; ///< Which actions it names is looked up in the text.
    QTimer m_timer;
    quint64 m_asked = 0;
    std::optional<DraftCheck> m_check; ///< Of the draft as it is; none while it is being checked.
    QListWidget* m_list = nullptr;
    QStackedWidget* m_stack = nullptr;
    QToolButton* m_add = nullptr;
    QPushButton *m_remove = nullptr, *m_up = nullptr, *m_down = nullptr, *m_sign = nullptr, *m_export = nullptr;
    QLabel *m_icon = nullptr, *m_sentence = nullptr;
    DetailPane* m_effect = nullptr;
    QPointer<QWidget> m_problem;
};

} // namespace countersign::ui
