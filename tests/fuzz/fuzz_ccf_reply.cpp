#include "core/base/strict_json.h"
#include "core/ccf/client/channel.h"
#include "core/ccf/client/gov_replies.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;
using namespace countersign::ccf;

namespace {

template <class T>
void read(const nlohmann::json& json, Result<T> (*parse)(const nlohmann::json&))
{
    const auto value = parse(json);
    if (!value) FUZZ_CHECK(value.error().code == ErrorCode::Malformed && !value.error().where.empty());
}

} // namespace

FUZZ_TARGET(ccf_reply, bytes)
{
    net::HttpReply reply;
    reply.status = 500;
    reply.body = copyOf(bytes);
    FUZZ_CHECK(serviceErrorOf(reply).status == 500);
    const auto json = parseJson(bytes);
    if (!json) return;
    read(*json, parseNetworkInfo);
    read(*json, parseNetworkNodes);
    read(*json, parseNodeState);
    read(*json, parseNodeVersion);
    read(*json, parseCommit);
    read(*json, parseTransaction);
    read(*json, parseQuotes);
    read(*json, parseConsensus);
    read(*json, parseConsensusMembers);
    read(*json, parseServiceInfo);
    read(*json, parseMembers);
    read(*json, parseUsers);
    read(*json, parseGovNodes);
    read(*json, parseProposals);
    read(*json, parseActions);
    read(*json, parseJavascriptApp);
    read(*json, parseModuleNames);
    read(*json, parseJoinPolicy);
    read(*json, parseJwtPolicy);
}
