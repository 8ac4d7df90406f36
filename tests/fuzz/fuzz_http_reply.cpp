#include "core/net/http_message.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;
using namespace countersign::net;

namespace {

struct Outcome {
    bool refused = false;
    bool whole = false;
    HttpReply reply;
};

Outcome readIn(Bytes bytes, std::size_t piece)
{
    HttpLimits limits;
    limits.bodyBytes = 4096;
    limits.headerBytes = 1024;
    limits.headerCount = 10;
    ReplyReader reader(limits, true);
    Outcome outcome;
    for (std::size_t at = 0; at < bytes.size() && !outcome.refused; at += piece)
        outcome.refused = !reader.take(bytes.subspan(at, std::min(piece, bytes.size() - at)));
    outcome.whole = !outcome.refused && reader.whole();
    if (outcome.whole) outcome.reply = reader.takeReply();
    FUZZ_CHECK(outcome.reply.body.size() <= limits.bodyBytes && outcome.reply.headers.size() <= limits.headerCount);
    return outcome;
}

} // namespace

// However the bytes are cut up on their way, the reply is the same.
FUZZ_TARGET(http_reply, bytes)
{
    const Outcome all = readIn(bytes, std::max<std::size_t>(bytes.size(), 1));
    for (const std::size_t piece : {std::size_t(1), std::size_t(7)}) {
        const Outcome cut = readIn(bytes, piece);
        FUZZ_CHECK(cut.refused == all.refused && cut.whole == all.whole);
        FUZZ_CHECK(cut.reply.status == all.reply.status && cut.reply.body == all.reply.body);
    }
    if (const auto url = parseUrl(textOf(bytes))) FUZZ_CHECK(parseUrl(url->toString()).has_value());
}
