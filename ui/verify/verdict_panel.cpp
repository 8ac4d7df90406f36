#include "ui/verify/verdict_panel.h"

#include "ui/common/empty_state.h"
#include "ui/common/heading.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/verdict_badge.h"
#include "ui/verify/assurance_text.h"
#include "ui/verify/verdict_rows.h"
#include "ui/verify/verdict_text.h"

#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace countersign::ui {

VerdictPanel::VerdictPanel(LayoutMemory* memory, QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 4));
    auto* line = new QHBoxLayout;
    line->setSpacing(space(this, 12));
    m_badge = new VerdictBadge(this);
    line->addWidget(m_badge);
    line->addStretch(1);
    auto* identity = new QPushButton(tr("Choose identity…"), this);
    identity->setObjectName(QStringLiteral("chooseIdentity"));
    line->addWidget(identity);
    column->addLayout(line);
    m_main = new QLabel(this);
    m_main->setObjectName(QStringLiteral("verdictSentence"));
    m_main->setTextFormat(Qt::PlainText);
    m_main->setWordWrap(true);
    m_main->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_main);
    m_rest = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_rest->setObjectName(QStringLiteral("verdictRest"));
    column->addWidget(m_rest);

    m_details = new QTabWidget;
    m_details->setObjectName(QStringLiteral("verdictDetails"));
    m_details->setDocumentMode(true);
    m_ranges = addTable(QStringLiteral("ranges"), tr("Ranges"), {tr("Transactions"), tr("Count"), tr("Verdict"), tr("Reason")},
                        memory);
    m_identities = addTable(QStringLiteral("identities"), tr("Identities"),
                            {tr("Transactions"), tr("Subject"), tr("Fingerprint"), tr("Status"), tr("Trust"), tr("What links it")},
                            memory);
    m_checks = addTable(QStringLiteral("checks"), tr("Checks"),
                        {tr("Verdict"), tr("Check"), tr("Times"), tr("Reason"), tr("First at"), tr("Looked at")}, memory);
    m_notChecked = addTable(QStringLiteral("notChecked"), tr("Not checked"),
                            {tr("Check"), tr("Times"), tr("Why"), tr("Detail")}, memory);
    m_details->addTab(makeAssurancePane(), tr("What Passed rests on"));
    connect(m_badge, &VerdictBadge::clicked, this, [this] { m_details->setCurrentIndex(2); });
    connect(identity, &QPushButton::clicked, this, &VerdictPanel::identityWanted);
}

PlainTableModel* VerdictPanel::addTable(const QString& name, const QString& title, const QStringList& headers,
                                        LayoutMemory* memory)
{
    auto* table = new QTableView;
    table->setObjectName(name + QStringLiteral("Table"));
    table->setAccessibleName(title);
    auto* model = new PlainTableModel(headers, table);
    table->setModel(model);
    auto* helper = new TableHelper(table, QStringLiteral("verdict/") + name, memory, TableHelper::Sorting::Off);
    helper->setEmptyState(new EmptyState({}, tr("This fills when the verification has ended."), {}));
    table->horizontalHeader()->setStretchLastSection(true);
    const auto follow = [this](const QModelIndex& index) {
        const QString kind = index.data(PlainTableModel::KindRole).toString();
        if (!kind.isEmpty()) Q_EMIT openPlace(kind, index.data(PlainTableModel::ValueRole).toString());
    };
    connect(table, &QTableView::activated, this, follow);
    connect(model, &QAbstractItemModel::modelReset, table, [table, model] {
        const int em = table->fontMetrics().averageCharWidth();
        for (int column = 0; column + 1 < model->columnCount(); ++column) {
            const int wanted = table->QAbstractItemView::sizeHintForIndex(model->index(0, column)).width() + em * 3;
            const int header = table->horizontalHeader()->sectionSizeHint(column);
            table->horizontalHeader()->resizeSection(column, std::clamp(wanted, header, em * 60));
        }
    });
    m_details->addTab(table, title);
    return model;
}

QWidget* VerdictPanel::makeAssurancePane()
{
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget(scroll);
    m_assurance = new QVBoxLayout(content);
    scroll->setWidget(content);
    return scroll;
}

void VerdictPanel::setAssurance(const AssuranceProfile& assurance)
{
    while (QLayoutItem* item = m_assurance->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto addSection = [this](const QString& title, const QStringList& sentences) {
        m_assurance->addWidget(new RoleLabel(RoleLabel::Role::Section, title));
        for (const QString& sentence : sentences) {
            auto* label = new QLabel(sentence);
            label->setTextFormat(Qt::PlainText);
            label->setWordWrap(true);
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
            m_assurance->addWidget(label);
        }
    };
    QStringList rests, cannot;
    for (const std::string& id : assurance.restsOn) rests += restsOnText(id);
    for (const std::string& id : assurance.cannotShow) cannot += cannotShowText(id);
    addSection(tr("Passed rests"), rests);
    addSection(tr("It can't show"), cannot);
    m_assurance->addStretch(1);
}

void VerdictPanel::showWaiting(const QString& sentence)
{
    m_badge->setResult(Verdict::NotChecked, sentence);
    m_main->setText(sentence);
    m_main->hide();
    m_rest->setVisible(false);
    for (PlainTableModel* model : {m_ranges, m_identities, m_checks, m_notChecked}) model->setRows({});
}

void VerdictPanel::showReport(const VerificationReport& report, const AnchorChoice& anchor)
{
    m_badge->setResult(statedVerdict(report).verdict, scopeText(report, anchor));
    QStringList sentences = verdictSentences(report, anchor);
    m_main->setText(sentences.takeFirst());
    m_main->show();
    m_rest->setText(sentences.join(QLatin1Char(' ')));
    m_rest->setVisible(true);
    m_ranges->setRows(rangeRows(report));
    m_identities->setRows(identityRows(report));
    m_checks->setRows(checkRows(report));
    m_notChecked->setRows(notCheckedRows(report));
}

} // namespace countersign::ui
