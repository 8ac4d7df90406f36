#pragma once

#include "app/sandbox/service/consortium.h"

namespace countersign::sandbox {

/// One node at the moment it is asked.
struct Scene {
    Consortium& service;
    const Node& self;
    const HttpQuestion& question;
    std::vector<std::string> parts{}; ///< What stood for "{…}" in the path, decoded.

    const Node& primary() const { return service.made().nodes[service.primary()]; }
    bool isPrimary() const { return self.id == primary().id; }
};

/// What is done on one path. A pattern's segments are words, "{}" for any one, or "{}:word".
struct Route {
    const char* method;
    const char* pattern; ///< Behind the prefix: "/network/nodes/{}".
    HttpAnswer (*answer)(const Scene&);
    bool readsState = true; ///< Answers name the state they were read from.
};

extern const std::vector<Route> kNodeRoutes, kGovernanceRoutes, kApplicationRoutes;

/// The parts of `path` that `pattern` leaves open, decoded; none when it does not fit.
std::optional<std::vector<std::string>> matchPath(std::string_view pattern, std::string_view path);

// On all three prefixes.
HttpAnswer answerCommit(const Scene& scene);
HttpAnswer answerTransaction(const Scene& scene);
HttpAnswer answerReceipt(const Scene& scene);

/// "Committed", "Pending", "Unknown" or "Invalid".
std::string transactionStatus(const Consortium& service, TransactionId id);
std::optional<TransactionId> transactionIdFrom(const std::string& text);

} // namespace countersign::sandbox
