#include "core/ccf/evaluator/wire.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;
using namespace countersign::ccf::wire;

FUZZ_TARGET(evaluator_wire, bytes)
{
    if (const auto answers = decodeAnswers(bytes, 1)) {
        FUZZ_CHECK(answers->size() == 1);
        const std::string text = encodeAnswers(*answers);
        const auto again = decodeAnswers(bytesOf(text), 1);
        FUZZ_CHECK(again && encodeAnswers(*again) == text);
    }
    if (const auto request = decodeRequest(bytes)) {
        const std::string text = encodeRequest(request->call, request->state);
        const auto again = decodeRequest(bytesOf(text));
        FUZZ_CHECK(again && encodeRequest(again->call, again->state) == text);
    }
}
