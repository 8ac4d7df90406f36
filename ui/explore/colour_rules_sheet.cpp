#include "ui/explore/colour_rules_sheet.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/explore/filter_text.h"
#include "ui/explore/row_delegate.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

namespace countersign::ui {
namespace {

enum Column { LabelColumn, FilterColumn, ColourColumn, ColumnCount };

} // namespace

ColourRulesSheet::ColourRulesSheet(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("colourRulesSheet"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(this);
    auto* title = new QLabel(tr("Rows take the colour of the first rule that holds. A rule may ask anything but key, value, node and words."));
    title->setWordWrap(true);
    m_table = new QTableWidget(0, ColumnCount);
    m_table->setObjectName(QStringLiteral("colourRulesTable"));
    m_table->setAccessibleName(tr("Colour rules"));
    m_table->setHorizontalHeaderLabels({tr("Label"), tr("Filter"), tr("Colour")});
    m_table->horizontalHeader()->setSectionResizeMode(FilterColumn, QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(hitHeight(fontMetrics()) + 4);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_problem = new QLabel;
    m_problem->setObjectName(QStringLiteral("colourRulesProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_problem);
    layout->addWidget(makeButtons());
    connect(m_table, &QTableWidget::itemChanged, this, [this] { m_problem->setText(problem()); });
}

QWidget* ColourRulesSheet::makeButtons()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    const auto add = [row](const QString& name, const QString& title) {
        auto* button = new QPushButton(title);
        button->setObjectName(name);
        row->addWidget(button);
        return button;
    };
    connect(add(QStringLiteral("addRule"), tr("Add rule")), &QPushButton::clicked, this, [this] {
        appendRule({tr("New rule"), QStringLiteral("seqno == 1"), RuleColour::Amber, true});
        m_table->selectRow(m_table->rowCount() - 1);
    });
    connect(add(QStringLiteral("removeRule"), tr("Remove rule")), &QPushButton::clicked, this, [this] {
        if (m_table->currentRow() >= 0) m_table->removeRow(m_table->currentRow());
        m_problem->setText(problem());
    });
    connect(add(QStringLiteral("raiseRule"), tr("Move up")), &QPushButton::clicked, this, [this] { moveCurrent(-1); });
    connect(add(QStringLiteral("lowerRule"), tr("Move down")), &QPushButton::clicked, this, [this] { moveCurrent(1); });
    connect(add(QStringLiteral("defaultRules"), tr("Default rules")), &QPushButton::clicked, this,
            [this] { setRules(defaultColourRules()); });
    row->addStretch(1);
    connect(add(QStringLiteral("closeRules"), tr("Close")), &QPushButton::clicked, this, &ColourRulesSheet::closed);
    connect(add(QStringLiteral("useRules"), tr("Use rules")), &QPushButton::clicked, this, &ColourRulesSheet::accept);
    return box;
}

void ColourRulesSheet::setRules(const std::vector<ColourRule>& rules)
{
    m_table->setRowCount(0);
    for (const ColourRule& rule : rules) appendRule(rule);
    m_problem->setText(problem());
}

void ColourRulesSheet::appendRule(const ColourRule& rule)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto* label = new QTableWidgetItem(rule.label);
    label->setFlags(label->flags() | Qt::ItemIsUserCheckable);
    label->setCheckState(rule.enabled ? Qt::Checked : Qt::Unchecked);
    auto* colours = new QComboBox;
    for (int colour = 0; colour <= int(RuleColour::Grey); ++colour) {
        QPixmap patch(QSize(16, 16));
        patch.fill(ruleInk(RuleColour(colour), tokensOf(palette())));
        colours->addItem(QIcon(patch), ruleColourWord(RuleColour(colour)));
    }
    colours->setCurrentIndex(int(rule.colour));
    colours->setAccessibleName(tr("Colour"));
    m_table->setItem(row, LabelColumn, label);
    m_table->setItem(row, FilterColumn, new QTableWidgetItem(rule.filter));
    m_table->setCellWidget(row, ColourColumn, colours);
}

std::vector<ColourRule> ColourRulesSheet::rules() const
{
    std::vector<ColourRule> result;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QTableWidgetItem* label = m_table->item(row, LabelColumn);
        const QTableWidgetItem* text = m_table->item(row, FilterColumn);
        const auto* colours = qobject_cast<QComboBox*>(m_table->cellWidget(row, ColourColumn));
        if (!label || !text || !colours) continue;
        result.push_back({label->text(), text->text(), RuleColour(colours->currentIndex()), label->checkState() == Qt::Checked});
    }
    return result;
}

void ColourRulesSheet::moveCurrent(int by)
{
    auto all = rules();
    const int from = m_table->currentRow();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= int(all.size())) return;
    std::swap(all[std::size_t(from)], all[std::size_t(to)]);
    setRules(all);
    m_table->selectRow(to);
}

QString ColourRulesSheet::problem() const
{
    for (const ColourRule& rule : rules()) {
        const auto parsed = filter::parseFilter(rule.filter.toStdString());
        if (parsed.error) return tr("Rule “%1”: %2").arg(rule.label, filterErrorText(*parsed.error));
        if (!parsed.root) return tr("Rule “%1” has no filter.").arg(rule.label);
        if (filter::needsContents(*parsed.root)) return tr("Rule “%1” asks what is written inside: rows can't be coloured by that.").arg(rule.label);
    }
    return {};
}

void ColourRulesSheet::accept()
{
    m_problem->setText(problem());
    if (m_problem->text().isEmpty()) Q_EMIT accepted(rules());
}

} // namespace countersign::ui
