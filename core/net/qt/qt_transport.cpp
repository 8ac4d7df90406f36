#include "core/net/qt/qt_transport.h"

#include "core/net/qt/exchange.h"

#include <QPointer>
#include <QThread>

#include <future>

namespace countersign::net {

/// The thread with its event loop, and an object in it to hand work to.
class QtTransport::Worker
{
public:
    Worker(std::function<UtcTime()> clock, std::optional<ProxySettings> proxy)
        : m_clock(std::move(clock)), m_proxy(std::move(proxy))
    {
        m_thread.setObjectName(QStringLiteral("countersign-net"));
        m_post.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Worker()
    {
        m_thread.quit();
        m_thread.wait();
    }

    Result<ExchangeResult> run(ExchangePlan plan, std::stop_token stop)
    {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, plan.request.url.origin() + ": exchange", {}};
        std::promise<Result<ExchangeResult>> promise;
        auto answer = promise.get_future();
        plan.proxy = m_proxy;
        plan.now = m_clock();
        QPointer<Exchange> exchange; // Touched on the worker's thread only.
        post([&] {
            exchange = new Exchange(std::move(plan), [&](Result<ExchangeResult> result) {
                exchange.clear();
                promise.set_value(std::move(result));
            });
            exchange->start();
        });
        // Both lambdas run in order, and nothing here goes away before the exchange and this post are done.
        std::promise<void> cancelled;
        bool asked = false;
        {
            const std::stop_callback callback(stop, [&] {
                asked = true;
                post([&] {
                    if (exchange) exchange->cancel();
                    cancelled.set_value();
                });
            });
            answer.wait();
        }
        if (asked) cancelled.get_future().wait();
        return answer.get();
    }

private:
    template <class Work>
    void post(Work work)
    {
        QMetaObject::invokeMethod(&m_post, std::move(work), Qt::QueuedConnection);
    }

    std::function<UtcTime()> m_clock;
    std::optional<ProxySettings> m_proxy;
    QThread m_thread;
    QObject m_post;
};

QtTransport::QtTransport(std::function<UtcTime()> clock, std::optional<ProxySettings> proxy)
    : m_worker(std::make_unique<Worker>(std::move(clock), std::move(proxy)))
{}

QtTransport::~QtTransport() = default;

Result<HttpReply> QtTransport::send(const HttpRequest& request, std::stop_token stop)
{
    auto bytes = serialiseRequest(request);
    if (!bytes) return std::move(bytes).error();
    ExchangePlan plan;
    plan.request = request;
    plan.bytes = std::move(*bytes);
    auto result = m_worker->run(std::move(plan), stop);
    if (!result) return std::move(result).error();
    return std::move(result->reply);
}

Result<std::vector<ByteVector>> QtTransport::presentedBy(const Url& url, const HttpLimits& limits, std::stop_token stop)
{
    ExchangePlan plan;
    plan.request.url = url;
    plan.request.limits = limits;
    plan.handshakeOnly = true;
    auto result = m_worker->run(std::move(plan), stop);
    if (!result) return std::move(result).error();
    return std::move(result->chain);
}

} // namespace countersign::net
