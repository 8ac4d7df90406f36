#pragma once

#include "tests/support/scripted_transport.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace countersign::test {

/// One exchange with a real network, as it was recorded.
struct Exchange {
    std::string name; ///< "03-open/node-commit".
    std::string method, target;
    net::HttpReply reply;
};

/// All of them, ordered by name; empty when the recordings are not there.
std::vector<Exchange> recordedExchanges();

/// The exchange of that name; it must be there.
Exchange recorded(const std::string& name);

std::filesystem::path recordingsFolder();

/// "https://127.0.0.1:9100", trusting nobody: for transports that have no network.
net::Url anyNode();

} // namespace countersign::test
