#include "app/evaluator/host.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr std::size_t kMostLines = 200;
constexpr std::size_t kMostEffects = 1000;
constexpr std::size_t kMostEffectBytes = 4u << 20;
constexpr std::size_t kMostNoted = 1000;
constexpr std::string_view kPublic = "public:";
constexpr std::string_view kGovernance = "public:ccf.gov.";
constexpr std::string_view kInternal = "public:ccf.internal.";

} // namespace

Host::Access Host::access(const std::string& table) const
{
    if (!table.starts_with(kPublic)) return Access::None;
    if (!applies() || table.starts_with(kInternal)) return Access::Read;
    return table.starts_with(kGovernance) ? Access::Both : Access::Write;
}

std::size_t Host::handleOf(const std::string& table)
{
    const auto found = std::ranges::find(m_names, table);
    if (found == m_names.end()) {
        m_names.push_back(table);
        return m_names.size() - 1;
    }
    return static_cast<std::size_t>(found - m_names.begin());
}

void Host::used(const std::string& table)
{
    if (!m_state.knows(table) && m_missingTables.size() < kMostNoted) m_missingTables.insert(table);
}

const std::map<ByteVector, ByteVector>& Host::stored(const std::string& table) const
{
    static const std::map<ByteVector, ByteVector> kNone;
    const auto found = m_state.tables.find(table);
    return found == m_state.tables.end() ? kNone : found->second.rows;
}

const ByteVector* Host::get(const std::string& table, const ByteVector& key)
{
    used(table);
    if (const auto changes = m_changes.find(table); changes != m_changes.end()) {
        const auto row = changes->second.find(key);
        if (row != changes->second.end()) return row->second ? &*row->second : nullptr;
    }
    const auto row = stored(table).find(key);
    return row == stored(table).end() ? nullptr : &row->second;
}

std::vector<std::pair<ByteVector, ByteVector>> Host::rows(const std::string& table)
{
    used(table);
    std::map<ByteVector, ByteVector> now = stored(table);
    if (const auto changes = m_changes.find(table); changes != m_changes.end())
        for (const auto& [key, value] : changes->second) {
            if (value)
                now[key] = *value;
            else
                now.erase(key);
        }
    return {now.begin(), now.end()};
}

std::size_t Host::size(const std::string& table)
{
    used(table);
    std::size_t count = stored(table).size();
    const auto changes = m_changes.find(table);
    if (changes == m_changes.end()) return count;
    for (const auto& [key, value] : changes->second) {
        const bool before = stored(table).contains(key);
        if (value && !before) ++count;
        if (!value && before) --count;
    }
    return count;
}

bool Host::put(const std::string& table, ByteVector key, std::optional<ByteVector> value)
{
    m_written += 1;
    m_writtenBytes += key.size() + (value ? value->size() : 0);
    if (m_written > m_call.limits.writes || m_writtenBytes > m_call.limits.writtenBytes) return refuse("too-many-writes");
    m_changes[table][std::move(key)] = std::move(value);
    return true;
}

bool Host::clear(const std::string& table)
{
    for (auto& [key, value] : rows(table))
        if (!put(table, key, std::nullopt)) return false;
    return true;
}

void Host::say(std::string line)
{
    const std::uint64_t room = m_call.limits.consoleBytes - std::min(m_call.limits.consoleBytes, m_said);
    if (m_answer.console.size() >= kMostLines || line.size() > room) {
        m_answer.consoleCut = true;
        return;
    }
    m_said += line.size();
    m_answer.console.push_back(std::move(line));
}

bool Host::noteEffect(ccf::NodeEffect effect)
{
    for (const std::string& argument : effect.arguments) m_effectBytes += argument.size();
    if (m_answer.effects.size() >= kMostEffects || m_effectBytes > kMostEffectBytes) return refuse("too-many-effects");
    m_answer.effects.push_back(std::move(effect));
    return true;
}

void Host::noteMissingFunction(const std::string& name)
{
    if (m_missingFunctions.size() < kMostNoted) m_missingFunctions.insert(name);
}

bool Host::refuse(const char* why)
{
    if (m_answer.refusal.empty()) m_answer.refusal = why;
    return false;
}

ccf::wire::Answer Host::finish()
{
    m_answer.missingTables.assign(m_missingTables.begin(), m_missingTables.end());
    m_answer.missingFunctions.assign(m_missingFunctions.begin(), m_missingFunctions.end());
    if (m_answer.end != ccf::EvaluationEnd::Answered) return std::move(m_answer);
    for (auto& [table, changes] : m_changes)
        for (auto& [key, value] : changes) m_answer.writes.push_back({table, key, std::move(value)});
    return std::move(m_answer);
}

} // namespace countersign
