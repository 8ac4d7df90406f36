#include "app/evaluator/confinement.h"
#include "app/evaluator/engine.h"

#include <array>
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <unistd.h>

// Runs one constitution or ballot: a request on standard input, an answer on standard output, no arguments, nothing
// else. See core/ccf/evaluator/wire.h. Started by the other programs; of no use by hand.

namespace {

using namespace countersign;

constexpr std::uint64_t kMostRequest = 512u << 20;

enum ExitStatus { Fine = 0, BadRequest = 64, NoEngine = 69, NotConfined = 77, CannotAnswer = 74 };

[[noreturn]] void onNoMemory()
{
    [[maybe_unused]] const auto told = ::write(STDERR_FILENO, ccf::wire::kMemoryMark.data(), ccf::wire::kMemoryMark.size());
    ::_exit(ccf::wire::kExitOutOfMemory);
}

bool readAll(ByteVector& into)
{
    std::array<std::uint8_t, 65536> buffer;
    for (;;) {
        const auto got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got == 0) return true;
        if (got < 0 || into.size() + static_cast<std::size_t>(got) > kMostRequest) return false;
        into.insert(into.end(), buffer.begin(), buffer.begin() + got);
    }
}

bool writeAll(std::string_view text)
{
    while (!text.empty()) {
        const auto put = ::write(STDOUT_FILENO, text.data(), text.size());
        if (put <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

int complain(int status, std::string text)
{
    text += '\n';
    [[maybe_unused]] const auto told = ::write(STDERR_FILENO, text.data(), text.size());
    return status;
}

} // namespace

int main()
{
    dropInheritance();
    ::mallopt(M_ARENA_MAX, 1); // Further arenas would take address space that belongs to the script.
    std::set_new_handler(onNoMemory);
    ByteVector input;
    if (!readAll(input)) return complain(BadRequest, "request too long");
    auto request = ccf::wire::decodeRequest(input);
    if (!request) return complain(BadRequest, request.error().where + ": " + request.error().detail);
    input = {};
    const auto engine = Engine::start(request->call.limits);
    if (!engine) return complain(NoEngine, "no engine");
    const auto open = confine({request->call.limits.memory, request->call.limits.wall});
    if (!open.empty()) return complain(NotConfined, "cannot be confined: " + open.front());
    const std::string answer = ccf::wire::encodeAnswers(engine->run(*request));
    if (!writeAll(answer)) return complain(CannotAnswer, "cannot answer");
    ::_exit(Fine); // The engine's end would take time and proves nothing.
}
