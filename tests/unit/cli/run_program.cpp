#include "tests/unit/cli/run_program.h"

#include "app/cli/program.h"

#include <sstream>

namespace countersign::test {

Outcome runProgram(const std::vector<std::string>& arguments, const std::shared_ptr<FakeLedger>& ledger,
                   std::stop_token stop, bool interactive, Asking* asking)
{
    std::ostringstream out, err;
    const Terminal terminal{interactive, interactive, 80};
    Console console(out, err, terminal, terminal);
    const FamilyList families{std::make_shared<FakeFamily>(ledger)};
    Environment environment{families, console, stop, *parseIso8601("2026-11-22"), nullptr, asking};
    Program program;
    const int status = program.run(arguments, environment);
    return {status, out.str(), err.str()};
}

} // namespace countersign::test
