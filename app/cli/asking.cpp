#include "app/cli/asking.h"

#include "app/cli/terminal_text.h"

#include <algorithm>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace countersign {

namespace {

constexpr std::uint8_t kInterrupt = 3;

Error nobody()
{
    return {ErrorCode::Cancelled, "passphrase", {}};
}

class Tty
{
public:
    Tty() : m_descriptor(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
    Tty(const Tty&) = delete;
    Tty& operator=(const Tty&) = delete;
    ~Tty()
    {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }

    bool open() const { return m_descriptor >= 0; }

    bool write(std::string_view text) const
    {
        return ::write(m_descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    }

    Result<crypto::SecretBytes> line() const { return crypto::readSecretLine(m_descriptor); }

    /// Without echo, and with Ctrl-C as a character, so that an interrupt can't leave the terminal mute.
    Result<crypto::SecretBytes> hiddenLine() const
    {
        termios before = {};
        if (::tcgetattr(m_descriptor, &before) != 0) return nobody();
        termios hidden = before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        if (::tcsetattr(m_descriptor, TCSAFLUSH, &hidden) != 0) return nobody();
        auto answer = line();
        ::tcsetattr(m_descriptor, TCSAFLUSH, &before);
        if (!write("\n")) return nobody();
        return answer;
    }

private:
    int m_descriptor;
};

} // namespace

bool TerminalAsking::somebodyThere() const
{
    return ::isatty(STDIN_FILENO) == 1;
}

bool TerminalAsking::agrees(std::string_view question)
{
    const Tty tty;
    if (!somebodyThere() || !tty.open() || !tty.write(escaped(question) + " ")) return false;
    const auto answer = tty.line();
    return answer && textOf(*answer) == "yes";
}

Result<crypto::SecretBytes> TerminalAsking::passphrase(std::string_view question)
{
    const Tty tty;
    if (!somebodyThere() || !tty.open() || !tty.write(escaped(question) + " ")) return nobody();
    auto answer = tty.hiddenLine();
    if (answer && std::ranges::find(*answer, kInterrupt) != answer->end()) return nobody();
    return answer;
}

} // namespace countersign
