#pragma once

#include "ui/shell/page.h"
#include "ui/verify/anchor_choice.h"

#include "core/family/evidence_source.h"

#include <memory>

class QLabel;
class QSplitter;
class QTableView;

namespace countersign::ui {

class FileModel;
class IdentitySheet;
class LayoutMemory;
class VerdictPanel;

/// The files of a source at once, with what is missing between them, and the verdict over all of it.
class FilesPage final : public Page
{
    Q_OBJECT
public:
    /// `memory` may be null; else it outlives the page.
    explicit FilesPage(LayoutMemory* memory, QWidget* parent = nullptr);
    ~FilesPage() override;

    void setSource(std::shared_ptr<const SourceSummary> summary, const AssuranceProfile& assurance);
    /// What the files hold in fact, where an open one does not say it by its name.
    void setEnds(SeqNo first, SeqNo last);
    /// A run began: what was said before no longer stands.
    void showRunning();
    void showProgress(const Progress& progress);
    /// Ranges of a run under way. They are whole in themselves; nothing is said of trust yet.
    void setProvisional(const std::vector<RangeVerdict>& ranges);
    void showReport(const VerificationReport& report, const AnchorChoice& anchor);
    /// Nothing could be judged; `sentence` says why.
    void showUnasked(const QString& sentence);

    IdentitySheet* identitySheet() const { return m_sheet; }

    bool shows(const QString& kind) const override;
    void showPlace(const QString& kind, const QString& value) override;
    QList<Command> commands() override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeRoom();
    QWidget* makeTable(LayoutMemory* memory);
    QString totals() const;
    void follow(const QModelIndex& index);
    void selectFile(const QString& path);

    LayoutMemory* m_memory;
    std::shared_ptr<const SourceSummary> m_summary;
    FileModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_totals = nullptr;
    SeqNo m_first = 0, m_last = 0;
    VerdictPanel* m_verdict = nullptr;
    IdentitySheet* m_sheet = nullptr;
    QSplitter* m_splitter = nullptr;
    QWidget* m_main = nullptr;
};

/// Ranges of a run under way as they may be shown: what holds in itself is not called Passed before the run has ended and
/// its anchor was found.
std::vector<RangeVerdict> provisionalRanges(std::vector<RangeVerdict> ranges);

} // namespace countersign::ui
