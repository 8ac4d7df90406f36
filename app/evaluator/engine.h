#pragma once

#include "app/evaluator/host.h"

#include <memory>

namespace countersign {

/// The JavaScript engine of this process. One at a time; runs interpreted, without just-in-time compilation.
class Engine
{
public:
    /// Starts its threads too, so that confine() may come after it. Null when it cannot start.
    static std::unique_ptr<Engine> start(const ccf::ScriptLimits& limits);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// The call's answers, each from a realm of its own. What comes after the time is up is TimedOut.
    std::vector<ccf::wire::Answer> run(const ccf::wire::Request& request);

private:
    struct State;

    explicit Engine(std::unique_ptr<State> state);
    ccf::wire::Answer runOnce(const ccf::wire::Request& request, std::size_t index);

    std::unique_ptr<State> m_state;
};

} // namespace countersign
