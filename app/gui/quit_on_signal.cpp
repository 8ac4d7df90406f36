#include "app/gui/quit_on_signal.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace countersign::app {

namespace {

int g_wake[2] = {-1, -1};

void wake(int)
{
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(g_wake[1], &byte, 1);
}

} // namespace

void quitOnSignal()
{
    if (::pipe2(g_wake, O_CLOEXEC | O_NONBLOCK) != 0) return;
    auto* notifier = new QSocketNotifier(g_wake[0], QSocketNotifier::Read, QCoreApplication::instance());
    QObject::connect(notifier, &QSocketNotifier::activated, QCoreApplication::instance(), &QCoreApplication::quit);
    struct sigaction action = {};
    action.sa_handler = wake;
    action.sa_flags = int(SA_RESTART | SA_RESETHAND); // a second one ends it at once
    for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

} // namespace countersign::app
