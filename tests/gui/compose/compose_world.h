#pragma once

#include "tests/gui/network/recorded_service.h"
#include "tests/support/scripted_prompts.h"
#include "ui/compose/compose_page.h"
#include "ui/family/ccf/ccf_compose.h"

#include <QTemporaryDir>
#include <QThreadPool>

namespace countersign::tests {

/// Takes what is to be signed, and answers as the test says.
class ScriptedDesk final : public ui::ActDesk
{
public:
    std::vector<ui::Act> acts;
    ui::ActOutcome outcome;
    int refreshed = 0;

    void sign(ui::Act act, QWidget*, std::function<void(const ui::ActOutcome&)> ended) override
    {
        acts.push_back(std::move(act));
        ended(outcome);
    }
    void refresh() override { ++refreshed; }
};

/// A session with the recorded network and all that composing needs.
class ComposeWorld
{
public:
    ComposeWorld()
    {
        transport->addNode(kNode, "03-open");
        ui::ccf_family::CcfPlace place{.nodes = {*net::parseUrl(kNode)}, .trust = {}, .limits = ui::ccf_family::liveLimits()};
        auto trust = std::make_shared<net::PeerTrust>();
        trust->certificates.push_back(*crypto::Certificate::fromPem(RecordedService::servicePem()));
        place.trust = std::move(trust);
        session = std::make_unique<ui::LiveSession>(pool, ui::ccf_family::makeCcfAsker(transport, place),
                                                    ui::LiveTiming{.pulseMs = 600'000, .longestMs = 600'000, .wholeEvery = 1});
        context = {.port = ui::ccf_family::makeCcfComposer(transport, place), .desk = &desk, .prompts = &prompts, .pool = &pool,
                   .memory = nullptr, .checkAfterMs = 1};
        session->refresh();
    }
    ~ComposeWorld()
    {
        session.reset();
        pool.waitForDone();
    }

    bool isRead() const { return session->snapshot() && session->snapshot()->service(); }
    QString file(const char* name, const QByteArray& content)
    {
        const QString path = folder.filePath(QString::fromUtf8(name));
        QFile out(path);
        if (out.open(QIODevice::WriteOnly)) out.write(content);
        return path;
    }

    static constexpr const char* kNode = "https://127.0.0.1:9100";
    QTemporaryDir folder;
    QThreadPool pool;
    ScriptedPrompts prompts;
    ScriptedDesk desk;
    std::shared_ptr<RecordedService> transport = std::make_shared<RecordedService>();
    std::unique_ptr<ui::LiveSession> session;
    ui::ComposeContext context;
};

} // namespace countersign::tests
