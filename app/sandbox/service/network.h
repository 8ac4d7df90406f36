#pragma once

#include "app/sandbox/server/tls_listener.h"
#include "app/sandbox/service/scene.h"

#include <mutex>

namespace countersign::sandbox {

/// What is wrong with the consortium on purpose, so that people learn how a failure looks.
enum class Fault : std::uint8_t {
    None,
    Lie,      ///< The second node tells another constitution and denies what is committed.
    Rewrite,  ///< An old transaction was changed and everything after it signed anew.
    Identity, ///< The nodes answer under an identity that nobody pinned.
};

/// The consortium's nodes as their addresses answer. Safe from any thread.
class Network
{
public:
    /// `service` outlives the network.
    Network(Consortium& service, Fault fault) : m_service(service), m_fault(fault) {}

    /// From now on place i is the node with this index in the service's list.
    void serve(std::vector<std::size_t> nodes);
    HttpAnswer answer(std::size_t place, const HttpQuestion& question);
    TlsIdentity identityOf(std::size_t place) const;
    std::size_t primaryPlace() const;
    std::size_t places() const; ///< How many there are.

    /// Does something with the service while nobody else does.
    template <class Work>
    auto with(Work work)
    {
        const std::lock_guard guard(m_mutex);
        return work(m_service);
    }

private:
    HttpAnswer routed(std::size_t place, const HttpQuestion& question);
    HttpAnswer governed(const Scene& scene, std::string_view path);
    HttpAnswer along(const std::vector<Route>& routes, Scene scene, std::string_view path);
    HttpAnswer redirected(const Scene& scene) const;
    void lie(std::string_view path, HttpAnswer& answer) const;

    Consortium& m_service;
    const Fault m_fault;
    mutable std::mutex m_mutex; ///< Guards what follows and the service.
    std::vector<std::size_t> m_serving;
    std::set<std::string> m_fetched; ///< Receipts asked for before: a node reads its ledger first.
};

} // namespace countersign::sandbox
