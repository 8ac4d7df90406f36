#pragma once

#include "ui/shell/page_history.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/shell.h"
#include "ui/shell/trust_state.h"

#include <QHash>
#include <QMainWindow>
#include <QTimer>

class QSplitter;
class QVBoxLayout;

namespace countersign::ui {

class CommandRegistry;
class Navigation;
class PageHost;
class Prompts;
class Settings;
class StateLine;
class TaskBar;
class Theme;
class TrustBar;

/// Groups of the program itself: the first and the last of the navigation.
inline const QString kHomeGroup = QStringLiteral("home");
inline const QString kProgramGroup = QStringLiteral("program");

/// Owns the shell (navigation, trust bar, pages, tasks, state line, commands) and nothing else.
class MainWindow final : public QMainWindow, public Shell
{
    Q_OBJECT
public:
    /// All three outlive the window.
    MainWindow(Settings& settings, Theme& theme, Prompts& prompts, QWidget* parent = nullptr);
    ~MainWindow() override;

    void setWorkspaceOpener(WorkspaceOpener opener);
    void openPaths(const QStringList& paths);
    CommandRegistry& commands() { return *m_commands; }
    PageKey currentPage() const;

    void addGroup(const QString& id, const QString& title) override;
    void removeGroup(const QString& id) override;
    void addPage(const QString& group, Page* page) override;
    void showPage(const QString& group, const QString& page) override;
    void setTrust(const QString& group, const TrustState& state) override;
    void setLedgerState(const QString& group, const LedgerState& state) override;
    TaskRow* addTask(const QString& what) override;
    void report(const ErrorText& error) override;
    void rememberPlace(const QStringList& paths, const QString& title) override;

Q_SIGNALS:
    /// Its pages go with the next turn of the event loop.
    void groupRemoved(const QString& group);
    /// The person answered the trust bar's trouble sheet of a group.
    void troubleAnswered(const QString& group, bool safe);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildCentre();
    void buildHelpers();
    void restoreLayout();
    void adoptSettings();
    void pageChanged();
    /// Sends a request to what shows it; false when nothing does.
    bool route(const QString& kind, const QString& value);
    bool canRoute(const QString& kind) const;
    void goToLetter(QChar letter);
    void focusFilter();
    void chooseFolder();
    void chooseFiles();

    // main_window_commands.cpp
    void addCommands();
    void addFileCommands();
    void addViewCommands();
    void addGoCommands();
    void updateRecentCommands();
    void updatePageCommands();
    CommandPalette::Offer paletteOffer(const QString& query);

    Settings& m_settings;
    Theme& m_theme;
    Prompts& m_prompts;
    WorkspaceOpener m_opener;
    CommandRegistry* m_commands = nullptr;
    Navigation* m_navigation = nullptr;
    QSplitter* m_splitter = nullptr;
    TrustBar* m_trustBar = nullptr;
    QVBoxLayout* m_errors = nullptr;
    PageHost* m_host = nullptr;
    TaskBar* m_tasks = nullptr;
    StateLine* m_stateLine = nullptr;
    CommandPalette* m_palette = nullptr;
    QHash<QString, QString> m_groupTitles;
    QHash<QString, TrustState> m_trust;
    QHash<QString, LedgerState> m_ledgers;
    QTimer m_minute;
};

} // namespace countersign::ui
