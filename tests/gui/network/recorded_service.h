#pragma once

#include "core/net/http.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace countersign::tests {

/// A transport whose nodes answer as a real network did (../shared/vectors/ccf-network/rest), with what a test changes.
/// Safe from any thread.
class RecordedService final : public net::HttpTransport
{
public:
    /// None: as recorded.
    using Change = std::function<std::optional<Result<net::HttpReply>>(const net::HttpRequest&)>;

    /// A node at `origin` that answers as in the folder ("03-open").
    void addNode(const std::string& origin, const std::string& folder);
    void setChange(Change change);
    void setDown(const std::string& origin, bool down);
    /// Requests to it are not answered until they are stopped.
    void setHanging(const std::string& origin, bool hanging);
    int hanging() const; ///< How many requests hang now.
    int asked() const;

    Result<net::HttpReply> send(const net::HttpRequest& request, std::stop_token stop) override;
    Result<std::vector<ByteVector>> presentedBy(const net::Url& url, const net::HttpLimits& limits, std::stop_token stop) override;

    /// The service certificate of the recorded network (PEM).
    static std::string servicePem();

private:
    Result<net::HttpReply> recorded(const net::HttpRequest& request) const;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::map<std::string, std::map<std::string, net::HttpReply>> m_nodes; ///< By origin, then by target.
    Change m_change;
    std::set<std::string> m_down, m_hangs;
    int m_hanging = 0, m_asked = 0;
};

} // namespace countersign::tests
