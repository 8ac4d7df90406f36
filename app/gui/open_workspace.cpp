#include "app/gui/open_workspace.h"

#include "ui/common/error_line.h"

#include <QCoreApplication>
#include <QDir>

namespace countersign::app {

namespace {

struct OpenWorkspace {
    Q_DECLARE_TR_FUNCTIONS(OpenWorkspace)
};

} // namespace

// No family is linked into the window yet; until one is, the window says so and pretends nothing.
ui::WorkspaceOpener workspaceOpener()
{
    return [](const QStringList& paths, ui::Shell& shell) {
        shell.report({.what = OpenWorkspace::tr("This build of the window can't read ledgers yet."),
                      .where = QDir::toNativeSeparators(paths.join(QLatin1Char('\n'))),
                      .holds = OpenWorkspace::tr("Nothing was read, and nothing was verified."),
                      .advice = OpenWorkspace::tr("Use a build with a ledger family linked in."),
                      .id = QStringLiteral("Unsupported"),
                      .detail = QStringLiteral("no family registered")});
    };
}

} // namespace countersign::app
