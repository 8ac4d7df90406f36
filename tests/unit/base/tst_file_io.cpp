#include "core/base/file_head.h"
#include "core/base/file_io.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace countersign;

class TestFileIo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatWasWritten();
    void leavesNothingBesideTheTarget();
    void refusesALargerFile();
    void readsTheHead();
    void refusesWhatIsNoRegularFile();
    void cannotWriteIntoAFolderThatIsNotThere();

private:
    std::filesystem::path at(const char* name) const { return m_folder.path().toStdString() + '/' + name; }

    QTemporaryDir m_folder;
};

void TestFileIo::readsBackWhatWasWritten()
{
    QVERIFY(writeFileAtomically(at("a"), bytesOf("first")));
    QVERIFY(writeFileAtomically(at("a"), bytesOf("")));
    QVERIFY(readSmallFile(at("a")).value().empty());
    QVERIFY(writeFileAtomically(at("a"), bytesOf("second")));
    QCOMPARE(std::string(textOf(readSmallFile(at("a")).value())), std::string("second"));
}

void TestFileIo::leavesNothingBesideTheTarget()
{
    std::filesystem::create_directory(at("own"));
    QVERIFY(writeFileAtomically(at("own/a"), bytesOf("text")));
    std::filesystem::create_directory(at("own/b"));
    QVERIFY(!writeFileAtomically(at("own/b"), bytesOf("text")));
    const std::filesystem::directory_iterator entries(at("own"));
    QCOMPARE(std::distance(begin(entries), end(entries)), std::ptrdiff_t{2});
}

void TestFileIo::refusesALargerFile()
{
    QVERIFY(writeFileAtomically(at("a"), bytesOf("12345")));
    QVERIFY(readSmallFile(at("a"), 5));
    QCOMPARE(readSmallFile(at("a"), 4).error().code, ErrorCode::LimitExceeded);
}

void TestFileIo::readsTheHead()
{
    QVERIFY(writeFileAtomically(at("a"), bytesOf("12345")));
    for (const std::size_t room : {0u, 3u, 5u, 9u}) {
        ByteVector head(room);
        const auto read = readHead(at("a"), head);
        QVERIFY(read);
        QCOMPARE(std::string(textOf(*read)), std::string("12345").substr(0, room));
    }
    ByteVector head(1);
    QCOMPARE(readHead(at("none"), head).error().code, ErrorCode::NotFound);
    QCOMPARE(readHead(m_folder.path().toStdString(), head).error().code, ErrorCode::Unsupported);
}

void TestFileIo::refusesWhatIsNoRegularFile()
{
    QCOMPARE(::mkfifo(at("fifo").c_str(), 0600), 0);
    QCOMPARE(readSmallFile(at("fifo")).error().code, ErrorCode::Unsupported);
    QCOMPARE(readSmallFile(m_folder.path().toStdString()).error().code, ErrorCode::Unsupported);
    QCOMPARE(readSmallFile(at("none")).error().code, ErrorCode::NotFound);
}

void TestFileIo::cannotWriteIntoAFolderThatIsNotThere()
{
    QCOMPARE(writeFileAtomically(at("none/a"), bytesOf("text")).error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestFileIo)
#include "tst_file_io.moc"
