// Draws a vote in the demo consortium, step by step, into PNG files: countersign_vote_screenshots FOLDER.
#include "app/gui/desk.h"
#include "core/base/file_io.h"
#include "tests/support/scripted_prompts.h"
#include "tests/support/make_certificate.h"
#include "ui/common/theme/theme.h"
#include "ui/compose/add_member_dialog.h"
#include "ui/compose/compose_page.h"
#include "ui/settings/settings.h"
#include "ui/sign/signing_sheet.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPainter>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

namespace {

using namespace countersign;

constexpr int kSoon = 90'000;
constexpr int kSettleMs = 600;

class VotePictures
{
public:
    VotePictures(ui::Settings& settings, ui::Theme& theme, const QString& home, QString folder, QString look)
        : m_desk(settings, theme, m_prompts, home + QStringLiteral("/pins.json"), {}, {.timing = {.pulseMs = 400}}),
          m_folder(std::move(folder)), m_look(std::move(look)), m_newcomer((home + QStringLiteral("/newcomer.pem")).toStdString())
    {
        const auto key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
        const auto certificate = test::makeCertificate({.subject = "DEMO newcomer", .notAfter = UtcTime{2'000'000'000}}, key.publicKey(), key);
        if (!writeFileAtomically(m_newcomer, bytesOf(certificate.pem()))) qFatal("can't write %s", m_newcomer.c_str());
    }

    void takeAll(QSize size)
    {
        m_desk.window().resize(size);
        m_desk.window().show();
        take(QStringLiteral("demo-start"));
        child<QAbstractButton>("demoStart")->click();
        until([this] { return workspace() && workspace()->session().snapshot() && workspace()->session().snapshot()->service(); }, "the demo");
        take(QStringLiteral("demo-overview"));
        openProposal();
        take(QStringLiteral("vote-review"));
        child<QAbstractButton>("approveProposal")->click();
        until([this] { return child<QAbstractButton>("actSign") && child<QAbstractButton>("actSign")->isEnabled(); }, "the sheet");
        take(QStringLiteral("vote-sheet"));
        takeElsewhere();
        std::optional<ui::ActOutcome> outcome;
        QObject::connect(sheet(), &ui::SigningSheet::ended, [&](const ui::ActOutcome& one) { outcome = one; });
        child<QAbstractButton>("actSign")->click();
        until([&] { return outcome.has_value(); }, "the end of the vote");
        take(QStringLiteral("vote-done"));
        child<QAbstractButton>("actClose")->click();
        until([this] { return !sheet(); }, "the sheet's end");
        take(QStringLiteral("vote-after"));
        takeDraft();
    }

private:
    template <class T> T* child(const char* name) { return m_desk.window().findChild<T*>(QString::fromLatin1(name)); }
    ui::SigningSheet* sheet() { return m_desk.window().findChild<ui::SigningSheet*>(); }
    app::LiveWorkspace* workspace() { return m_desk.connector().workspace(m_desk.window().currentPage().group); }

    template <class Condition> static void until(Condition condition, const char* what)
    {
        if (!QTest::qWaitFor(condition, kSoon)) qFatal("%s did not come", what);
    }

    void openProposal()
    {
        m_desk.window().showPage(m_desk.window().currentPage().group, QStringLiteral("governance"));
        auto* table = child<QTableView>("proposalTable");
        until([&] { return table->model()->rowCount() > 0; }, "the proposals");
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, 2).data().toString() == QLatin1String("set_member")) table->selectRow(row);
        until([this] { return child<QAbstractButton>("approveProposal")->isEnabled(); }, "the proposal");
        auto* headline = child<QLabel>("evaluationHeadline");
        until([&] { return headline->text().startsWith(QStringLiteral("As evaluated")) || headline->text().startsWith(QStringLiteral("Not")); },
              "the evaluation");
    }

    void takeDraft()
    {
        m_desk.window().showPage(m_desk.window().currentPage().group, QStringLiteral("compose"));
        auto* page = m_desk.window().findChild<ui::ComposePage*>();
        take(QStringLiteral("compose-empty"));
        page->addAction({QStringLiteral("trigger_ledger_chunk"), {}});
        page->addAction({QStringLiteral("set_recovery_threshold"), R"({"recovery_threshold": 1})"});
        until([this] { return child<QAbstractButton>("signProposal")->isEnabled(); }, "the check of the draft");
        take(QStringLiteral("compose"));
        m_desk.window().showPage(m_desk.window().currentPage().group, QStringLiteral("members"));
        take(QStringLiteral("members"));
        child<QAbstractButton>("addMember")->click();
        auto* dialog = m_desk.window().findChild<ui::AddMemberDialog*>();
        dialog->useCertificate(QString::fromStdString(m_newcomer));
        until([this] { return child<QAbstractButton>("createProposal")->isEnabled(); }, "the check of the new member");
        QTest::qWait(kSettleMs);
        const QString path = QStringLiteral("%1/add-member-%2.png").arg(m_folder, m_look);
        if (!dialog->grab().save(path)) qFatal("can't write %s", qPrintable(path));
        dialog->close();
    }

    void takeElsewhere()
    {
        child<QComboBox>("keyPlace")->setCurrentIndex(2);
        take(QStringLiteral("vote-elsewhere"));
        child<QComboBox>("keyPlace")->setCurrentIndex(0);
        until([this] { return child<QAbstractButton>("actSign")->isEnabled(); }, "the key file");
    }

    // The sheet is a window of its own; it is drawn where it lies over the other one.
    void take(const QString& name)
    {
        QTest::qWait(kSettleMs);
        QPixmap picture = m_desk.window().grab();
        if (ui::SigningSheet* open = sheet()) {
            const QPixmap top = open->grab();
            QPainter painter(&picture);
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 90));
            painter.drawPixmap((picture.width() - top.width()) / 2, (picture.height() - top.height()) / 2, top);
        }
        const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_look);
        if (!picture.save(path)) qFatal("can't write %s", qPrintable(path));
    }

    tests::ScriptedPrompts m_prompts;
    app::Desk m_desk;
    QString m_folder, m_look;
    std::string m_newcomer;
};

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (folder.isEmpty() || !QDir().mkpath(folder)) qFatal("usage: countersign_vote_screenshots FOLDER");
    const QTemporaryDir home;
    ui::Settings settings(home.filePath(QStringLiteral("settings.ini")));
    ui::Theme theme(application);
    const auto take = [&](const char* look, ui::ThemeChoice choice) {
        settings.setTheme(choice);
        theme.setChoice(choice);
        VotePictures(settings, theme, home.path(), folder, QString::fromLatin1(look)).takeAll({1280, 800});
    };
    take("light", ui::ThemeChoice::Light);
    take("dark", ui::ThemeChoice::Dark);
    QFont large = QApplication::font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    QApplication::setFont(large);
    take("large-font", ui::ThemeChoice::Light);
    return 0;
}
