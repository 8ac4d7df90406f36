#include "ui/audit/comparison_panel.h"

#include "ui/audit/comparison_rows.h"
#include "ui/audit/continuity_text.h"
#include "ui/common/empty_state.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/verdict_badge.h"
#include "ui/models/safe_text.h"

#include <QHeaderView>
#include <QLabel>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <array>

namespace countersign::ui {

namespace {

constexpr std::array<int, 8> kWidths = {11, 10, 14, 16, 30, 30, 14, 14}; // In characters.

} // namespace

ComparisonPanel::ComparisonPanel(LayoutMemory* memory, QWidget* parent) : QWidget(parent), m_memory(memory)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 6));
    m_badge = new VerdictBadge(this);
    m_badge->setObjectName(QStringLiteral("continuityVerdict"));
    column->addWidget(m_badge);
    const auto label = [&](RoleLabel::Role role, const char* name) {
        auto* made = new RoleLabel(role, {}, this);
        made->setObjectName(QString::fromLatin1(name));
        made->setWordWrap(true);
        made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        column->addWidget(made);
        return made;
    };
    m_line = label(RoleLabel::Role::Section, "continuityLine");
    m_reason = label(RoleLabel::Role::Muted, "continuityReason");
    m_notes = label(RoleLabel::Role::Muted, "comparisonNotes");
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("comparisonTabs"));
    column->addWidget(m_tabs, 1);
    for (const ComparisonTab& tab : comparisonTabs({})) addTab(tab.id);
}

void ComparisonPanel::addTab(const QString& id)
{
    auto* model = new PlainTableModel(comparisonHeaders(), this);
    auto* table = new QTableView(m_tabs);
    table->setObjectName(QStringLiteral("changes-") + id);
    table->setModel(model);
    auto* helper = new TableHelper(table, QStringLiteral("changes"), m_memory, TableHelper::Sorting::Off);
    helper->setEmptyState(new EmptyState(QStringLiteral("files"), tr("Nothing of this kind changed."), {}, table));
    const int em = table->fontMetrics().averageCharWidth();
    for (int i = 0; i < int(kWidths.size()); ++i)
        table->horizontalHeader()->resizeSection(i, em * kWidths[std::size_t(i)]);
    connect(table, &QTableView::activated, this, [this, model](const QModelIndex& index) {
        const QString value = model->data(index, PlainTableModel::ValueRole).toString();
        if (!value.isEmpty()) Q_EMIT transactionWanted(value);
    });
    m_models.append(model);
    m_tabs->addTab(table, {});
}

void ComparisonPanel::show(const audit::Comparison& comparison)
{
    m_comparison = comparison;
    const audit::ContinuityAnswer& answer = comparison.answer;
    const QString earlier = tr("Snapshot %1").arg(safeText(comparison.earlier.label, 60));
    const QString later = tr("Snapshot %1").arg(safeText(comparison.later.label, 60));
    m_line->setText(continuitySentence(answer, earlier, later));
    m_badge->setResult(answer.verdict, tr("%1 against %2").arg(later, earlier));
    const QString reason = continuityReason(answer);
    m_reason->setText(reason);
    m_reason->setToolTip(plainToolTip(safeText(answer.evidence)));
    m_reason->setVisible(!reason.isEmpty());
    const QList<ComparisonTab> tabs = comparisonTabs(comparison.changes);
    for (qsizetype i = 0; i < tabs.size(); ++i) {
        m_models[i]->setRows(tabs[i].rows);
        const QString count = formatCount(quint64(tabs[i].rows.size()));
        m_tabs->setTabText(int(i), tabs[i].rows.isEmpty() ? tabs[i].title : tr("%1 (%2)").arg(tabs[i].title, count));
    }
    showNotes();
}

void ComparisonPanel::setExplaining(bool explaining)
{
    m_explaining = explaining;
    showNotes();
}

void ComparisonPanel::showNotes()
{
    if (!m_comparison) return;
    QStringList notes;
    if (m_comparison->swapped) notes += tr("The one that was seen first is taken as the earlier.");
    for (const std::string& kind : m_comparison->changes.notCompared)
        notes += tr("Not compared, since one side knows of none: %1.").arg(safeText(kind, 60));
    if (m_explaining)
        notes += tr("The ledger is asked which transactions and proposals made the changes…");
    else if (!m_comparison->explained && !m_comparison->changes.items.empty())
        notes += tr("No ledger that holds the later history could be asked, so the transactions are not known.");
    m_notes->setText(notes.join(QLatin1Char(' ')));
    m_notes->setVisible(!notes.isEmpty());
}

} // namespace countersign::ui
