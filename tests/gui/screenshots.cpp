// Draws the window into PNG files: countersign_screenshots FOLDER [live]. Values in the pictures of a ledger are examples.
#include "app/gui/desk.h"
#include "tests/gui/network/live_pictures.h"
#include "tests/support/scripted_prompts.h"
#include "tests/support/source_dir.h"
#include "ui/common/error_line.h"
#include "ui/common/icons.h"
#include "ui/common/task_row.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/page.h"
#include "ui/shell/trust_state.h"
#include "ui/verify/ledger_session.h"

#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace {

using namespace countersign;

const QString kGroup = QStringLiteral("example");
const QString kIdentity = QStringLiteral("91ab03f2c47e55d10ab8e3fa6412770ce8d5b9a1f3c20d4478e6115b9c0ad27e");

ui::TrustState exampleTrust(Verdict verdict)
{
    ui::TrustState state{.service = QStringLiteral("Contoso consortium"),
                         .identity = kIdentity,
                         .pinSource = QStringLiteral("service_cert.pem"),
                         .pinned = QDateTime(QDate(2026, 11, 12), QTime(9, 14), Qt::UTC),
                         .verdict = verdict,
                         .scope = QStringLiteral("1–505 · pinned 91ab…7e"),
                         .demo = true};
    if (verdict == Verdict::Failed) state.scope = QStringLiteral("at 318 of 1–505 · pinned 91ab…7e");
    return state;
}

class Pictures
{
public:
    Pictures(app::Desk& desk, QString folder) : m_window(desk.window()), m_folder(std::move(folder)) {}

    void take(const QString& name, QSize size = {1280, 800})
    {
        m_window.resize(size);
        m_window.show();
        // Twice: what comes in the first round lays itself out in the second.
        for (int i = 0; i < 3; ++i) QTest::qWait(30);
        const QString path = m_folder + QLatin1Char('/') + name + QStringLiteral(".png");
        if (!m_window.grab().save(path)) qFatal("can't write %s", qPrintable(path));
    }

    void openExample(Verdict verdict)
    {
        m_window.addGroup(kGroup, QStringLiteral("Contoso consortium"));
        const auto add = [this](const char* id, const char* title, const char* icon, const char* badge) {
            auto* page = new ui::Page({.id = QString::fromLatin1(id),
                                       .title = QString::fromLatin1(title),
                                       .icon = QString::fromLatin1(icon)});
            page->setBadge(QString::fromLatin1(badge), QString::fromLatin1(badge));
            m_window.addPage(kGroup, page);
        };
        add("overview", "Overview", "overview", "");
        add("transactions", "Transactions", "transactions", "");
        add("tables", "Tables", "tables", "");
        add("findings", "Findings", "findings", "3");
        show(verdict);
        m_window.showPage(kGroup, QStringLiteral("overview"));
    }

    void show(Verdict verdict)
    {
        m_window.setTrust(kGroup, exampleTrust(verdict));
        m_window.setLedgerState(kGroup, {.signedTo = 505, .unsignedFrom = 506, .unsignedTo = 509});
    }

    ui::MainWindow& window() { return m_window; }

private:
    ui::MainWindow& m_window;
    QString m_folder;
};

void takeShell(Pictures& pictures)
{
    pictures.take(QStringLiteral("start-light"));
    pictures.window().showPage(ui::kProgramGroup, QStringLiteral("settings"));
    pictures.take(QStringLiteral("settings-light"));
    pictures.window().commands().trigger(QStringLiteral("go.back"));
    pictures.window().commands().trigger(QStringLiteral("go.to.anything"));
    pictures.take(QStringLiteral("palette-light"));
    pictures.window().findChild<ui::CommandPalette*>()->dismiss();
}

