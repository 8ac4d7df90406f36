#include "tests/gui/network/live_pictures.h"

#include "app/gui/desk.h"
#include "tests/support/scripted_prompts.h"
#include "tests/support/scripted_transport.h"
#include "tests/unit/ccf_client/recorded.h"
#include "ui/network/live_page.h"
#include "ui/shell/command_registry.h"

#include <QAbstractButton>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

#include <atomic>

namespace countersign::tests {

namespace {

const std::string kNodes[] = {"https://127.0.0.1:9100", "https://127.0.0.1:9120", "https://127.0.0.1:9130"};

void mustSoon(const std::function<bool()>& condition, const char* what)
{
    if (!QTest::qWaitFor(condition, 30'000)) qFatal("%s did not come", what);
}

template <class T> T* child(app::Desk& desk, const char* name)
{
    return desk.window().findChild<T*>(QString::fromLatin1(name));
}

// Commits move on faster and faster, so that the chart has something to show.
void goOnCommitting(RecordedService& service)
{
    auto asked = std::make_shared<std::atomic<int>>(0);
    service.setChange([asked](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.url.target == "/node/commit") {
            const int round = (*asked)++ / 3;
            return support::jsonReply(200, "{\"transaction_id\":\"2." + std::to_string(180 + round * round / 3) + "\"}");
        }
        if (request.url.target != "/node/state" || request.url.origin() != kNodes[2]) return {};
        return support::jsonReply(
            200, R"({"last_signed_seqno":180,"node_id":"cfe91dd373a6a987dc5e8058b6e1f0f32bc310c550251881dc79e641e3db8937",)"
                 R"("startup_seqno":123,"state":"PartOfNetwork","stop_notice":false})");
    });
}

void takeSplit(ui::LiveSession& session, RecordedService& service, const std::function<void()>& take)
{
    service.setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.url.origin() != kNodes[1] || !request.url.target.starts_with("/gov/service/members?")) return {};
        net::HttpReply reply = test::recorded("04-open-as-seen-by-a-backup/gov-service-members").reply;
        std::string body(textOf(reply.body));
        reply.body = copyOf(bytesOf(body.replace(body.find("Active"), 6, "Accepted")));
        return reply;
    });
    session.refresh();
    mustSoon([&] { return session.snapshot()->verdict() == Verdict::Failed; }, "the split view");
    take();
}

} // namespace

std::shared_ptr<RecordedService> servicePictured()
{
    if (!std::filesystem::exists(test::recordingsFolder())) return nullptr;
    auto service = std::make_shared<RecordedService>();
    service->addNode(kNodes[0], "03-open");
    service->addNode(kNodes[1], "04-open-as-seen-by-a-backup");
    service->addNode(kNodes[2], "04-open-as-seen-by-a-backup");
    return service;
}

void takeLive(app::Desk& desk, ScriptedPrompts& prompts, RecordedService& service, const QString& folder,
              const std::function<void(const QString&)>& take)
{
    goOnCommitting(service);
    const QString pem = folder + QStringLiteral("/service_cert.pem");
    QFile file(pem);
    if (!file.open(QIODevice::WriteOnly)) qFatal("no certificate file");
    file.write(QByteArray::fromStdString(RecordedService::servicePem()));
    file.close();
    prompts.file = pem;
    desk.window().commands().trigger(QStringLiteral("file.connect"));
    QStringList urls;
    for (const std::string& node : kNodes) urls += QString::fromStdString(node);
    child<QPlainTextEdit>(desk, "connectUrls")->setPlainText(urls.join(QLatin1Char('\n')));
    child<QAbstractButton>(desk, "connectChooseFile")->click();
    mustSoon([&] { return child<QAbstractButton>(desk, "connectGo")->isEnabled(); }, "the certificate");
    take(QStringLiteral("connect"));
    child<QAbstractButton>(desk, "connectGo")->click();
    const QString group = desk.window().currentPage().group;
    ui::LiveSession& session = desk.connector().workspace(group)->session();
    mustSoon([&] { return !session.samples().empty() && session.samples().front().size() >= 12; }, "twelve rounds");
    for (const char* page : {"service", "governance", "members", "users", "nodes", "policies", "constitution"}) {
        desk.window().showPage(group, QString::fromLatin1(page));
        take(QString::fromLatin1(page));
        if (QLatin1String(page) != QLatin1String("governance")) continue;
        auto* headline = child<QLabel>(desk, "evaluationHeadline");
        mustSoon([&] { return headline->text().startsWith(QStringLiteral("As evaluated")) || headline->text().startsWith(QStringLiteral("Not")); },
                 "the evaluation");
        child<QTabWidget>(desk, "proposalTabs")->setCurrentIndex(1);
        take(QStringLiteral("governance-effect"));
        child<QTabWidget>(desk, "proposalTabs")->setCurrentIndex(0);
    }
    takeSplit(session, service, [&] {
        desk.window().showPage(group, QStringLiteral("service"));
        take(QStringLiteral("service-split"));
    });
    desk.window().commands().trigger(QStringLiteral("file.closeGroup"));
}

} // namespace countersign::tests
