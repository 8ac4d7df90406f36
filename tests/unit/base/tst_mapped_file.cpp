#include "core/base/mapped_file.h"

#include "core/base/file_io.h"

#include <algorithm>

#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace countersign;

class TestMappedFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsTheBytes();
    void anEmptyFileIsEmpty();
    void aFileCutShortReadsAsZerosAndSaysSo();
    void aFileThatGrowsHasChanged();
    void aFileReplacedAtItsPathHasAnotherIdentity();
    void releasedPagesReadTheSame();
    void refusesWhatIsNoRegularFile();
    void refusesWhatIsNotThere();

private:
    std::filesystem::path at(const char* name) const { return m_folder->path().toStdString() + '/' + name; }
    std::filesystem::path written(const char* name, std::size_t size) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestMappedFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

std::filesystem::path TestMappedFile::written(const char* name, std::size_t size) const
{
    const ByteVector content(size, 0x5a);
    return writeFileAtomically(at(name), content) ? at(name) : std::filesystem::path();
}

void TestMappedFile::showsTheBytes()
{
    const auto file = MappedFile::open(written("a", 10'000));
    QVERIFY(file);
    QCOMPARE((*file)->size(), std::uint64_t{10'000});
    QVERIFY(std::ranges::all_of((*file)->bytes(), [](std::uint8_t byte) { return byte == 0x5a; }));
    QVERIFY(!(*file)->changed());
    QVERIFY(identifyFile(at("a")).value() == (*file)->identity());
}

void TestMappedFile::anEmptyFileIsEmpty()
{
    const auto file = MappedFile::open(written("a", 0));
    QVERIFY(file);
    QVERIFY((*file)->bytes().empty());
    QVERIFY(!(*file)->changed());
    (*file)->release({0, 100});
    (*file)->prefetch({0, 100});
}

void TestMappedFile::aFileCutShortReadsAsZerosAndSaysSo()
{
    const auto path = written("a", 5 * 4096);
    const auto file = MappedFile::open(path);
    QVERIFY(file);
    QCOMPARE(int((*file)->bytes()[4 * 4096]), 0x5a);
    QCOMPARE(::truncate(path.c_str(), 4096), 0);
    const Bytes bytes = (*file)->bytes();
    QVERIFY(std::ranges::all_of(bytes.first(4096), [](std::uint8_t byte) { return byte == 0x5a; }));
    QVERIFY(std::ranges::all_of(bytes.subspan(4096), [](std::uint8_t byte) { return byte == 0; }));
    QVERIFY((*file)->changed());
}

void TestMappedFile::aFileThatGrowsHasChanged()
{
    const auto path = written("a", 100);
    const auto file = MappedFile::open(path);
    QVERIFY(file);
    QCOMPARE(::truncate(path.c_str(), 101), 0);
    QVERIFY((*file)->changed());
}

void TestMappedFile::aFileReplacedAtItsPathHasAnotherIdentity()
{
    const auto file = MappedFile::open(written("a", 100));
    QVERIFY(file);
    const auto path = written("a", 100);
    QVERIFY(identifyFile(path).value() != (*file)->identity());
    QCOMPARE(int((*file)->bytes()[99]), 0x5a);
}

void TestMappedFile::releasedPagesReadTheSame()
{
    const auto file = MappedFile::open(written("a", 3 * 4096 + 5));
    QVERIFY(file);
    (*file)->prefetch({1, 9000});
    (*file)->release({1, 9000});
    (*file)->release({5000, 1u << 20});
    QVERIFY(std::ranges::all_of((*file)->bytes(), [](std::uint8_t byte) { return byte == 0x5a; }));
    QVERIFY(!(*file)->changed());
}

void TestMappedFile::refusesWhatIsNoRegularFile()
{
    const auto target = written("a", 10);
    std::filesystem::create_symlink(target, at("link"));
    QCOMPARE(::mkfifo(at("fifo").c_str(), 0600), 0);
    std::filesystem::create_directory(at("folder"));
    for (const char* name : {"link", "fifo", "folder"}) {
        const auto file = MappedFile::open(at(name));
        QVERIFY2(!file, name);
        QCOMPARE(file.error().code, ErrorCode::Unsupported);
    }
}

void TestMappedFile::refusesWhatIsNotThere()
{
    QCOMPARE(MappedFile::open(at("none")).error().code, ErrorCode::NotFound);
    QCOMPARE(identifyFile(at("none")).error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestMappedFile)
#include "tst_mapped_file.moc"
