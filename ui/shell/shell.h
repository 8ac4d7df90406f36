#pragma once

#include <QStringList>

#include <functional>

namespace countersign::ui {

class Page;
class TaskRow;
struct ErrorText;
struct LedgerState;
struct TrustState;

/// The window as seen by what fills it. A group is a workspace or an opened source with its pages. All calls from the
/// GUI thread; calls for a group that is not there do nothing.
class Shell
{
public:
    virtual ~Shell() = default;

    /// A second group with the same id only renames the first.
    virtual void addGroup(const QString& id, const QString& title) = 0;
    /// Its pages are deleted later. The groups of the program itself can't be removed.
    virtual void removeGroup(const QString& id) = 0;
    /// The shell owns the page from here on.
    virtual void addPage(const QString& group, Page* page) = 0;
    virtual void showPage(const QString& group, const QString& page) = 0;

    virtual void setTrust(const QString& group, const TrustState& state) = 0;
    virtual void setLedgerState(const QString& group, const LedgerState& state) = 0;

    /// A row for long work; delete it (deleteLater) when the work has ended.
    virtual TaskRow* addTask(const QString& what) = 0;
    virtual void report(const ErrorText& error) = 0;
    /// Adds to the recent places what could be opened.
    virtual void rememberPlace(const QStringList& paths, const QString& title) = 0;
};

/// Recognises what stands at the paths and fills the shell with its groups and pages.
using WorkspaceOpener = std::function<void(const QStringList& paths, Shell& shell)>;

} // namespace countersign::ui
