#pragma once

#include "core/net/http.h"
#include "core/net/patience.h"

#include <functional>
#include <map>
#include <mutex>

namespace countersign::support {

/// A transport without a network: answers as the test says, and remembers what it was asked.
class ScriptedTransport final : public net::HttpTransport
{
public:
    using Answer = std::function<Result<net::HttpReply>(const net::HttpRequest&)>;

    explicit ScriptedTransport(Answer answer) : m_answer(std::move(answer)) {}

    Result<net::HttpReply> send(const net::HttpRequest& request, std::stop_token stop) override;
    /// What `chain` holds for the origin; Network when it holds nothing.
    Result<std::vector<ByteVector>> presentedBy(const net::Url& url, const net::HttpLimits& limits,
                                                std::stop_token stop) override;

    std::vector<net::HttpRequest> asked() const;
    std::map<std::string, std::vector<ByteVector>> chains; ///< By origin.

private:
    Answer m_answer;
    mutable std::mutex m_mutex;
    std::vector<net::HttpRequest> m_asked;
};

/// Writes down the waits instead of waiting.
class RecordingWaiter final : public net::Waiter
{
public:
    Result<void> wait(std::chrono::milliseconds time, std::stop_token stop) override;
    std::vector<std::chrono::milliseconds> waits;
};

net::HttpReply jsonReply(int status, std::string_view body, std::vector<net::HttpHeader> headers = {});

} // namespace countersign::support
