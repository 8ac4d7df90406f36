// Of AttestationPage: how it is put together. Apart, for length.

#include "ui/attestation/attestation_page.h"

#include "ui/attestation/answers_panel.h"
#include "ui/attestation/evidence_model.h"
#include "ui/attestation/vendor_panel.h"
#include "ui/common/empty_state.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/verdict_badge.h"
#include "ui/explore/record_loader.h"
#include "ui/explore/record_pane.h"
#include "ui/models/plain_table_model.h"
#include "ui/models/safe_text.h"

#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace countersign::ui {

AttestationPage::AttestationPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QThreadPool& verifyPool,
                                 QWidget* parent)
    : Page({.id = QStringLiteral("attestation"),
            .title = tr("Nodes and attestation"),
            .icon = QStringLiteral("shield"),
            .goKey = u'a'},
           parent),
      m_memory(memory), m_prompts(prompts), m_pool(pool), m_verifyPool(verifyPool)
{
    m_loader = new RecordLoader(pool, this);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this); // For windows too low for large letters.
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    auto* content = new QWidget(scroll);
    scroll->setWidget(content);
    m_column = new QVBoxLayout(content);
    const int edge = space(this, 16);
    m_column->setContentsMargins(edge, space(this, 12), edge, space(this, 8));
    m_stack = new QStackedWidget(this);
    m_empty = new EmptyState(QStringLiteral("shield"),
                             tr("Drop a node's attestation evidence anywhere, a file or a folder with what belongs to it, and "
                                "its three answers are here: authentic, current, wanted."),
                             tr("Open evidence…"));
    m_empty->setObjectName(QStringLiteral("noEvidence"));
    connect(m_empty, &EmptyState::actionWanted, this, [this] { Q_EMIT openPlace(QStringLiteral("chooseFiles"), {}); });
    m_stack->addWidget(m_empty);
    m_column->addWidget(m_stack, 1);
    m_column->addWidget(makeRoots());
}

void AttestationPage::makeAll()
{
    auto* body = new QWidget(m_stack);
    auto* inner = new QVBoxLayout(body);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(space(this, 8));
    inner->addWidget(makeTop());
    auto* split = new QSplitter(Qt::Vertical, body);
    split->setChildrenCollapsible(false);
    makeTable();
    split->addWidget(m_table);
    split->addWidget(makeDetails());
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    inner->addWidget(split, 1);
    m_stack->addWidget(body);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AttestationPage::showSelected);
    connect(m_loader, &RecordLoader::loaded, m_pane, &RecordPane::showRecord);
    connect(m_loader, &RecordLoader::loadFailed, this, [this](const Error& error) {
        m_pane->showMessage(tr("The evidence could not be read again: %1").arg(safeText(error.detail, 300)));
    });
}

QWidget* AttestationPage::makeLiveRow()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    m_verifyNow = new QToolButton(box);
    m_verifyNow->setObjectName(QStringLiteral("verifyNow"));
    m_verifyNow->setIcon(lineIcon(QStringLiteral("shield")));
    m_verifyNow->setText(tr("Verify now"));
    m_verifyNow->setToolTip(plainToolTip(tr("Ask the nodes for their evidence again, and judge it.")));
    m_verifyNow->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_verifyNow, &QToolButton::clicked, this, &AttestationPage::verifyNowWanted);
    row->addWidget(m_verifyNow);
    m_stamp = new RoleLabel(RoleLabel::Role::Muted, {}, box);
    m_stamp->setObjectName(QStringLiteral("evidenceStamp"));
    m_stamp->setWordWrap(true);
    row->addWidget(m_stamp, 1);
    column->addLayout(row);
    m_liveProblem = new RoleLabel(RoleLabel::Role::Muted, {}, box);
    m_liveProblem->setObjectName(QStringLiteral("liveProblem"));
    m_liveProblem->setWordWrap(true);
    m_liveProblem->hide();
    column->addWidget(m_liveProblem);
    return box;
}

void AttestationPage::offerVerifyNow()
{
    if (!m_verifyNow) m_column->insertWidget(0, makeLiveRow());
}

void AttestationPage::showAsking(bool asking)
{
    m_verifyNow->setEnabled(!asking);
    if (asking) m_stamp->setText(tr("The nodes are being asked."));
}

void AttestationPage::setStamp(const QString& sentence)
{
    m_stamp->setText(sentence);
}

void AttestationPage::setLiveProblem(const QString& sentence)
{
    m_liveProblem->setText(sentence);
    m_liveProblem->setVisible(!sentence.isEmpty());
}

