#include "ui/attestation/attestation_page.h"

#include "core/base/file_io.h"
#include "ui/attestation/answers_panel.h"
#include "ui/attestation/evidence_model.h"
#include "ui/attestation/vendor_panel.h"
#include "ui/common/empty_state.h"
#include "ui/common/format.h"
#include "ui/common/prompts.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/verdict_badge.h"
#include "ui/explore/record_loader.h"
#include "ui/explore/record_pane.h"
#include "ui/models/plain_table_model.h"
#include "ui/models/safe_text.h"
#include "ui/tasks/run_task.h"
#include "ui/verify/ledger_session.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr std::uint64_t kPolicyLimit = 1u << 20;
constexpr int kMostCollateral = 1000;
constexpr std::size_t kMostRowsAtOnce = 6; ///< Nodes seen without scrolling.

Result<NamedFile> readNamed(const QString& path, std::uint64_t limit)
{
    auto content = readSmallFile(path.toStdString(), limit);
    if (!content) return std::move(content).error();
    return NamedFile{*std::move(content), QFileInfo(path).fileName().toStdString()};
}

Result<std::vector<NamedFile>> readFolder(const QString& folder)
{
    const QFileInfoList entries = QDir(folder).entryInfoList(QDir::Files, QDir::Name);
    if (entries.size() > kMostCollateral)
        return Error{ErrorCode::LimitExceeded, folder.toStdString(), "more than 1000 files"};
    std::vector<NamedFile> files;
    for (const QFileInfo& entry : entries) {
        auto file = readNamed(entry.absoluteFilePath(), kSmallFileLimit);
        if (!file) return std::move(file).error();
        files.push_back(*std::move(file));
    }
    return files;
}

std::vector<EvidenceRow> rowsOf(EvidenceSource& source, const VerificationReport& report, const std::stop_token& stop)
{
    std::vector<EvidenceRow> rows;
    for (std::size_t i = 0; i < report.evidence.size() && !stop.stop_requested(); ++i) {
        auto links = source.prove(i + 1, report);
        rows.push_back({report.evidence[i], links ? *std::move(links) : std::vector<ProofLink>{}});
    }
    return rows;
}

} // namespace

void AttestationPage::setRoots(const QList<PinnedRoot>& roots)
{
    QList<PlainRow> rows;
    for (const PinnedRoot& root : roots)
        rows.append({.cells = {{.text = root.name}, {.text = root.product}, {.text = root.keyDigest}}});
    m_roots->setRows(std::move(rows));
}

void AttestationPage::setEmptySentence(const QString& sentence)
{
    m_empty->setSentence(sentence);
}

void AttestationPage::judge(EvidenceDrop drop)
{
    if (!m_table) makeAll();
    m_drop = std::move(drop);
    m_vendorPanel->setOffer({});
    m_stack->setCurrentIndex(1);
    m_showRoots->setChecked(false);
    start();
}

void AttestationPage::start()
{
    if (!m_drop.source) return;
    if (m_session) m_session->deleteLater();
    m_running = true;
    m_problem->hide();
    m_report.reset();
    m_badge->setResult(Verdict::NotChecked, tr("being judged"));
    m_session = new LedgerSession(m_verifyPool, m_drop.source, 0, this);
    m_session->setQuestions(questions());
    m_session->setAnchor(m_drop.anchors);
    connect(m_session, &LedgerSession::finished, this, &AttestationPage::finished);
    connect(m_session, &LedgerSession::failed, this, [this](const Error& error) {
        m_running = false;
        m_badge->setResult(Verdict::NotChecked, tr("nothing could be judged"));
        showProblem(tr("The evidence could not be judged: %1").arg(safeText(error.where + ' ' + error.detail, 400)));
        showRows({});
    });
    m_session->start();
}

VerifyOptions AttestationPage::questions() const
{
    VerifyOptions questions;
    questions.anchorsNameTheService = false;
    questions.policy = m_policy;
    for (const auto* files : {&m_drop.collateral, &m_collateral, &m_fetched})
        questions.collateral.insert(questions.collateral.end(), files->begin(), files->end());
    return questions;
}

void AttestationPage::offerVendors()
{
    if (!m_vendors) return;
    VerifyOptions asked = questions();
    asked.at = UtcTime{QDateTime::currentSecsSinceEpoch()};
    runTask(m_pool, this,
            [ask = m_vendors, source = m_drop.source, asked](const std::stop_token&) { return ask(source, asked); },
            [this, report = m_report](VendorOffer offer) {
                if (report == m_report) m_vendorPanel->setOffer(std::move(offer));
            });
}

void AttestationPage::finished(const std::shared_ptr<const VerificationReport>& report)
{
    m_report = report;
    loadLinks(report);
}

void AttestationPage::loadLinks(const std::shared_ptr<const VerificationReport>& report)
{
    runTask(m_pool, this,
            [source = m_drop.source, report](const std::stop_token& stop) { return rowsOf(*source, *report, stop); },
            [this, report](std::vector<EvidenceRow> rows) {
                if (report != m_report) return;
                m_running = false;
                showRows(std::move(rows));
                offerVendors();
                Q_EMIT judged();
            });
}

