#include "core/audit/workspace_file.h"
#include "core/audit/workspace_pins.h"
#include "core/base/file_io.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <unistd.h>

using namespace countersign;
using namespace countersign::audit;

/// A file that cannot be used says so, and stays as it is.
class TestWorkspaceFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsItsProfile();
    void isNotMadeOverAnotherFile();
    void aNewerVersionIsLeftAlone();
    void whatIsNoWorkspaceIsLeftAlone_data();
    void whatIsNoWorkspaceIsLeftAlone();
    void damageIsTold();
    void cutShortIsTold();
    void aBackupIsWhole();
    void readOnlyRefusesWrites();
    void readsWhereNothingMayBeWritten();
    void twoProcessesWriteTheSameFile();
    void aFullDiskLosesNothing();

private:
    std::filesystem::path at(const char* name) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    std::filesystem::path made(const char* name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestWorkspaceFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

std::filesystem::path TestWorkspaceFile::made(const char* name) const
{
    auto file = WorkspaceFile::create(at(name)).value();
    if (!file.setProfile("name", "Contoso")) qFatal("no profile");
    return at(name);
}

void TestWorkspaceFile::keepsItsProfile()
{
    const auto path = made("a.countersign");
    auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadWrite).value();
    QCOMPARE(file.profile("name").value(), std::string("Contoso"));
    QCOMPARE(file.profile("other").value(), std::string());
    QVERIFY(file.setProfile("name", "Fabrikam"));
    QCOMPARE(file.profile("name").value(), std::string("Fabrikam"));
    QCOMPARE(file.database().pragma("application_id").value(), std::int64_t{0x43535753});
    QCOMPARE(file.database().pragma("user_version").value(), WorkspaceFile::kVersion);
}

void TestWorkspaceFile::isNotMadeOverAnotherFile()
{
    const auto path = made("a.countersign");
    QCOMPARE(WorkspaceFile::create(path).error().code, ErrorCode::Io);
    QVERIFY(WorkspaceFile::open(path, WorkspaceAccess::ReadOnly));
    QCOMPARE(WorkspaceFile::open(at("none"), WorkspaceAccess::ReadWrite).error().code, ErrorCode::NotFound);
    QVERIFY(!std::filesystem::exists(at("none")));
}

void TestWorkspaceFile::aNewerVersionIsLeftAlone()
{
    const auto path = made("a.countersign");
    {
        auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadWrite).value();
        QVERIFY(file.database().execute("PRAGMA user_version=7"));
    }
    const ByteVector before = readSmallFile(path).value();
    for (const auto access : {WorkspaceAccess::ReadOnly, WorkspaceAccess::ReadWrite}) {
        const auto opened = WorkspaceFile::open(path, access);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Unsupported);
        QVERIFY(opened.error().detail.find("version 7") != std::string::npos);
    }
    QVERIFY(readSmallFile(path).value() == before);
}

void TestWorkspaceFile::whatIsNoWorkspaceIsLeftAlone_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray(5000, 'x');
    QTest::newRow("begins like a database") << QByteArray("SQLite format 3\0", 16) + QByteArray(4080, 'y');
}

void TestWorkspaceFile::whatIsNoWorkspaceIsLeftAlone()
{
    QFETCH(QByteArray, content);
    const ByteVector bytes(content.begin(), content.end());
    QVERIFY(writeFileAtomically(at("x"), bytes));
    for (const auto access : {WorkspaceAccess::ReadOnly, WorkspaceAccess::ReadWrite}) {
        const auto opened = WorkspaceFile::open(at("x"), access);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Malformed);
        QVERIFY(readSmallFile(at("x")).value() == bytes);
    }
}

void TestWorkspaceFile::damageIsTold()
{
    const auto path = made("a.countersign");
    ByteVector bytes = readSmallFile(path).value();
    for (std::size_t i = 4096; i < bytes.size(); i += 3) bytes[i] ^= 0x5a;
    QVERIFY(writeFileAtomically(path, bytes));
    for (const auto access : {WorkspaceAccess::ReadOnly, WorkspaceAccess::ReadWrite}) {
        const auto opened = WorkspaceFile::open(path, access);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Malformed);
        QVERIFY2(opened.error().where.ends_with("a.countersign"), opened.error().where.c_str());
    }
    QVERIFY(readSmallFile(path).value() == bytes);
}

void TestWorkspaceFile::cutShortIsTold()
{
    const auto path = made("a.countersign");
    const ByteVector whole = readSmallFile(path).value();
    for (std::size_t length = 0; length < whole.size(); length += 1021) {
        const Bytes cut = Bytes(whole).first(length);
        QVERIFY(writeFileAtomically(path, cut));
        QVERIFY2(!WorkspaceFile::open(path, WorkspaceAccess::ReadWrite), std::to_string(length).c_str());
        QVERIFY(std::ranges::equal(readSmallFile(path).value(), cut));
    }
}

