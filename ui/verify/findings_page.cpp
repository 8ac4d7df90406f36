#include "ui/verify/findings_page.h"

#include "core/base/file_io.h"
#include "ui/common/empty_state.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/prompts.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/models/safe_text.h"
#include "ui/tasks/run_task.h"
#include "ui/verify/finding_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace countersign::ui {

FindingsPage::FindingsPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QWidget* parent)
    : Page({.id = QStringLiteral("findings"), .title = tr("Findings"), .icon = QStringLiteral("findings"), .goKey = u'i'},
           parent),
      m_prompts(prompts), m_pool(pool)
{
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 16);
    column->setContentsMargins(edge, space(this, 12), edge, space(this, 8));
    column->setSpacing(space(this, 8));
    column->addWidget(makeTop());
    makeTable(memory);
    column->addWidget(m_table, 1);
    m_note = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_note->setObjectName(QStringLiteral("findingsNote"));
    m_note->hide();
    column->addWidget(m_note);
    showRunning();
}

QWidget* FindingsPage::makeTop()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_filter = new QLineEdit(box);
    m_filter->setObjectName(QStringLiteral("findingsFilter"));
    m_filter->setPlaceholderText(tr("Filter by a word, a reason or a transaction"));
    m_filter->setAccessibleName(tr("Filter findings"));
    m_filter->setClearButtonEnabled(true);
    row->addWidget(m_filter, 1);
    auto* copyButton = new QToolButton(box);
    copyButton->setObjectName(QStringLiteral("copyFindings"));
    copyButton->setIcon(lineIcon(QStringLiteral("copy")));
    copyButton->setText(tr("Copy"));
    copyButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copyButton->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(copyButton);
    menu->addAction(tr("Copy as text"), this, [this] { copy(FindingFormat::Text); });
    menu->addAction(tr("Copy as CSV"), this, [this] { copy(FindingFormat::Csv); });
    menu->addAction(tr("Copy as JSON"), this, [this] { copy(FindingFormat::Json); });
    menu->addSeparator();
    menu->addAction(tr("Save to a file…"), this, [this] { save(); });
    copyButton->setMenu(menu);
    row->addWidget(copyButton);
    return box;
}

void FindingsPage::makeTable(LayoutMemory* memory)
{
    m_model = new FindingModel(this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("findingTable"));
    m_table->setAccessibleName(tr("Findings"));
    m_table->setModel(m_model);
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {70, 13, 11, 26, 40};
    for (int i = 0; i < FindingModel::ColumnCount; ++i) m_table->horizontalHeader()->resizeSection(i, em * widths[i]);
    m_helper = new TableHelper(m_table, QStringLiteral("findings"), memory, TableHelper::Sorting::Off);
    m_table->horizontalHeader()->setSectionsMovable(false); // headings span from the first
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_empty = new EmptyState({}, {}, {});
    m_helper->setEmptyState(m_empty);
    connect(m_model, &QAbstractItemModel::modelReset, this, &FindingsPage::arranged);
    connect(m_filter, &QLineEdit::textChanged, m_model, &FindingModel::setFilter);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) { follow(index.row()); });
}

void FindingsPage::arranged()
{
    m_table->clearSpans();
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (m_model->isHeading(row)) m_table->setSpan(row, 0, 1, FindingModel::ColumnCount);
    updateBadge();
    Q_EMIT commandsChanged();
}

void FindingsPage::updateBadge()
{
    const std::size_t faults = m_model->count(Severity::Fault);
    const std::size_t warnings = m_model->count(Severity::Warning);
    if (faults + warnings == 0) return setBadge({}, {});
    setBadge(formatCount(faults + warnings),
             tr("Faults: %1, warnings: %2").arg(formatCount(faults), formatCount(warnings)));
}

void FindingsPage::showRunning()
{
    m_empty->setSentence(tr("Findings appear here while the ledger is verified."));
    m_note->hide();
    m_model->setFindings({});
}

void FindingsPage::addFindings(const std::vector<Finding>& findings)
{
    const QModelIndex current = m_table->currentIndex();
    m_model->addFindings(findings);
    if (current.isValid()) m_table->setCurrentIndex(m_model->index(current.row(), current.column()));
}

