#pragma once

#include "core/base/progress.h"
#include "core/base/verification.h"

#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace countersign {

/// What one of the two output streams leads to.
struct Terminal {
    bool interactive = false; ///< A person's terminal: lines can be rewritten.
    bool colour = false;
    unsigned width = 80;
};

/// Answers to standard output, everything else to standard error. Safe from any thread for what goes to standard error.
class Console
{
public:
    /// The streams outlive the console.
    Console(std::ostream& out, std::ostream& err, Terminal outTerminal, Terminal errTerminal);

    void setQuiet(bool quiet) { m_quiet = quiet; } ///< No progress, no log; errors stay.

    std::ostream& out() { return m_out; }
    bool outWorks() const { return m_out.good(); } ///< False once a write failed: the reader left, or the disk is full.
    const Terminal& outTerminal() const { return m_outTerminal; }

    /// "countersign-cli: <text>", escaped.
    void error(std::string_view text);
    void log(std::string_view text); ///< As error, but nothing when quiet.

    /// Whole lines that are escaped already, on standard error; also when quiet, since somebody has to agree to them.
    void aside(std::string_view lines);

    /// Shown at most ten times a second in one rewritten line, or, when nobody watches, every five seconds in lines.
    void progress(const Progress& progress);
    void endProgress(); ///< Takes the rewritten line away.

    /// The word for a verdict, coloured on a terminal.
    std::string verdictWord(Verdict verdict) const;
    std::string heading(std::string_view text) const;

private:
    void clearLine();
    void message(std::string_view text);
    std::string painted(const char* code, std::string_view text) const;

    std::ostream& m_out;
    std::ostream& m_err;
    Terminal m_outTerminal, m_errTerminal;
    bool m_quiet = false;
    std::mutex m_mutex; ///< Guards what follows and m_err.
    bool m_lineShown = false;
    std::string m_phase;
    double m_lastShown = 0; ///< In the seconds of the progress itself.
};

/// "Verifying 43 %, 512000 transactions, 230.0 MB, 410.0 MB/s, 12 s left".
std::string progressText(const Progress& progress);

} // namespace countersign