void AttestationPage::showRows(std::vector<EvidenceRow> rows)
{
    const auto is = [](Verdict verdict) {
        return [verdict](const EvidenceRow& row) { return row.outcome.verdict == verdict; };
    };
    const auto all = rows.size();
    const auto passed = std::size_t(std::ranges::count_if(rows, is(Verdict::Passed)));
    const auto failed = std::size_t(std::ranges::count_if(rows, is(Verdict::Failed)));
    const auto empty = std::size_t(std::ranges::count_if(rows, [](const auto& row) { return row.outcome.kind == "virtual"; }));
    if (m_report) {
        const Verdict verdict = failed > 0                 ? Verdict::Failed
                                : passed == all && all > 0 ? Verdict::Passed
                                                           : Verdict::Indeterminate;
        m_badge->setResult(verdict, tr("Passed: %1, failed: %2, indeterminate: %3, of which without hardware: %4")
                                        .arg(formatCount(passed), formatCount(failed), formatCount(all - passed - failed),
                                             formatCount(empty)));
        if (all > passed) setBadge(formatCount(all - passed), tr("Pieces of evidence that did not pass: %1").arg(formatCount(all - passed)));
        else setBadge({}, {});
    }
    m_model->setRows(std::move(rows));
    m_table->setVisible(all > 1);
    m_table->setMinimumHeight(rowHeight(fontMetrics()) * (2 + int(std::min<std::size_t>(all, kMostRowsAtOnce))));
    if (all > 0) m_table->setCurrentIndex(m_model->index(0, 0));
    showSelected();
}

void AttestationPage::showSelected()
{
    const QModelIndex index = m_table->currentIndex();
    m_panel->setVisible(index.isValid());
    if (!index.isValid() || index.row() >= m_model->rowCount()) {
        m_panel->hide();
        m_loader->load(0);
        return m_pane->showMessage(tr("Select a piece of evidence to see its report and its bytes."));
    }
    m_panel->showEvidence(m_model->rowAt(index.row()));
    m_loader->setSource(m_drop.source);
    m_loader->load(SeqNo(index.row()) + 1);
}

void AttestationPage::choosePolicy()
{
    m_prompts.chooseFile(this, {.title = tr("Choose what you accept"), .filter = tr("Policies (*.json);;All files (*)")},
                         [this](const QString& path) {
        runTask(m_pool, this, [path](const std::stop_token&) { return readNamed(path, kPolicyLimit); },
                [this](Result<NamedFile> file) {
                    if (!file) return showProblem(tr("The policy could not be read: %1").arg(safeText(file.error().detail, 300)));
                    m_policy = *std::move(file);
                    showChoices();
                    start();
                });
    });
}

void AttestationPage::chooseCollateral()
{
    m_prompts.chooseFolder(this, {.title = tr("Choose a folder of certificates, revocation lists and vendors' data")},
                           [this](const QString& path) {
        runTask(m_pool, this, [path](const std::stop_token&) { return readFolder(path); },
                [this, path](Result<std::vector<NamedFile>> files) {
                    if (!files)
                        return showProblem(tr("The folder could not be read: %1").arg(safeText(files.error().detail, 300)));
                    m_collateral = *std::move(files);
                    m_collateralFolder = path;
                    showChoices();
                    start();
                });
    });
}

void AttestationPage::forgetChoices()
{
    m_policy.reset();
    m_collateral.clear();
    m_collateralFolder.clear();
    showChoices();
    start();
}

void AttestationPage::showChoices()
{
    QStringList sentences;
    if (m_policy) sentences += tr("Held against the policy %1.").arg(safeText(m_policy->source, 200));
    if (!m_collateralFolder.isEmpty())
        sentences += tr("Files of %1 are used where they fit: %2.")
                         .arg(safeText(m_collateralFolder, 200), formatCount(m_collateral.size()));
    m_choices->setText(sentences.join(QLatin1Char(' ')));
    m_choices->setVisible(!sentences.isEmpty());
    m_forget->setVisible(!sentences.isEmpty());
}

void AttestationPage::showProblem(const QString& sentence)
{
    m_problem->setText(sentence);
    m_problem->show();
}

void AttestationPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    Q_EMIT shown();
}

QList<Command> AttestationPage::commands()
{
    const auto any = [this] { return m_drop.source != nullptr; };
    QList<Command> commands{{.id = QStringLiteral("attestation.policy"),
             .title = tr("Hold evidence against a policy file…"),
             .icon = QStringLiteral("shield"),
             .trigger = [this] { choosePolicy(); },
             .enabled = any},
            {.id = QStringLiteral("attestation.collateral"),
             .title = tr("Use a folder of certificates and vendors' data…"),
             .icon = QStringLiteral("folder"),
             .trigger = [this] { chooseCollateral(); },
             .enabled = any}};
    if (m_verifyNow)
        commands += {.id = QStringLiteral("attestation.verifyNow"),
                     .title = tr("Ask the nodes for their evidence again"),
                     .icon = QStringLiteral("shield"),
                     .trigger = [this] { Q_EMIT verifyNowWanted(); },
                     .enabled = [this] { return m_verifyNow->isEnabled(); }};
    return commands;
}

} // namespace countersign::ui
