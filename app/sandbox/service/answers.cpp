#include "app/sandbox/service/answers.h"

namespace countersign::sandbox {

using nlohmann::json;

HttpAnswer jsonAnswer(const json& body)
{
    return textAnswer("application/json", body.dump(-1, ' ', false, json::error_handler_t::replace));
}

HttpAnswer textAnswer(std::string contentType, std::string body)
{
    HttpAnswer answer;
    answer.body = std::move(body);
    return answer.with("content-type", std::move(contentType));
}

HttpAnswer refuse(int status, const std::string& code, const std::string& message)
{
    HttpAnswer answer = jsonAnswer({{"error", {{"code", code}, {"message", message}}}});
    answer.status = status;
    return answer;
}

HttpAnswer refuseSigner(const std::string& policy, const std::string& message)
{
    const json detail{{"auth_policy", policy}, {"code", "InvalidAuthenticationInfo"}, {"message", message}};
    HttpAnswer answer = jsonAnswer({{"error",
                                     {{"code", "InvalidAuthenticationInfo"},
                                      {"details", json::array({detail})},
                                      {"message", "Invalid authentication credentials."}}}});
    answer.status = 401;
    return answer.with("www-authenticate", "COSE-SIGN1 realm=\"Signed request access\"");
}

} // namespace countersign::sandbox
