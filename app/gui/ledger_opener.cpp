#include "app/gui/ledger_opener.h"

#include "ui/common/error_line.h"
#include "ui/shell/shell.h"
#include "ui/tasks/run_task.h"

#include <QDir>

namespace countersign::app {

namespace {

QString groupOf(const QStringList& paths)
{
    return QStringLiteral("ledger:%1").arg(ledgerKey(paths));
}

} // namespace

LedgerOpener::LedgerOpener(const LedgerContext& context, FamilyList families, QString pinFile, QObject* parent)
    : QObject(parent), m_context(context), m_families(std::move(families)), m_pinFile(std::move(pinFile))
{
}

void LedgerOpener::open(const QStringList& paths, const QStringList& anchorFiles, const QString& currentGroup)
{
    OpenRequest request{.paths = paths, .anchorFiles = anchorFiles, .pinFile = m_pinFile};
    for (QString& path : request.paths) path = QDir::cleanPath(path);
    if (request.anchorFiles.isEmpty() && showOpen(request)) return;
    ui::runTask(m_context.pool, this,
                [families = m_families, request](const std::stop_token&) { return openLedger(families, request); },
                [this, request, currentGroup](Result<OpenedLedger> result) {
                    opened(std::move(result), request, currentGroup);
                });
}

void LedgerOpener::forget(const QString& group)
{
    if (LedgerWorkspace* closed = m_workspaces.take(group)) closed->deleteLater();
    Q_EMIT changed();
}

bool LedgerOpener::showOpen(const OpenRequest& request)
{
    LedgerWorkspace* open = m_workspaces.value(groupOf(request.paths));
    if (!open) return false;
    open->show();
    return true;
}

void LedgerOpener::opened(Result<OpenedLedger> opened, const OpenRequest& request, const QString& currentGroup)
{
    if (!opened) {
        return m_context.shell.report(ui::errorText(
            tr("This could not be opened."), opened.error(), tr("Nothing was read from it, and nothing was verified."),
            tr("Choose a ledger folder, a ledger file, or a certificate for a ledger that is open.")));
    }
    for (const Error& problem : opened->problems)
        m_context.shell.report(ui::errorText(tr("A file that came with the ledger could not be used."), problem,
                                             tr("The ledger itself is opened and verified."),
                                             tr("Choose the identity again on the page Files.")));
    if (!opened->source) {
        if (LedgerWorkspace* current = workspace(currentGroup)) return current->useAnchor(opened->anchor, {});
        return m_context.shell.report({.what = tr("This is a certificate, and no ledger is open that it could be used for."),
                                       .where = opened->anchor.source,
                                       .advice = tr("Open the ledger first, or drop both together.")});
    }
    const QString group = groupOf(opened->ledgerPaths);
    if (LedgerWorkspace* open = m_workspaces.value(group)) {
        open->show();
        if (opened->anchor.isChosen()) open->useAnchor(opened->anchor, {});
        return;
    }
    const QStringList paths = opened->ledgerPaths;
    auto* added = new LedgerWorkspace(m_context, *std::move(opened), request, group);
    m_workspaces.insert(group, added);
    connect(added, &LedgerWorkspace::runStateChanged, this, &LedgerOpener::changed);
    Q_EMIT changed();
    m_context.shell.rememberPlace(paths, ledgerTitle(paths));
}

} // namespace countersign::app
