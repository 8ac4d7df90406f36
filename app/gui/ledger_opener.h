#pragma once

#include "app/gui/ledger_workspace.h"

#include <QHash>
#include <QObject>

namespace countersign::app {

/// Opens what is dropped, chosen or named on the command line, and knows the ledgers that are open: the one place where
/// ledger families meet the window.
class LedgerOpener final : public QObject
{
    Q_OBJECT
public:
    LedgerOpener(const LedgerContext& context, FamilyList families, QString pinFile, QObject* parent = nullptr);

    /// `anchorFiles` are identities handed in with the paths. `currentGroup` takes identities that come alone.
    void open(const QStringList& paths, const QStringList& anchorFiles, const QString& currentGroup);

    /// The group was closed: its run ends.
    void forget(const QString& group);
    /// Null when the group is no ledger.
    LedgerWorkspace* workspace(const QString& group) const { return m_workspaces.value(group); }
    QStringList groups() const { return m_workspaces.keys(); }

Q_SIGNALS:
    /// A ledger was opened, or a run began or ended.
    void changed();

private:
    void opened(Result<OpenedLedger> opened, const OpenRequest& request, const QString& currentGroup);
    bool showOpen(const OpenRequest& request);

    LedgerContext m_context;
    FamilyList m_families;
    QString m_pinFile;
    QHash<QString, QPointer<LedgerWorkspace>> m_workspaces;
};

} // namespace countersign::app
