#include "app/sandbox/sandbox.h"

#include "app/sandbox/demo_files.h"
#include "app/sandbox/ledger/certificate_factory.h"
#include "app/sandbox/service/story.h"
#include "core/base/hex.h"
#include "core/ccf/evaluator/process_evaluator.h"
#include "core/crypto/certificate.h"

#include <openssl/rand.h>

#include <condition_variable>
#include <ctime>

namespace countersign::sandbox {

using nlohmann::json;

namespace {

constexpr std::size_t kNodes = 3;
constexpr std::int64_t kDay = 86'400;
constexpr std::size_t kChunkBytes = 48'000;
constexpr std::chrono::milliseconds kPulse{50};

json interfacesAt(std::size_t port)
{
    const std::string address = "127.0.0.1:" + std::to_string(port);
    const auto redirect = [](const char* role) -> json {
        return {{"kind", "NodeByRole"}, {"target", {{"role", role}}}};
    };
    return {{"clients",
             {{"bind_address", address},
              {"published_address", address},
              {"redirections", {{"to_backup", redirect("backup")}, {"to_primary", redirect("primary")}}}}}};
}

Result<std::string> randomSeed()
{
    std::uint8_t bytes[32];
    if (RAND_bytes(bytes, sizeof bytes) != 1) return Error{ErrorCode::Crypto, "demo consortium", "no random bytes"};
    return toHex(bytes);
}

// As a proxy in front of a node adds it; the node itself tells no time.
std::string httpDate(UtcTime now)
{
    const std::time_t seconds = now.seconds;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[40] = "";
    const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text, length};
}

/// An identity that nobody pinned, under the names of the true one.
struct Impostor {
    std::string service;
    std::vector<TlsIdentity> nodes;
};

Impostor impostorOf(const Consortium& service, const std::string& seed, UtcTime now)
{
    const Validity validity{UtcTime{now.seconds - kDay}, UtcTime{now.seconds + 90 * kDay}};
    const EcKey key = EcKey::derive(crypto::KeyKind::P384, seed + ":impostor");
    const auto pinned = crypto::Certificate::fromPem(service.made().serviceCertificate());
    const std::string name = pinned && pinned->subject().starts_with("CN=") ? pinned->subject().substr(3) : "service";
    Impostor made{CertificateFactory::service(key, {name, validity, "impostor"}), {}};
    for (std::size_t i = 0; i < kNodes; ++i) {
        const EcKey node = EcKey::derive(crypto::KeyKind::P384, seed + ":impostor" + std::to_string(i));
        made.nodes.push_back({CertificateFactory::node(node, {"CCF Node", validity, "impostor" + std::to_string(i)}, key,
                                                       made.service),
                              node.privatePem()});
    }
    return made;
}

} // namespace

const char* faultName(Fault fault) noexcept
{
    constexpr const char* kNames[] = {"none", "lie", "rewrite", "identity"};
    return kNames[static_cast<std::size_t>(fault)];
}

Result<Fault> faultFrom(std::string_view name)
{
    for (const Fault fault : {Fault::None, Fault::Lie, Fault::Rewrite, Fault::Identity})
        if (name == faultName(fault)) return fault;
    return Error{ErrorCode::Unsupported, "fault", std::string(name)};
}

class Sandbox::Parts
{
public:
    explicit Parts(SandboxOptions options) : m_options(std::move(options)), m_clock(m_options.clock) {}
    ~Parts() { stop(); }

    Result<void> start(const std::stop_token& stop);
    void stop();
    const SandboxPlaces& places() const noexcept { return m_places; }

private:
    Result<void> makeService();
    Result<void> listen();
    Result<void> finishStory(const Story& story);
    void letIn();
    void pulse(const std::stop_token& stop);

    SandboxOptions m_options;
    StoryClock m_clock;
    SandboxPlaces m_places;
    std::string m_seed;
    std::vector<DemoKeys> m_keys;
    std::vector<std::unique_ptr<TlsListener>> m_listeners;
    std::unique_ptr<ccf::ProcessEvaluator> m_evaluator;
    std::unique_ptr<Consortium> m_service;
    std::unique_ptr<Network> m_network;
    std::optional<Impostor> m_impostor;
    std::mutex m_pulseMutex;
    std::condition_variable_any m_pulseWake;
    std::jthread m_pulse;
};

Result<void> Sandbox::Parts::listen()
{
    for (std::size_t i = 0; i < kNodes; ++i) {
        const auto port = static_cast<std::uint16_t>(m_options.port == 0 ? 0 : m_options.port + i);
        auto listener = TlsListener::open(m_options.address, port);
        if (!listener) return std::move(listener).error();
        m_listeners.push_back(std::move(*listener));
    }
    return {};
}

