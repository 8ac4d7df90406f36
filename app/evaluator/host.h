#pragma once

#include "core/ccf/evaluator/wire.h"

#include <map>
#include <set>

namespace countersign {

/// What one call of a script sees and leaves behind, on our side of the engine.
class Host
{
public:
    /// `state` and `call` outlive this.
    Host(const ccf::PublicState& state, const ccf::wire::Call& call) : m_state(state), m_call(call) {}

    enum class Access : std::uint8_t { None, Read, Write, Both };

    /// As CCF grants it to governance: apply() writes governance tables, all else reads; private tables are closed.
    Access access(const std::string& table) const;
    std::size_t handleOf(const std::string& table); ///< For rememberedTable().
    const std::string& rememberedTable(std::size_t handle) const { return m_names.at(handle); }

    const ByteVector* get(const std::string& table, const ByteVector& key);
    std::vector<std::pair<ByteVector, ByteVector>> rows(const std::string& table); ///< By key, with own writes.
    std::size_t size(const std::string& table);
    bool put(const std::string& table, ByteVector key, std::optional<ByteVector> value); ///< False past a limit.
    bool clear(const std::string& table);

    void say(std::string line);
    bool noteEffect(ccf::NodeEffect effect); ///< False past a limit.
    void noteMissingFunction(const std::string& name);

    /// Ends the script for good; it cannot catch it.
    bool refuse(const char* why);
    void timeIsUp() noexcept { m_timedOut = true; }
    bool timedOut() const noexcept { return m_timedOut; }
    void memoryIsOut() noexcept { m_outOfMemory = true; }
    bool outOfMemory() const noexcept { return m_outOfMemory; }
    bool refused() const noexcept { return !m_answer.refusal.empty(); }

    const ccf::wire::Call& call() const noexcept { return m_call; }
    bool applies() const noexcept { return m_call.function == ccf::wire::Function::Apply; }
    ccf::wire::Answer& answer() noexcept { return m_answer; }
    ccf::wire::Answer finish(); ///< The answer with all that was noted.

private:
    using Changes = std::map<ByteVector, std::optional<ByteVector>>;

    void used(const std::string& table);
    const std::map<ByteVector, ByteVector>& stored(const std::string& table) const;

    const ccf::PublicState& m_state;
    const ccf::wire::Call& m_call;
    std::vector<std::string> m_names;
    std::map<std::string, Changes> m_changes;
    std::set<std::string> m_missingTables, m_missingFunctions;
    std::uint64_t m_written = 0, m_writtenBytes = 0, m_said = 0, m_effectBytes = 0;
    bool m_timedOut = false, m_outOfMemory = false;
    ccf::wire::Answer m_answer;
};

} // namespace countersign