QWidget* AttestationPage::makeTop()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    m_badge = new VerdictBadge(box);
    m_badge->setObjectName(QStringLiteral("evidenceVerdict"));
    row->addWidget(m_badge, 1);
    const auto button = [&](const char* name, const char* icon, const QString& text, void (AttestationPage::*act)()) {
        auto* made = new QToolButton(box);
        made->setObjectName(QString::fromLatin1(name));
        made->setIcon(lineIcon(QString::fromLatin1(icon)));
        made->setText(text);
        made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(made, &QToolButton::clicked, this, act);
        row->addWidget(made);
        return made;
    };
    button("choosePolicy", "shield", tr("Policy file…"), &AttestationPage::choosePolicy);
    button("chooseCollateral", "folder", tr("Collateral folder…"), &AttestationPage::chooseCollateral);
    m_forget = button("forgetChoices", "close", tr("Without both"), &AttestationPage::forgetChoices);
    m_forget->hide();
    column->addLayout(row);
    m_choices = new RoleLabel(RoleLabel::Role::Muted, {}, box);
    m_choices->setObjectName(QStringLiteral("evidenceChoices"));
    m_choices->setWordWrap(true);
    m_choices->hide();
    column->addWidget(m_choices);
    m_problem = new RoleLabel(RoleLabel::Role::Muted, {}, box);
    m_problem->setObjectName(QStringLiteral("evidenceProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    column->addWidget(m_problem);
    m_vendorPanel = new VendorPanel(m_pool, box);
    connect(m_vendorPanel, &VendorPanel::got, this, [this](const std::vector<NamedFile>& files) {
        m_fetched.insert(m_fetched.end(), files.begin(), files.end());
        start();
    });
    column->addWidget(m_vendorPanel);
    return box;
}

void AttestationPage::makeTable()
{
    m_model = new EvidenceModel(this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("evidenceTable"));
    m_table->setAccessibleName(tr("Nodes and checks"));
    m_table->setModel(m_model);
    new TableHelper(m_table, QStringLiteral("evidence"), m_memory, TableHelper::Sorting::Off);
    const int em = fontMetrics().averageCharWidth();
    for (int i = 0; i < m_model->columnCount(); ++i)
        m_table->horizontalHeader()->resizeSection(i, em * (i <= EvidenceModel::KindColumn ? 22 : 17));
}

QWidget* AttestationPage::makeDetails()
{
    auto* across = new QSplitter(Qt::Horizontal, this);
    across->setChildrenCollapsible(false);
    m_panel = new AnswersPanel(across);
    m_pane = new RecordPane(across, RecordPane::Subject::Evidence);
    m_pane->splitter()->setOrientation(Qt::Vertical);
    across->setStretchFactor(0, 6);
    across->setStretchFactor(1, 5);
    across->setSizes({600, 500});
    return across;
}

QWidget* AttestationPage::makeRoots()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, space(this, 8), 0, 0);
    column->setSpacing(space(this, 4));
    m_showRoots = new QToolButton(box);
    m_showRoots->setObjectName(QStringLiteral("showRoots"));
    m_showRoots->setText(tr("Pinned roots"));
    m_showRoots->setIcon(lineIcon(QStringLiteral("key")));
    m_showRoots->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_showRoots->setCheckable(true);
    m_showRoots->setChecked(true);
    column->addWidget(m_showRoots, 0, Qt::AlignLeft);
    auto* sentence = new RoleLabel(RoleLabel::Role::Muted,
                                   tr("Roots that every verdict on hardware rests on. To check one, take the vendor's root "
                                      "certificate and compare the SHA-256 of its public key (SubjectPublicKeyInfo, DER)."),
                                   box);
    sentence->setWordWrap(true);
    column->addWidget(sentence);
    m_roots = new PlainTableModel({tr("Root"), tr("Product"), tr("SHA-256 of its public key")}, this);
    auto* table = new QTableView(box);
    table->setObjectName(QStringLiteral("rootTable"));
    table->setAccessibleName(tr("Pinned roots"));
    table->setModel(m_roots);
    new TableHelper(table, QStringLiteral("roots"), m_memory, TableHelper::Sorting::Off);
    const int em = fontMetrics().averageCharWidth();
    table->horizontalHeader()->resizeSection(0, em * 30);
    table->horizontalHeader()->resizeSection(1, em * 14);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setFixedHeight(rowHeight(fontMetrics()) * 6);
    column->addWidget(table);
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_showRoots, &QToolButton::toggled, sentence, &QWidget::setVisible);
    connect(m_showRoots, &QToolButton::toggled, table, &QWidget::setVisible);
    return box;
}

} // namespace countersign::ui
