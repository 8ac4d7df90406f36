#include "app/cli/interrupt.h"
#include "app/cli/program.h"
#include "app/common/families.h"
#include "core/base/log.h"

#ifdef COUNTERSIGN_WITH_NET
#include "core/net/qt/qt_transport.h"

#include <QCoreApplication>
#endif

#include <clocale>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace {

using namespace countersign;

Terminal terminalOf(int descriptor)
{
    Terminal terminal;
    terminal.interactive = ::isatty(descriptor) == 1;
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value ? std::string_view(value) : std::string_view();
    };
    terminal.colour = terminal.interactive && set("NO_COLOR").empty() && !set("TERM").empty() && set("TERM") != "dumb";
    struct winsize size = {};
    if (terminal.interactive && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        terminal.width = size.ws_col;
    return terminal;
}

int run(int argc, char** argv)
{
    Console console(std::cout, std::cerr, terminalOf(STDOUT_FILENO), terminalOf(STDERR_FILENO));
    setLogSink([&console](LogLevel level, std::string_view message) {
        if (level == LogLevel::Warning) console.log(message);
    });
    const FamilyList families = allFamilies();
    int status = kExitUnreadable;
    {
        InterruptWatch interrupt([&console] { console.log("stopping; once more ends at once"); });
        TerminalAsking asking;
        Environment environment{families, console, interrupt.token(), systemTime(), nullptr, &asking};
        Program program;
#ifdef COUNTERSIGN_WITH_NET
        int count = 1; // Qt sees no argument of ours.
        const QCoreApplication application(count, argv);
        std::setlocale(LC_ALL, "C"); // Qt takes the user's; numbers here are written one way everywhere.
        net::QtTransport transport(systemTime);
        environment.transport = &transport;
#endif
        status = program.run({argv + 1, argv + argc}, environment);
    }
    setLogSink({});
    return status;
}

} // namespace

int main(int argc, char** argv)
{
    std::ios::sync_with_stdio(false);
    try {
        return run(argc, argv);
    } catch (const std::exception& problem) {
        std::cerr << "countersign-cli: internal error: " << problem.what() << '\n';
        return countersign::kExitUnreadable;
    }
}