void FindingsPage::setFindings(std::vector<Finding> findings, std::uint64_t omitted)
{
    m_empty->setSentence(tr("No findings: nothing in this run needs a second look. That is no verdict; see Files."));
    m_model->setFindings(std::move(findings));
    m_note->setText(tr("%1 more findings were counted and are not listed.").arg(formatCount(omitted)));
    m_note->setVisible(omitted > 0);
}

QWidget* FindingsPage::filterBox() const
{
    return m_filter;
}

std::vector<Finding> FindingsPage::chosen() const
{
    std::vector<Finding> findings;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        if (const Finding* finding = m_model->findingAt(index.row())) findings.push_back(*finding);
    return findings.empty() ? m_model->shown() : findings;
}

void FindingsPage::copy(FindingFormat format)
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(exportFindings(chosen(), format)));
}

void FindingsPage::save()
{
    m_prompts.chooseSaveFile(this,
                             {.title = tr("Save findings"),
                              .filter = tr("CSV (*.csv);;JSON (*.json);;Text (*.txt)"),
                              .name = QStringLiteral("findings.csv")},
                             [this](const QString& path) {
        const FindingFormat format = path.endsWith(QLatin1String(".json")) ? FindingFormat::Json
                                     : path.endsWith(QLatin1String(".csv")) ? FindingFormat::Csv
                                                                            : FindingFormat::Text;
        runTask(m_pool, this,
                [path, format, findings = chosen()](const std::stop_token&) {
                    const QByteArray bytes = exportFindings(findings, format);
                    return writeFileAtomically(path.toStdString(),
                                               bytesOf({bytes.constData(), std::size_t(bytes.size())}));
                },
                [this, path](const Result<void>& written) {
                    m_note->setText(written ? tr("Saved to %1.").arg(safeText(path, 300))
                                            : tr("%1 could not be written: %2")
                                                  .arg(safeText(path, 300), safeText(written.error().detail, 300)));
                    m_note->show();
                });
    });
}

QList<Command> FindingsPage::commands()
{
    const auto any = [this] { return m_model->count() > 0; };
    const auto copies = [this, any](const QString& id, const QString& title, FindingFormat format) {
        return Command{.id = id,
                       .title = title,
                       .icon = QStringLiteral("copy"),
                       .trigger = [this, format] { copy(format); },
                       .enabled = any};
    };
    return {copies(QStringLiteral("findings.copyText"), tr("Copy findings as text"), FindingFormat::Text),
            copies(QStringLiteral("findings.copyCsv"), tr("Copy findings as CSV"), FindingFormat::Csv),
            copies(QStringLiteral("findings.copyJson"), tr("Copy findings as JSON"), FindingFormat::Json)};
}

bool FindingsPage::shows(const QString& kind) const
{
    return kind == QLatin1String("finding") && m_model->count() > 0;
}

void FindingsPage::showPlace(const QString&, const QString& value)
{
    if (value == QLatin1String("next")) return goToNext();
    const int row = m_model->nextFinding(-1);
    if (row >= 0) m_table->setCurrentIndex(m_model->index(row, 0));
}

void FindingsPage::goToNext()
{
    const int row = m_model->nextFinding(m_table->currentIndex().row());
    if (row < 0) return;
    m_table->setCurrentIndex(m_model->index(row, 0));
    m_table->setFocus();
}

void FindingsPage::follow(int row)
{
    const Finding* finding = m_model->findingAt(row);
    if (!finding) return;
    const Place& where = finding->where;
    if (where.seqno && where.offset)
        Q_EMIT openPlace(QStringLiteral("evidence"),
                         QStringLiteral("%1 %2 %3").arg(*where.seqno).arg(*where.offset).arg(where.length.value_or(1)));
    else if (where.seqno) Q_EMIT openPlace(QStringLiteral("transaction"), QString::number(*where.seqno));
    else if (!where.file.empty()) Q_EMIT openPlace(QStringLiteral("file"), QString::fromStdString(where.file));
}

} // namespace countersign::ui
