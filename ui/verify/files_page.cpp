#include "ui/verify/files_page.h"

#include "ui/common/empty_state.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/layout_memory.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/verify/file_model.h"
#include "ui/verify/identity_sheet.h"
#include "ui/verify/verdict_panel.h"

#include <QHeaderView>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {
const QString kSplitterKey = QStringLiteral("files/splitter");
constexpr int kWideEms = 120;
}

FilesPage::FilesPage(LayoutMemory* memory, QWidget* parent)
    : Page({.id = QStringLiteral("files"), .title = tr("Files"), .icon = QStringLiteral("files"), .goKey = u'f'}, parent),
      m_memory(memory), m_summary(std::make_shared<SourceSummary>())
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_main = new QWidget(this);
    auto* column = new QVBoxLayout(m_main);
    const int edge = space(this, 16);
    column->setContentsMargins(edge, space(this, 12), edge, space(this, 8));
    column->setSpacing(space(this, 8));
    m_verdict = new VerdictPanel(memory, m_main);
    column->addWidget(m_verdict);
    m_splitter = new QSplitter(Qt::Vertical, m_main);
    m_splitter->setObjectName(QStringLiteral("filesSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeTable(memory));
    m_splitter->addWidget(m_verdict->details());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({360, 240});
    column->addWidget(m_splitter, 1);
    row->addWidget(m_main, 1);
    m_sheet = new IdentitySheet(this);
    row->addWidget(m_sheet);
    if (m_memory) m_splitter->restoreState(m_memory->layout(kSplitterKey));
    connect(m_verdict, &VerdictPanel::openPlace, this, &Page::openPlace);
    connect(m_verdict, &VerdictPanel::identityWanted, m_sheet, &IdentitySheet::open);
    connect(m_sheet, &IdentitySheet::opened, this, &FilesPage::makeRoom);
    connect(m_sheet, &IdentitySheet::dismissed, this, &FilesPage::makeRoom);
}

// In a narrow window the sheet takes the place of the files; beside them neither could be read.
void FilesPage::makeRoom()
{
    m_main->setVisible(!m_sheet->isOpen() || width() > fontMetrics().averageCharWidth() * kWideEms);
}

void FilesPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    makeRoom();
}

FilesPage::~FilesPage()
{
    if (m_memory) m_memory->keepLayout(kSplitterKey, m_splitter->saveState());
}

QWidget* FilesPage::makeTable(LayoutMemory* memory)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 4));
    m_model = new FileModel(this);
    m_table = new QTableView(box);
    m_table->setObjectName(QStringLiteral("fileTable"));
    m_table->setAccessibleName(tr("Files of the ledger"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSortIndicator(FileModel::RangeColumn, Qt::AscendingOrder);
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {34, 15, 16, 20, 12, 30, 40};
    for (int i = 0; i < FileModel::ColumnCount; ++i) m_table->horizontalHeader()->resizeSection(i, em * widths[i]);
    auto* helper = new TableHelper(m_table, QStringLiteral("files"), memory);
    helper->setEmptyState(new EmptyState({}, tr("No file of a ledger was found here."), {}));
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table, &QTableView::activated, this, &FilesPage::follow);
    column->addWidget(m_table, 1);
    m_totals = new RoleLabel(RoleLabel::Role::Muted, {}, box);
    m_totals->setObjectName(QStringLiteral("fileTotals"));
    column->addWidget(m_totals);
    return box;
}

void FilesPage::setSource(std::shared_ptr<const SourceSummary> summary, const AssuranceProfile& assurance)
{
    m_summary = std::move(summary);
    m_model->setSummary(m_summary);
    m_table->sortByColumn(FileModel::RangeColumn, Qt::AscendingOrder);
    m_verdict->setAssurance(assurance);
    setEnds(m_summary->first.value_or(0), m_summary->last.value_or(0));
}

void FilesPage::setEnds(SeqNo first, SeqNo last)
{
    m_first = first;
    m_last = last;
    m_totals->setText(totals());
}

QString FilesPage::totals() const
{
    std::uint64_t bytes = 0;
    for (const SourceFile& file : m_summary->files) bytes += file.size;
    QString text = tr("%1 files, %2").arg(formatCount(m_summary->files.size()), formatBytes(bytes));
    if (m_last > 0) text = tr("%1, transactions %2 to %3").arg(text, formatCount(m_first), formatCount(m_last));
    const auto gaps = std::ranges::count(m_summary->irregularities, SourceIrregularity::Kind::Gap, &SourceIrregularity::kind);
    if (gaps) text = tr("%1, gaps: %2").arg(text, formatCount(quint64(gaps)));
    const auto overlaps = std::ssize(m_summary->irregularities) - gaps;
    if (overlaps) text = tr("%1, overlaps: %2").arg(text, formatCount(quint64(overlaps)));
    return text;
}

void FilesPage::showRunning()
{
    m_model->setVerdicts({});
    m_verdict->showWaiting(tr("being verified"));
}

void FilesPage::showProgress(const Progress& progress)
{
    if (progress.totalBytes == 0) return;
    m_verdict->showWaiting(tr("being verified, %1").arg(formatShare(double(progress.doneBytes) / double(progress.totalBytes))));
}

void FilesPage::setProvisional(const std::vector<RangeVerdict>& ranges)
{
    m_model->setVerdicts(RowVerdicts(provisionalRanges(ranges)));
}

void FilesPage::showReport(const VerificationReport& report, const AnchorChoice& anchor)
{
    m_model->setVerdicts(RowVerdicts(report));
    m_verdict->showReport(report, anchor);
}

void FilesPage::showUnasked(const QString& sentence)
{
    m_model->setVerdicts({});
    m_verdict->showWaiting(sentence);
}

bool FilesPage::shows(const QString& kind) const
{
    return kind == QLatin1String("checks") || kind == QLatin1String("identity") || kind == QLatin1String("identities")
           || kind == QLatin1String("file");
}

void FilesPage::showPlace(const QString& kind, const QString& value)
{
    if (kind == QLatin1String("file")) return selectFile(value);
    if (kind == QLatin1String("identity")) m_sheet->open();
    else m_verdict->details()->setCurrentIndex(kind == QLatin1String("checks") ? 2 : 1);
}

void FilesPage::selectFile(const QString& path)
{
    const QString name = path.section(QLatin1Char('/'), -1);
    const QModelIndexList found = m_model->match(m_model->index(0, FileModel::NameColumn), Qt::DisplayRole, name, 1,
                                                 Qt::MatchExactly | Qt::MatchCaseSensitive);
    if (!found.isEmpty()) m_table->setCurrentIndex(found.front());
}

QList<Command> FilesPage::commands()
{
    return {{.id = QStringLiteral("files.identity"),
             .title = tr("Choose identity…"),
             .menu = CommandMenu::Tools,
             .icon = QStringLiteral("pin"),
             .trigger = [this] { m_sheet->open(); }}};
}

void FilesPage::follow(const QModelIndex& index)
{
    const QVariant first = index.data(FileModel::FirstSeqnoRole);
    if (first.isValid() && !index.data(FileModel::IrregularRole).toBool())
        Q_EMIT openPlace(QStringLiteral("transaction"), first.toString());
}

std::vector<RangeVerdict> provisionalRanges(std::vector<RangeVerdict> ranges)
{
    for (RangeVerdict& range : ranges)
        if (range.verdict == Verdict::Passed) range.verdict = Verdict::NotChecked;
    return ranges;
}

} // namespace countersign::ui
