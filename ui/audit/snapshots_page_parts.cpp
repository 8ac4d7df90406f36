// Of SnapshotsPage: how it is put together. Apart, for length.

#include "ui/audit/snapshots_page.h"

#include "ui/audit/comparison_panel.h"
#include "ui/common/empty_state.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/verdict_badge.h"
#include "ui/models/plain_table_model.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <array>

namespace countersign::ui {

namespace {

constexpr std::array<int, 6> kWidths = {8, 24, 18, 14, 26, 50}; // In characters.

} // namespace

SnapshotsPage::SnapshotsPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QThreadPool& verifyPool,
                             FamilyList families, Clock clock, QWidget* parent)
    : Page(
          {.id = QStringLiteral("snapshots"), .title = tr("Snapshots"), .icon = QStringLiteral("clock"), .goKey = u'd'},
          parent),
      m_memory(memory), m_prompts(prompts), m_pool(pool), m_verifyPool(verifyPool), m_families(std::move(families)),
      m_clock(std::move(clock))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space(this, 16), space(this, 12), space(this, 16), space(this, 8));
    m_stack = new QStackedWidget(this);
    auto* empty =
        new EmptyState(QStringLiteral("clock"),
                       tr("A workspace keeps what was seen and verified, so that a history that changes later is "
                          "noticed. Its snapshots are here."),
                       tr("New workspace…"));
    empty->setObjectName(QStringLiteral("noWorkspace"));
    connect(empty, &EmptyState::actionWanted, this, &SnapshotsPage::chooseNew);
    m_stack->addWidget(empty);
    m_stack->addWidget(makeBody());
    column->addWidget(m_stack, 1);
    setLedgers({});
}

QWidget* SnapshotsPage::makeBody()
{
    auto* body = new QWidget(m_stack);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 8));
    column->addWidget(makeTop());
    column->addWidget(makeImport());
    m_message = new RoleLabel(RoleLabel::Role::Muted, {}, body);
    m_message->setObjectName(QStringLiteral("snapshotMessage"));
    m_message->setWordWrap(true);
    m_message->hide();
    column->addWidget(m_message);
    auto* halves = new QSplitter(Qt::Vertical, body);
    halves->setChildrenCollapsible(false);
    halves->addWidget(makeTable());
    m_panel = new ComparisonPanel(m_memory, halves);
    m_panel->setObjectName(QStringLiteral("comparisonPanel"));
    m_panel->hide();
    connect(m_panel, &ComparisonPanel::transactionWanted, this, [this](const QString& id) {
        const auto& comparison = m_panel->comparison();
        if (comparison) Q_EMIT transactionWanted(comparison->later.snapshot.subjects, id);
    });
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 3);
    column->addWidget(halves, 1);
    return body;
}

QPushButton* SnapshotsPage::makeButton(const char* name, const char* icon, const QString& text,
                                       void (SnapshotsPage::*slot)())
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setIcon(lineIcon(QString::fromLatin1(icon)));
    connect(button, &QPushButton::clicked, this, slot);
    return button;
}

