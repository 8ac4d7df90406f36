#pragma once

#include "core/audit/comparison.h"
#include "core/audit/judged_workspace.h"
#include "core/audit/workspace_pins.h"
#include "core/family/family.h"

#include <QString>

// What is done with a workspace for the window. Everything here touches files: not for the GUI thread.

namespace countersign::ui {

/// A workspace as the window shows it; never changes once it is made.
struct WorkspaceView {
    QString path;
    std::string name;
    audit::JudgedWorkspace judged;
    std::vector<audit::WorkspacePin> pins;
    std::vector<std::string> sources; ///< Folders and URLs of which there are snapshots; absolute.
};

Result<WorkspaceView> readWorkspace(const QString& path);
Result<WorkspaceView> makeWorkspace(const QString& path, const std::string& name);

/// What a snapshot is taken of.
struct TakeRequest {
    QString workspace;
    std::vector<std::string> paths;   ///< Of the ledger.
    std::vector<AnchorInput> anchors; ///< Besides the workspace's pins.
    UtcTime now;
    unsigned jobs = 0;
};

struct TakenSnapshot {
    WorkspaceView view;
    std::int64_t number = 0;
    Verdict verdict = Verdict::NotChecked; ///< Of the ledger by itself.
    std::string reason;
    std::optional<audit::HeldAgainst> held; ///< Against what was seen before; none for the first.
};

/// Verifies the ledger and keeps what was seen.
Result<TakenSnapshot> takeInto(const FamilyList& families, const TakeRequest& request, std::stop_token stop,
                               const ProgressSink& progress);

/// Two snapshots of the workspace, by number.
Result<audit::Comparison> compareStored(const QString& workspace, std::int64_t one, std::int64_t two);

/// The same comparison with what made the changes, when the ledger of the later side is still where it was; as it is
/// otherwise.
Result<audit::Comparison> explained(const FamilyList& families, audit::Comparison comparison, std::stop_token stop,
                                    const ProgressSink& progress);

Result<WorkspaceView> importInto(const QString& workspace, const QString& file, const std::string& from, UtcTime now);
Result<void> exportFrom(const QString& workspace, std::int64_t number, const QString& file);

} // namespace countersign::ui