void TestWorkspaceFile::aBackupIsWhole()
{
    auto file = WorkspaceFile::open(made("a.countersign"), WorkspaceAccess::ReadWrite).value();
    QVERIFY(file.backupTo(at("b.countersign")));
    QCOMPARE(file.backupTo(at("b.countersign")).error().code, ErrorCode::Io);
    auto copy = WorkspaceFile::open(at("b.countersign"), WorkspaceAccess::ReadWrite).value();
    QCOMPARE(copy.profile("name").value(), std::string("Contoso"));
    QVERIFY(copy.setProfile("name", "copy"));
    QCOMPARE(file.profile("name").value(), std::string("Contoso"));
}

void TestWorkspaceFile::readOnlyRefusesWrites()
{
    auto file = WorkspaceFile::open(made("a.countersign"), WorkspaceAccess::ReadOnly).value();
    QVERIFY(!file.writable());
    QVERIFY(!file.setProfile("name", "x"));
    QCOMPARE(file.profile("name").value(), std::string("Contoso"));
}

void TestWorkspaceFile::readsWhereNothingMayBeWritten()
{
    std::filesystem::create_directory(at("media"));
    std::filesystem::copy_file(made("a.countersign"), at("media") / "a.countersign");
    const std::string media = at("media").string();
    const bool mounted = ::mount(media.c_str(), media.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
                         ::mount(nullptr, media.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
    if (!mounted) {
        ::umount(media.c_str());
        if (::geteuid() == 0) QSKIP("a read-only place cannot be made here");
        std::filesystem::permissions(media, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    }
    {
        auto reader = WorkspaceFile::open(at("media") / "a.countersign", WorkspaceAccess::ReadOnly);
        QVERIFY2(reader, reader ? "" : reader.error().detail.c_str());
        QCOMPARE(reader->profile("name").value(), std::string("Contoso"));
        const auto writer = WorkspaceFile::open(at("media") / "a.countersign", WorkspaceAccess::ReadWrite);
        QVERIFY(!writer);
        QCOMPARE(writer.error().code, ErrorCode::Database);
    }
    if (mounted) QCOMPARE(::umount(media.c_str()), 0);
    if (!mounted) std::filesystem::permissions(media, std::filesystem::perms::owner_all);
}

namespace {

/// Runs `work` in a process of its own and gives its exit status.
template <class Work>
pid_t inAnotherProcess(const Work& work)
{
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::_exit(work());
}

int statusOf(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

void TestWorkspaceFile::twoProcessesWriteTheSameFile()
{
    const auto path = made("a.countersign");
    const auto write = [&](const char* prefix) {
        return inAnotherProcess([&] {
            auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadWrite);
            if (!file) return 1;
            for (int i = 0; i < 40; ++i)
                if (!WorkspacePins(*file).addSource(prefix + std::to_string(i), "folder", {i})) return 2;
            return 0;
        });
    };
    const pid_t one = write("a"), two = write("b");
    QCOMPARE(statusOf(one), 0);
    QCOMPARE(statusOf(two), 0);
    auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadOnly).value();
    QCOMPARE(WorkspacePins(file).sources()->size(), std::size_t{80});
}

void TestWorkspaceFile::aFullDiskLosesNothing()
{
    const auto path = made("a.countersign");
    const pid_t child = inAnotherProcess([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadWrite);
        if (!file || !WorkspacePins(*file).addSource("kept", "folder", {1})) return 1;
        const rlimit limit{200'000, 200'000}; // of any file this process writes
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
        WorkspacePin pin{"", "s", "f", ByteVector(30'000, 1), {1}, "", ""};
        for (int i = 0; i < 100; ++i) {
            pin.fingerprint = std::to_string(i);
            const auto done = WorkspacePins(*file).addPin(pin);
            if (!done) return done.error().code == ErrorCode::Database && i > 0 ? 0 : 3;
        }
        return 4;
    });
    QCOMPARE(statusOf(child), 0);
    auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadWrite).value();
    WorkspacePins pins(file);
    QCOMPARE(pins.sources().value(), std::vector<std::string>{"kept"});
    const auto kept = pins.pins().value();
    QVERIFY(!kept.empty() && kept.size() < 100);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        QCOMPARE(kept[i].fingerprint, std::to_string(i));
        QCOMPARE(kept[i].content.size(), std::size_t{30'000});
    }
    QVERIFY(pins.addSource("after", "folder", {2}));
}

QTEST_GUILESS_MAIN(TestWorkspaceFile)
#include "tst_workspace_file.moc"
