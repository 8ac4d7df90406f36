#include "tests/unit/ccf_client/recorded.h"

#include "tests/support/vectors.h"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace countersign::test {

namespace {

Exchange readExchange(const std::filesystem::path& file)
{
    Exchange exchange;
    const std::string stem = file.stem().string();
    exchange.name = file.parent_path().filename().string() + '/' + stem;
    std::istringstream lines{std::string(textOf(contentOf(file)))};
    const std::string bodyMark = "(body: ";
    for (std::string line; std::getline(lines, line);) {
        if (line.size() < 3) continue;
        const std::string text = line.substr(2);
        if (line.front() == '>' && exchange.method.empty()) {
            std::istringstream(text) >> exchange.method >> exchange.target;
        } else if (line.front() == '<' && exchange.reply.status == 0) {
            std::from_chars(text.data(), text.data() + text.size(), exchange.reply.status);
        } else if (line.front() == '<' && text.starts_with(bodyMark)) {
            const std::string name = text.substr(bodyMark.size(), text.find(',') - bodyMark.size());
            exchange.reply.body = contentOf(file.parent_path() / name);
        } else if (line.front() == '<' && text.find(": ") != std::string::npos && text.front() != '(') {
            exchange.reply.headers.push_back({text.substr(0, text.find(':')), text.substr(text.find(':') + 2)});
        }
    }
    if (exchange.target.empty() || exchange.reply.status == 0)
        throw std::runtime_error("no exchange: " + file.string());
    return exchange;
}

} // namespace

std::filesystem::path recordingsFolder()
{
    return vectorsFolder() / "ccf-network/rest";
}

std::vector<Exchange> recordedExchanges()
{
    std::vector<Exchange> exchanges;
    if (!std::filesystem::exists(recordingsFolder())) return exchanges;
    for (const auto& file : filesBelow(recordingsFolder(), ".http")) exchanges.push_back(readExchange(file));
    return exchanges;
}

Exchange recorded(const std::string& name)
{
    return readExchange(recordingsFolder() / (name + ".http"));
}

net::Url anyNode()
{
    return net::parseUrl("https://127.0.0.1:9100").value();
}

} // namespace countersign::test
