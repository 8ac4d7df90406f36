#pragma once

#include <nlohmann/json.hpp>

#include <QByteArray>
#include <QStringList>

#include <filesystem>

namespace countersign::test {

struct ProcessOutcome {
    int status = -1; ///< 128 + n when signal n ended it.
    QByteArray out;
    QByteArray err;

    nlohmann::ordered_json json() const; ///< Null when the output is no JSON.
};

/// Runs the installed form of the program, countersign-cli, and waits for its end.
ProcessOutcome runCli(const QStringList& arguments);

/// Runs a line of bash in which $CLI is the program.
ProcessOutcome runBash(const QString& line, const QStringList& arguments = {});

/// The path of a file or folder of the recorded evidence.
QString vectorPath(const char* name);

/// A writable copy of a folder of the recorded evidence.
void copyFolder(const std::filesystem::path& from, const std::filesystem::path& to);

/// What is wrong with a document of `verify --json` by resources/schema/verification-1.json; empty when nothing is.
std::string documentProblem(const nlohmann::ordered_json& document);

} // namespace countersign::test