Result<void> Sandbox::Parts::makeService()
{
    auto seed = randomSeed();
    if (!seed) return std::move(seed).error();
    m_seed = *seed;
    auto keys = newDemoKeys();
    if (!keys) return std::move(keys).error();
    m_keys = std::move(*keys);
    ServiceOptions options;
    options.seed = m_seed;
    options.chunkBytes = kChunkBytes;
    options.start = UtcTime{m_options.clock().seconds - Story::kDays * kDay};
    options.issuer = "demo.countersign.example";
    options.subject = "DEMO ledger";
    options.subjectName = "DEMO consortium";
    options.constitution = demoConstitution();
    options.serviceData = {{"demo", true}, {"purpose", "DEMO consortium of Countersign: for learning and tests only"}};
    options.recoveredServiceData = options.serviceData;
    for (const DemoKeys& one : m_keys) options.memberProfiles.push_back({one.data, one.encryption.publicPem});
    options.clock = [this] { return m_clock.now(); };
    options.portOf = [this](std::size_t node) { return m_listeners[node % kNodes]->port(); };
    options.interfacesAt = interfacesAt;
    m_service = std::make_unique<Consortium>(m_options.folder, std::move(options), *m_evaluator);
    m_network = std::make_unique<Network>(*m_service, m_options.fault);
    return {};
}

Result<void> Sandbox::Parts::start(const std::stop_token& stop)
{
    auto program = m_options.evaluator.empty() ? ccf::evaluatorBesideThisProgram() : m_options.evaluator;
    if (!program) return std::move(program).error();
    m_evaluator = std::make_unique<ccf::ProcessEvaluator>(*program);
    if (auto ready = prepareFolder(m_options.folder); !ready) return ready;
    if (auto open = listen(); !open) return open;
    if (auto made = makeService(); !made) return made;
    if (m_options.fault == Fault::Rewrite) m_service->remember();
    Story story(*m_network, *m_service, m_clock, m_options.clock(),
                m_options.waitsForShares ? StoryEnd::WaitingForShares : StoryEnd::Open);
    if (auto told = story.play(stop); !told) return told;
    if (auto finished = finishStory(story); !finished) return finished;
    letIn();
    m_pulse = std::jthread([this](const std::stop_token& token) { pulse(token); });
    return {};
}

Result<void> Sandbox::Parts::finishStory(const Story& story)
{
    m_service->flush();
    m_listeners.resize(m_network->places());
    for (const auto& listener : m_listeners)
        m_places.urls.push_back("https://127.0.0.1:" + std::to_string(listener->port()));
    auto written = writeDemoFiles(*m_service, m_keys, story, m_places);
    if (!written) return written;
    if (m_options.fault == Fault::Rewrite) {
        m_places.keptLedger = m_options.folder / "ledger-as-it-was";
        m_service->rewrite(m_places.keptLedger, Story::kRewrittenKey, R"({"amount":9000,"state":"settled"})");
    }
    if (m_options.fault == Fault::Identity) m_impostor = impostorOf(*m_service, m_seed, m_options.clock());
    return {};
}

void Sandbox::Parts::letIn()
{
    for (std::size_t place = 0; place < m_listeners.size(); ++place) {
        const auto identity = [this, place] { return m_impostor ? m_impostor->nodes[place] : m_network->identityOf(place); };
        const auto handler = [this, place](const HttpQuestion& question) {
            HttpAnswer answer = m_network->answer(place, question);
            answer.with("date", httpDate(m_options.clock()));
            if (!m_impostor) return answer;
            const std::string own = m_network->with([](Consortium& one) { return one.made().serviceCertificate(); });
            const std::string from = json(own).dump(), to = json(m_impostor->service).dump();
            const std::size_t at = answer.body.find(from);
            if (at != std::string::npos) answer.body.replace(at, from.size(), to);
            return answer;
        };
        m_listeners[place]->start(identity, handler);
    }
}

void Sandbox::Parts::pulse(const std::stop_token& stop)
{
    using Clock = std::chrono::steady_clock;
    Clock::time_point beat = Clock::now(), signedAt = beat;
    std::unique_lock lock(m_pulseMutex);
    while (!stop.stop_requested()) {
        m_pulseWake.wait_for(lock, stop, kPulse, [] { return false; });
        const Clock::time_point now = Clock::now();
        m_network->with([&](Consortium& service) {
            if (m_options.heartbeat.count() > 0 && !service.isRecovering() && now - beat >= m_options.heartbeat) {
                service.writeApplication("heartbeat", toIso8601(m_options.clock()), false);
                beat = now;
            }
            if (!service.unsignedWrites()) signedAt = now;
            if (now - signedAt >= m_options.signatureDelay) service.signNow();
        });
    }
}

void Sandbox::Parts::stop()
{
    for (const auto& listener : m_listeners) listener->stop();
    m_listeners.clear();
    if (m_pulse.joinable()) {
        m_pulse.request_stop();
        m_pulse.join();
        m_network->with([](Consortium& service) { return service.finish().has_value(); });
    }
}

Sandbox::Sandbox(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Sandbox::~Sandbox() = default;

const SandboxPlaces& Sandbox::places() const noexcept
{
    return m_parts->places();
}

void Sandbox::stop()
{
    m_parts->stop();
}

Result<std::unique_ptr<Sandbox>> Sandbox::start(const SandboxOptions& options, std::stop_token stop)
{
    auto parts = std::make_unique<Parts>(options);
    if (auto started = parts->start(stop); !started) return std::move(started).error();
    return std::unique_ptr<Sandbox>(new Sandbox(std::move(parts)));
}

} // namespace countersign::sandbox