void takeExample(Pictures& pictures)
{
    pictures.openExample(Verdict::Passed);
    ui::TaskRow* task = pictures.window().addTask(QStringLiteral("Verifying Contoso consortium"));
    task->setPausable(true);
    task->setProgress({.phase = "verify", .doneBytes = 325'058'560, .totalBytes = 812'646'400, .doneItems = 503'000, .seconds = 1.2});
    pictures.window().report({.what = QStringLiteral("One file could not be read."),
                              .where = QStringLiteral("ledger_318-402.committed at offset 0x1f0, transaction 2.318"),
                              .holds = QStringLiteral("The other 6 files were verified."),
                              .advice = QStringLiteral("Ask for another copy of this file."),
                              .id = QStringLiteral("Malformed"),
                              .detail = QStringLiteral("entry header: reserved bits are set")});
    pictures.take(QStringLiteral("shell-light"));
    pictures.show(Verdict::Failed);
    pictures.take(QStringLiteral("shell-failed-light"), {1024, 640});
    pictures.show(Verdict::Indeterminate);
    ui::TrustState trouble = exampleTrust(Verdict::Indeterminate);
    QString other = kIdentity;
    std::reverse(other.begin(), other.end());
    trouble.trouble = {.title = QStringLiteral("The service's identity has changed"),
                       .sentence = QStringLiteral("This ledger ends under another identity than the one you pinned."),
                       .pinned = kIdentity,
                       .seen = other,
                       .safeAction = QStringLiteral("Keep the old pin"),
                       .otherAction = QStringLiteral("Review the recovery…")};
    pictures.window().setTrust(kGroup, trouble);
    pictures.take(QStringLiteral("shell-trouble-light"));
    pictures.show(Verdict::Passed);
}

// Pages of real ledgers: the demo, its tampered twin, and, when it is beside the checkout, a ledger of another service.
class LedgerPictures
{
public:
    LedgerPictures(app::Desk& desk, Pictures& pictures) : m_desk(desk), m_pictures(pictures) {}

    void open(const QString& path, const QStringList& anchors)
    {
        m_desk.open({path}, anchors);
        wait([this, path] { return m_desk.currentSession() && m_desk.currentSession()->summary().paths.front() == path.toStdString(); });
        wait([this] { return m_desk.currentSession()->state() == ui::LedgerSession::State::Finished; });
    }

    void take(const QString& page, const QString& name, QSize size = {1280, 800})
    {
        const QString group = m_desk.window().currentPage().group;
        m_desk.window().showPage(group, page);
        QTest::qWait(kSettleMs);
        m_pictures.take(name, size);
        QTest::qWait(kSettleMs);
        m_pictures.take(name, size);
    }

    void takeAll(const QString& ledger, const QString& look, QSize size = {1280, 800})
    {
        for (const char* page : {"overview", "files", "transactions", "tables", "findings"})
            take(QLatin1String(page), QStringLiteral("%1-%2-%3").arg(ledger, QLatin1String(page), look), size);
    }

private:
    static constexpr int kSettleMs = 700;

    template <class Condition> static void wait(Condition condition)
    {
        if (!QTest::qWaitFor(condition, 60'000)) qFatal("a ledger was not verified in time");
    }

    app::Desk& m_desk;
    Pictures& m_pictures;
};

void takeLedgers(app::Desk& desk, Pictures& pictures, const QString& look, QSize size = {1280, 800})
{
    const QString demo = QString::fromStdString(test::sourceDir() / "resources/demo/");
    const QString real = QDir::cleanPath(QString::fromStdString(test::sourceDir() / "../shared/vectors/ccf-ledgers/double_sealed_service"));
    LedgerPictures ledgers(desk, pictures);
    ledgers.open(demo + QStringLiteral("ledger"), {});
    ledgers.takeAll(QStringLiteral("demo"), look, size);
    ledgers.open(demo + QStringLiteral("tampered"), {});
    ledgers.takeAll(QStringLiteral("tampered"), look, size);
    if (!QDir(real).exists()) return;
    ledgers.open(real, {});
    ledgers.take(QStringLiteral("files"), QStringLiteral("identity-sheet-%1").arg(look), size);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (folder.isEmpty() || !QDir().mkpath(folder)) qFatal("usage: countersign_screenshots FOLDER");
    const QTemporaryDir home;
    ui::Settings settings(home.filePath(QStringLiteral("settings.ini")));
    settings.setTheme(ui::ThemeChoice::Light);
    settings.rememberPlace({{QStringLiteral("/srv/ledgers/contoso")},
                            QStringLiteral("Contoso consortium"),
                            QDateTime(QDate(2026, 11, 12), QTime(9, 14), Qt::UTC)});
    ui::Theme theme(application);
    tests::ScriptedPrompts prompts;
    const auto service = tests::servicePictured();
    app::Desk desk(settings, theme, prompts, home.filePath(QStringLiteral("pins.json")), {}, {service, {.pulseMs = 60}});
    Pictures pictures(desk, folder);
    for (const char* look : {"light", "dark"}) {
        if (!service) break;
        settings.setTheme(look == std::string_view("dark") ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        const auto take = [&](const QString& name) {
            QTest::qWait(300);
            const bool tall = name == QStringLiteral("service"); // with its charts
            pictures.take(QStringLiteral("live-%1-%2").arg(name, QString::fromLatin1(look)), tall ? QSize(1280, 960) : QSize(1280, 800));
        };
        tests::takeLive(desk, prompts, *service, home.path(), take);
    }
    settings.setTheme(ui::ThemeChoice::Light);
    if (argc > 2) return 0; // "countersign_screenshots FOLDER live": those alone
    takeLedgers(desk, pictures, QStringLiteral("light"));
    settings.setTheme(ui::ThemeChoice::Dark);
    takeLedgers(desk, pictures, QStringLiteral("dark"));
    settings.setTheme(ui::ThemeChoice::Light);
    desk.window().showPage(ui::kHomeGroup, QStringLiteral("start"));
    takeShell(pictures);
    takeExample(pictures);
    settings.setTheme(ui::ThemeChoice::Dark);
    pictures.take(QStringLiteral("shell-dark"));
    pictures.window().showPage(ui::kHomeGroup, QStringLiteral("start"));
    pictures.take(QStringLiteral("start-dark"));
    settings.setTheme(ui::ThemeChoice::Light);

    QFont large = QApplication::font();
    large.setPointSizeF(large.pointSizeF() * 2);
    QApplication::setFont(large);
    app::Desk largeDesk(settings, theme, prompts, home.filePath(QStringLiteral("pins.json")), {});
    Pictures largePictures(largeDesk, folder);
    takeLedgers(largeDesk, largePictures, QStringLiteral("large-font"));
    largeDesk.window().showPage(ui::kHomeGroup, QStringLiteral("start"));
    largePictures.take(QStringLiteral("start-large-font"), {1280, 800});
    largePictures.openExample(Verdict::Passed);
    largePictures.take(QStringLiteral("shell-large-font"), {1280, 800});
    return 0;
}
