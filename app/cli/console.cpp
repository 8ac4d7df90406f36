#include "app/cli/console.h"

#include "app/cli/terminal_text.h"
#include "app/common/english_text.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr double kRewriteSeconds = 0.1;
constexpr double kLineSeconds = 5;

std::string_view phaseWord(std::string_view phase) noexcept
{
    if (phase == "read") return "Reading";
    if (phase == "verify") return "Verifying";
    if (phase == "replay") return "Replaying";
    if (phase == "index") return "Indexing";
    return "Working";
}

} // namespace

Console::Console(std::ostream& out, std::ostream& err, Terminal outTerminal, Terminal errTerminal)
    : m_out(out), m_err(err), m_outTerminal(outTerminal), m_errTerminal(errTerminal)
{
}

void Console::error(std::string_view text)
{
    message(text);
}

void Console::log(std::string_view text)
{
    if (!m_quiet) message(text);
}

void Console::aside(std::string_view lines)
{
    const std::lock_guard lock(m_mutex);
    clearLine();
    m_err << lines << std::flush;
}

void Console::message(std::string_view text)
{
    const std::lock_guard lock(m_mutex);
    clearLine();
    m_err << "countersign-cli: " << escaped(text) << '\n' << std::flush;
}

void Console::progress(const Progress& progress)
{
    if (m_quiet) return;
    const std::lock_guard lock(m_mutex);
    const double interval = m_errTerminal.interactive ? kRewriteSeconds : kLineSeconds;
    const bool anew = progress.phase != m_phase || progress.seconds < m_lastShown;
    if (anew) {
        m_phase = progress.phase;
        m_lastShown = m_errTerminal.interactive ? -kRewriteSeconds : 0;
    }
    if (progress.seconds - m_lastShown < interval) return;
    m_lastShown = progress.seconds;
    const std::string text = progressText(progress);
    if (!m_errTerminal.interactive) {
        m_err << text << '\n' << std::flush;
        return;
    }
    m_err << '\r' << text.substr(0, std::max(m_errTerminal.width, 2u) - 1) << "\x1b[K" << std::flush;
    m_lineShown = true;
}

void Console::endProgress()
{
    const std::lock_guard lock(m_mutex);
    clearLine();
}

void Console::clearLine()
{
    if (!m_lineShown) return;
    m_err << "\r\x1b[K" << std::flush;
    m_lineShown = false;
}

std::string Console::painted(const char* code, std::string_view text) const
{
    if (!m_outTerminal.colour) return std::string(text);
    return std::string("\x1b[") + code + 'm' + std::string(text) + "\x1b[0m";
}

std::string Console::verdictWord(Verdict verdict) const
{
    const std::string_view word = englishVerdict(verdict);
    switch (verdict) {
    case Verdict::Passed: return painted("1;32", word);
    case Verdict::Failed: return painted("1;31", word);
    case Verdict::Indeterminate: return painted("1;33", word);
    case Verdict::NotChecked: break;
    }
    return painted("1", word);
}

std::string Console::heading(std::string_view text) const
{
    return painted("1", text);
}

std::string progressText(const Progress& progress)
{
    std::string text(phaseWord(progress.phase));
    const auto done = static_cast<double>(progress.doneBytes);
    const auto total = static_cast<double>(progress.totalBytes);
    if (total > 0) text += ' ' + std::to_string(static_cast<int>(std::min(done / total, 1.0) * 100)) + " %";
    text += ", " + counted(progress.doneItems, "transaction", "transactions") + ", " + byteCount(progress.doneBytes);
    if (progress.seconds <= 0 || done <= 0) return text;
    const double rate = done / progress.seconds;
    text += ", " + byteCount(static_cast<std::uint64_t>(rate)) + "/s";
    if (total > done) text += ", " + duration((total - done) / rate) + " left";
    return text;
}

} // namespace countersign