QWidget* SnapshotsPage::makeTop()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 6));
    m_name = new RoleLabel(RoleLabel::Role::Title, {}, box);
    m_name->setObjectName(QStringLiteral("workspaceName"));
    m_name->setWordWrap(true);
    column->addWidget(m_name);
    m_chain = new VerdictBadge(box);
    m_chain->setObjectName(QStringLiteral("chainVerdict"));
    m_chain->hide();
    column->addWidget(m_chain);
    const auto row = [&](const QList<QWidget*>& widgets) {
        auto* line = new QHBoxLayout;
        line->setSpacing(space(this, 6));
        for (QWidget* widget : widgets) line->addWidget(widget);
        line->addStretch(1);
        column->addLayout(line);
    };
    m_take = makeButton("takeSnapshot", "clock", tr("Take a snapshot"), &SnapshotsPage::take);
    m_ledger = new QComboBox(box);
    m_ledger->setObjectName(QStringLiteral("snapshotLedger"));
    m_ledger->setAccessibleName(tr("Ledger of which a snapshot is taken"));
    m_ledger->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_ledger->setMinimumContentsLength(20);
    m_afterRuns = new QCheckBox(tr("Take one after each verification"), box);
    m_afterRuns->setObjectName(QStringLiteral("takeAfterRuns"));
    m_afterRuns->setToolTip(tr("Of ledgers of which this workspace holds snapshots already, and of the first one."));
    connect(m_afterRuns, &QCheckBox::toggled, this, &SnapshotsPage::takesAfterRunsChanged);
    m_compare = makeButton("compareSnapshots", "files", tr("Compare"), &SnapshotsPage::compare);
    m_compare->setToolTip(tr("Select two snapshots, the second with Ctrl held down."));
    m_export = makeButton("exportSnapshot", "report", tr("Export…"), &SnapshotsPage::chooseExport);
    row({m_take, m_afterRuns});
    row({m_ledger});
    row({m_compare, m_export, makeButton("importSnapshot", "drop", tr("Import…"), &SnapshotsPage::chooseImport)});
    return box;
}

QWidget* SnapshotsPage::makeImport()
{
    m_importBox = new QWidget(this);
    auto* row = new QHBoxLayout(m_importBox);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&Whose snapshot is it?"), m_importBox);
    m_importFrom = new QLineEdit(m_importBox);
    m_importFrom->setObjectName(QStringLiteral("importFrom"));
    m_importFrom->setMaxLength(200);
    label->setBuddy(m_importFrom);
    auto* button = makeButton("importNow", "drop", tr("Take it in"), &SnapshotsPage::import);
    button->setEnabled(false);
    connect(m_importFrom, &QLineEdit::textChanged, button,
            [button](const QString& text) { button->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_importFrom, &QLineEdit::returnPressed, this, &SnapshotsPage::import);
    row->addWidget(label);
    row->addWidget(m_importFrom, 1);
    row->addWidget(button);
    m_importBox->hide();
    return m_importBox;
}

QWidget* SnapshotsPage::makeTable()
{
    m_model = new PlainTableModel(
        {tr("No."), tr("Taken"), tr("Verdict then"), tr("Verified to"), tr("Whose"), tr("Of what")}, this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("snapshotTable"));
    m_table->setAccessibleName(tr("Snapshots"));
    m_table->setModel(m_model);
    auto* helper = new TableHelper(m_table, QStringLiteral("snapshots"), m_memory, TableHelper::Sorting::Off);
    helper->setEmptyState(new EmptyState(QStringLiteral("clock"),
                                         tr("No snapshot yet. Open a ledger, then take one: it keeps what was seen."),
                                         {}, m_table));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    const int em = m_table->fontMetrics().averageCharWidth();
    for (int i = 0; i < int(kWidths.size()); ++i)
        m_table->horizontalHeader()->resizeSection(i, em * kWidths[std::size_t(i)]);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SnapshotsPage::updateButtons);
    connect(m_table, &QTableView::activated, this, [this] {
        if (m_compare->isEnabled()) compare();
    });
    return m_table;
}

bool SnapshotsPage::takesAfterRuns() const
{
    return m_afterRuns->isChecked();
}

void SnapshotsPage::setTakesAfterRuns(bool takes)
{
    m_afterRuns->setChecked(takes);
}

QList<Command> SnapshotsPage::commands()
{
    return {{.id = QStringLiteral("snapshots.take"),
             .title = tr("Take a snapshot of the open ledger"),
             .icon = QStringLiteral("clock"),
             .trigger = [this] { take(); },
             .enabled = [this] { return m_take->isEnabled(); }},
            {.id = QStringLiteral("snapshots.compare"),
             .title = tr("Compare the two selected snapshots"),
             .icon = QStringLiteral("files"),
             .trigger = [this] { compare(); },
             .enabled = [this] { return m_compare->isEnabled(); }}};
}

} // namespace countersign::ui
