#include "tests/unit/cli/cli_process.h"

#include "tests/support/source_dir.h"
#include "tests/support/vectors.h"
#include "tests/unit/cli/schema_check.h"

#include <QProcess>

namespace countersign::test {

namespace {

constexpr int kLongestRun = 300'000;

ProcessOutcome finish(QProcess& process, const QString& program, const QStringList& arguments)
{
    process.start(program, arguments);
    if (!process.waitForFinished(kLongestRun)) return {};
    const bool crashed = process.exitStatus() == QProcess::CrashExit;
    return {crashed ? 128 + process.exitCode() : process.exitCode(), process.readAllStandardOutput(),
            process.readAllStandardError()};
}

} // namespace

nlohmann::ordered_json ProcessOutcome::json() const
{
    auto document = nlohmann::ordered_json::parse(out.toStdString(), nullptr, false);
    return document.is_discarded() ? nlohmann::ordered_json() : document;
}

ProcessOutcome runCli(const QStringList& arguments)
{
    QProcess process;
    return finish(process, QStringLiteral(COUNTERSIGN_CLI), arguments);
}

ProcessOutcome runBash(const QString& line, const QStringList& arguments)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("CLI"), QStringLiteral(COUNTERSIGN_CLI));
    process.setProcessEnvironment(environment);
    return finish(process, QStringLiteral("bash"),
                  QStringList{QStringLiteral("-c"), line, QStringLiteral("bash")} + arguments);
}

QString vectorPath(const char* name)
{
    return QString::fromStdString((vectorsFolder() / name).string());
}

void copyFolder(const std::filesystem::path& from, const std::filesystem::path& to)
{
    std::filesystem::create_directories(to);
    for (const auto& entry : std::filesystem::directory_iterator(from)) {
        const auto target = to / entry.path().filename();
        std::filesystem::copy(entry.path(), target, std::filesystem::copy_options::recursive);
        std::filesystem::permissions(target, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
    }
}

std::string documentProblem(const nlohmann::ordered_json& document)
{
    const ByteVector schema = contentOf(sourceDir() / "resources/schema/verification-1.json");
    return schemaProblem(nlohmann::ordered_json::parse(textOf(schema)), document);
}

} // namespace countersign::test
