// Draws the snapshots page into PNG files: countersign_audit_screenshots FOLDER. The history is made up for it.
#include "core/audit/snapshot_keeping.h"
#include "tests/gui/evidence_window.h"
#include "tests/unit/audit/histories.h"

#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

namespace {

using namespace countersign;
using namespace countersign::test;
using namespace countersign::tests;

constexpr int kSettleMs = 500;

/// Four days: one continues, one is a fork.
QString makeWorkspace(const EvidenceWindow& window, Histories& histories,
                      const std::vector<std::filesystem::path>& days)
{
    const QString path = window.path(QStringLiteral("contoso.countersign"));
    auto file = audit::WorkspaceFile::create(path.toStdString()).value();
    if (!file.setProfile("name", "Contoso consortium")) qFatal("no profile");
    UtcTime day{1'769'904'000};
    for (const auto& ledger : days) {
        const auto earlier = audit::lookBack(file).value();
        const Seen seen = see(ledger, {.takenAt = day, .anchor = histories.anchor(), .rootsAt = earlier.rootsAt});
        if (!audit::keepSnapshot(file, seen.snapshot, {})) qFatal("not kept");
        day.seconds += 24 * 3600;
    }
    return path;
}

void select(EvidenceWindow& window, int one, int two)
{
    auto* table = window.child<QTableView>("snapshotTable");
    table->selectRow(one);
    table->selectionModel()->select(table->model()->index(two, 0),
                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
    window.child<QPushButton>("compareSnapshots")->click();
    if (!QTest::qWaitFor([&] { return window.child<QWidget>("comparisonPanel")->isVisible(); }, 60'000))
        qFatal("no answer");
    QTest::qWait(6 * kSettleMs);
}

void draw(const QString& folder, ui::ThemeChoice theme, const QString& look)
{
    QTemporaryDir scratch;
    Histories histories(scratch.path().toStdString(),
                        {{150, support::changeMembersNow}, {170, support::changeNodesNow}, {190, support::recoverNow}});
    const SeqNo early = histories.signatureFrom(70), middle = histories.signatureFrom(130);
    const std::vector<std::filesystem::path> days{histories.upTo(early, "node0-ledger"),
                                                  histories.upTo(middle, "node1-ledger"), histories.whole(),
                                                  histories.forked(90, "other-ledger")};
    EvidenceWindow window(theme);
    window.drop({makeWorkspace(window, histories, days)});
    auto* table = window.child<QTableView>("snapshotTable");
    if (!QTest::qWaitFor([&] { return table->model()->rowCount() == int(days.size()); }, 60'000)) qFatal("no list");
    const auto take = [&](const QString& name) {
        QTest::qWait(kSettleMs);
        if (!window.desk().window().grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, look)))
            qFatal("not written");
    };
    select(window, 1, 2);
    take(QStringLiteral("snapshots-continued"));
    window.child<QTabWidget>("comparisonTabs")->setCurrentIndex(1);
    take(QStringLiteral("snapshots-members"));
    select(window, 2, 3);
    take(QStringLiteral("snapshots-forked"));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (folder.isEmpty() || !QDir().mkpath(folder)) qFatal("usage: countersign_audit_screenshots FOLDER");
    draw(folder, ui::ThemeChoice::Light, QStringLiteral("light"));
    draw(folder, ui::ThemeChoice::Dark, QStringLiteral("dark"));
    QFont large = QApplication::font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    QApplication::setFont(large);
    draw(folder, ui::ThemeChoice::Light, QStringLiteral("large"));
    return 0;
}
