#include "app/evaluator/engine.h"

#include "app/evaluator/realm.h"
#include "app/evaluator/values.h"

#include <js/ContextOptions.h>
#include <js/Date.h>
#include <js/GCAPI.h>
#include <js/Initialization.h>
#include <js/Interrupt.h>
#include <js/MemoryCallbacks.h>
#include <js/Modules.h>
#include <js/Stack.h>
#include <jsfriendapi.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <utility>

namespace countersign {

namespace {

using ccf::EvaluationEnd;
using ccf::wire::Answer;

constexpr std::size_t kStackQuota = 1u << 20;
constexpr std::chrono::milliseconds kToAnswer{500}; ///< Of the wall clock limit, left for writing the answer.

std::atomic<bool> timeIsUp = false;

bool onInterrupt(JSContext* context)
{
    if (!timeIsUp) return true;
    if (JS_GetContextPrivate(context)) script::hostOf(context).timeIsUp();
    return false;
}

void onOutOfMemory(JSContext* context, void*)
{
    if (JS_GetContextPrivate(context)) script::hostOf(context).memoryIsOut();
    static bool saidSo = false;
    if (std::exchange(saidSo, true)) return;
    // Told at once: what follows may be a crash.
    [[maybe_unused]] const auto told = ::write(STDERR_FILENO, ccf::wire::kMemoryMark.data(), ccf::wire::kMemoryMark.size());
}

JSObject* noImports(JSContext* context, JS::HandleValue, JS::HandleObject)
{
    script::fail(context, "import is not available here");
    return nullptr;
}

/// Governance has no clock in CCF.
double noClock(double, JSContext*)
{
    return 0;
}

} // namespace

struct Engine::State {
    JSContext* context = nullptr;
    std::mutex mutex;
    std::condition_variable_any changed;
    std::jthread watchdog;

    ~State()
    {
        watchdog.request_stop();
        if (watchdog.joinable()) watchdog.join();
        if (context) JS_DestroyContext(context);
        JS_ShutDown();
    }

    void watch(std::chrono::steady_clock::time_point until)
    {
        watchdog = std::jthread([this, until](const std::stop_token& stop) {
            std::unique_lock lock(mutex);
            changed.wait_until(lock, stop, until, [] { return false; });
            if (stop.stop_requested()) return;
            timeIsUp = true;
            JS_RequestInterruptCallback(context);
        });
    }
};

Engine::Engine(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Engine::~Engine() = default;

std::unique_ptr<Engine> Engine::start(const ccf::ScriptLimits& limits)
{
    const auto until = std::chrono::steady_clock::now() +
                       std::max(limits.wall - kToAnswer, std::chrono::milliseconds(limits.wall.count() / 2));
    JS::DisableJitBackend();
    JS::SetReduceMicrosecondTimePrecisionCallback(noClock);
    if (!JS_Init()) return nullptr;
    auto state = std::make_unique<State>();
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
    JSContext* context = JS_NewContext(static_cast<std::uint32_t>(std::clamp<std::uint64_t>(limits.memory / 2, 1, kMost)));
    state->context = context;
    if (!context || !::js::UseInternalJobQueues(context) || !JS::InitSelfHostedCode(context)) return nullptr;
    JS_SetNativeStackQuota(context, kStackQuota);
    JS::ContextOptionsRef(context).setWasm(false).setAsmJS(false);
    JS_AddInterruptCallback(context, onInterrupt);
    JS::SetOutOfMemoryCallback(context, onOutOfMemory, nullptr);
    JS::SetModuleResolveHook(JS_GetRuntime(context), noImports);
    state->watch(until);
    return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

std::vector<Answer> Engine::run(const ccf::wire::Request& request)
{
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < request.call.answers(); ++i) {
        answers.push_back(runOnce(request, i));
        const EvaluationEnd end = answers.back().end;
        if (end != EvaluationEnd::TimedOut && end != EvaluationEnd::OutOfMemory) continue;
        Answer rest;
        rest.end = end;
        answers.resize(request.call.answers(), rest);
        break;
    }
    return answers;
}

Answer Engine::runOnce(const ccf::wire::Request& request, std::size_t index)
{
    JSContext* context = m_state->context;
    Host host(request.state, request.call);
    JS_SetContextPrivate(context, &host);
    {
        JS::RootedObject world(context, script::newWorld(context, host));
        if (world) {
            const JSAutoRealm realm(context, world);
            script::conclude(context, host, script::callFunction(context, host, index));
        } else {
            script::conclude(context, host, false);
        }
    }
    JS_SetContextPrivate(context, nullptr);
    return host.finish();
}

} // namespace countersign
