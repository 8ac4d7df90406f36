#include "tests/gui/sign/acting_window.h"

#include "core/base/file_io.h"
#include "ui/shell/command_registry.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

namespace countersign::test {

namespace {
constexpr int kSoon = 90'000;
}

void MeddlingTransport::answer(Before before)
{
    const std::scoped_lock lock(m_mutex);
    m_before = std::move(before);
}

void MeddlingTransport::change(After after)
{
    const std::scoped_lock lock(m_mutex);
    m_after = std::move(after);
}

Result<net::HttpReply> MeddlingTransport::send(const net::HttpRequest& request, std::stop_token stop)
{
    Before before;
    After after;
    {
        const std::scoped_lock lock(m_mutex);
        before = m_before;
        after = m_after;
    }
    if (request.method == "POST") ++m_posts;
    if (before)
        if (auto answer = before(request)) return *std::move(answer);
    auto reply = m_network.send(request, std::move(stop));
    if (after) after(request, reply);
    return reply;
}

ActingWindow::ActingWindow(LiveSandbox& live, qint64 clockAhead, std::chrono::milliseconds followFor)
    : m_live(live), m_settings(m_home.filePath(QStringLiteral("settings.ini"))), m_theme(*qApp),
      m_transport(std::make_shared<MeddlingTransport>())
{
    app::LiveWorld world{.transport = m_transport, .timing = {.pulseMs = 200, .longestMs = 500, .wholeEvery = 5}};
    world.proofFolder = m_home.filePath(QStringLiteral("proofs"));
    world.clock = [clockAhead] { return UtcTime{systemTime().seconds + clockAhead}; };
    world.followFor = followFor;
    m_desk = std::make_unique<app::Desk>(m_settings, m_theme, m_prompts, m_home.filePath(QStringLiteral("pins.json")), QString(), world);
    m_desk->window().resize(1280, 800);
    m_desk->window().show();
}

ActingWindow::~ActingWindow() = default;

QString ActingWindow::keyOf(std::size_t member) const
{
    return QString::fromStdString(m_live.places().members.at(member).key.string());
}

void ActingWindow::connect()
{
    m_prompts.file = QString::fromStdString(m_live.places().serviceCertificate.string());
    m_desk->window().commands().trigger(QStringLiteral("file.connect"));
    child<QPlainTextEdit>("connectUrls")->setPlainText(QString::fromStdString(m_live.places().urls.front()));
    child<QAbstractButton>("connectChooseFile")->click();
    QVERIFY(QTest::qWaitFor([this] { return child<QAbstractButton>("connectGo")->isEnabled(); }, kSoon));
    child<QAbstractButton>("connectGo")->click();
    QVERIFY(QTest::qWaitFor([this] {
        app::LiveWorkspace* open = workspace();
        return open && open->session().snapshot() && open->session().snapshot()->service();
    }, kSoon));
}

app::LiveWorkspace* ActingWindow::workspace()
{
    return m_desk->connector().workspace(m_desk->window().currentPage().group);
}

bool ActingWindow::showProposal(const std::string& id)
{
    const QString wanted = QString::fromStdString(id);
    ui::LiveSession& session = workspace()->session();
    session.refresh();
    const auto listed = [&] {
        return std::ranges::any_of(session.proposals(), [&](const ui::LiveProposal& one) { return one.id == wanted && one.isOpen; });
    };
    if (!QTest::qWaitFor(listed, kSoon)) return false;
    m_desk->window().showPage(m_desk->window().currentPage().group, QStringLiteral("governance"));
    auto* page = qobject_cast<ui::Page*>(child<QWidget>("proposalTable")->parentWidget()->parentWidget());
    if (!page) return false;
    page->showPlace(QStringLiteral("proposal"), wanted);
    return QTest::qWaitFor([this] { return child<QAbstractButton>("approveProposal")->isEnabled(); }, kSoon);
}

bool ActingWindow::isReady()
{
    return sheet() && child<QAbstractButton>("actSign")->isEnabled();
}

ui::SigningSheet* ActingWindow::openSheet(const char* button)
{
    child<QAbstractButton>(button)->click();
    return QTest::qWaitFor([this] { return sheet() != nullptr && !text("actSentence").isEmpty(); }, kSoon) ? sheet() : nullptr;
}

void ActingWindow::choose(std::size_t member, const QString& key)
{
    auto* box = child<QComboBox>("actMember");
    const int row = box->findData(QString::fromStdString(m_live.memberId(member)));
    QVERIFY(row >= 0);
    box->setCurrentIndex(row);
    child<QLineEdit>("keyFile")->setText(key);
    if (!key.isEmpty()) QVERIFY(QTest::qWaitFor([this] { return isReady(); }, kSoon));
}

ui::ActOutcome ActingWindow::waitForEnd(const std::function<void()>& begin)
{
    std::optional<ui::ActOutcome> outcome;
    const auto connection = QObject::connect(sheet(), &ui::SigningSheet::ended, [&](const ui::ActOutcome& one) { outcome = one; });
    begin();
    if (!QTest::qWaitFor([&] { return outcome.has_value(); }, kSoon)) qWarning("the act did not come to an end");
    QObject::disconnect(connection);
    return outcome.value_or(ui::ActOutcome());
}

ui::ActOutcome ActingWindow::sign()
{
    return waitForEnd([this] { child<QAbstractButton>("actSign")->click(); });
}

QString ActingWindow::text(const char* label)
{
    auto* found = child<QLabel>(label);
    return found ? found->text() : QString();
}

QString ActingWindow::said()
{
    QStringList lines;
    for (const QLabel* line : m_desk->window().findChildren<QLabel*>(QStringLiteral("actLine"))) lines += line->text();
    return lines.join(QLatin1Char('\n'));
}

nlohmann::json smallAction()
{
    return nlohmann::json::array({{{"name", "trigger_ledger_chunk"}}});
}

std::string proposeSmall(LiveSandbox& live, std::size_t member)
{
    return jsonOfReply(live.propose(member, smallAction())).value("proposalId", "");
}

std::string stateOf(LiveSandbox& live, const std::string& proposal)
{
    return live.getJson("/gov/members/proposals/" + proposal + "?api-version=2024-07-01").value("proposalState", "");
}

} // namespace countersign::test
