#include "tests/conformance/shape.h"

namespace countersign::test {

namespace {

/// Objects whose members are named by data.
const std::set<std::string> kMaps{"endpoints", "hostData",       "uvmEndorsements", "tcbVersions", "issuers",
                                  "keys",      "caCertBundles",  "rpc_interfaces",  "rpcInterfaces", "interfaces",
                                  "acks",      "finalVotes",     "voteFailures"};

bool isId(const std::string& name)
{
    return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

const char* typeOf(const nlohmann::json& value)
{
    if (value.is_number()) return "number";
    return value.type_name();
}

void describe(const nlohmann::json& value, const std::string& path, bool isMap, std::set<std::string>& into)
{
    const bool holds = value.is_structured();
    if (!holds || value.empty()) {
        into.insert(path + ' ' + (holds ? "empty" : typeOf(value)));
        return;
    }
    if (value.is_array()) {
        for (const auto& element : value) describe(element, path + "[]", false, into);
        return;
    }
    for (const auto& [name, member] : value.items()) {
        const bool named = isMap || isId(name) || name.starts_with('/');
        describe(member, path + '/' + (named ? "*" : name), kMaps.contains(name), into);
    }
}

} // namespace

std::set<std::string> shapeOf(const nlohmann::json& document)
{
    std::set<std::string> shape;
    describe(document, {}, false, shape);
    return shape;
}

std::set<std::string> missingFrom(const std::set<std::string>& found, const std::set<std::string>& wanted)
{
    std::set<std::string> missing;
    for (const std::string& one : wanted) {
        if (found.contains(one)) continue;
        const std::string path = one.substr(0, one.rfind(' '));
        const bool empty = one.ends_with(" empty");
        bool below = false;
        for (const std::string& other : found) {
            const std::string place = other.substr(0, other.rfind(' '));
            if (other.ends_with(" empty") && path.starts_with(place)) below = true;
            if (empty && (place.starts_with(path + '/') || place.starts_with(path + "[]"))) below = true;
        }
        if (!below) missing.insert(one);
    }
    return missing;
}

} // namespace countersign::test
