#include "core/store/zip_archive.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <zip.h>

using namespace countersign;

class TestZipArchive final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsMembers();
    void boundsWhatIsUnpacked();
    void noticesAChangedByte();
    void refusesWhatIsNoArchive();
    void refusesEncryptedMembers();

private:
    QString make(const std::vector<std::pair<std::string, std::string>>& members, bool encrypted = false)
    {
        const QString path = m_folder.filePath(QStringLiteral("%1.zip").arg(++m_count));
        int code = 0;
        zip_t* archive = zip_open(path.toUtf8().constData(), ZIP_CREATE, &code);
        for (const auto& [name, content] : members) {
            if (name.back() == '/') {
                zip_dir_add(archive, name.c_str(), 0);
                continue;
            }
            const zip_int64_t at =
                zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
            if (encrypted) zip_file_set_encryption(archive, zip_uint64_t(at), ZIP_EM_AES_256, "secret");
        }
        zip_close(archive);
        return path;
    }
    Result<std::unique_ptr<ZipArchive>> open(const QString& path, const ZipLimits& limits = {})
    {
        return ZipArchive::open(path.toStdString(), limits);
    }

    QTemporaryDir m_folder;
    int m_count = 0;
};

void TestZipArchive::readsMembers()
{
    auto archive = open(make({{"folder/", ""}, {"folder/a.json", "{}"}, {"../b", std::string(100'000, 'x')}, {"empty", ""}}));
    QVERIFY(archive);
    QCOMPARE((*archive)->members().size(), std::size_t(3)); // A name is data: it leads nowhere.
    QCOMPARE((*archive)->members()[0].name, std::string("folder/a.json"));
    QCOMPARE(textOf((*archive)->read(0).value()), std::string_view("{}"));
    QCOMPARE((*archive)->read(1)->size(), std::size_t(100'000));
    QVERIFY((*archive)->read(2)->empty());
    QCOMPARE((*archive)->head(1, 10)->size(), std::size_t(10));
    QCOMPARE((*archive)->read(0)->size(), std::size_t(2)); // Again.
}

void TestZipArchive::boundsWhatIsUnpacked()
{
    const QString bomb = make({{"a", std::string(2'000'000, '\0')}, {"b", std::string(1000, 'b')}});
    QVERIFY(QFile(bomb).size() < 20'000);
    auto small = open(bomb, {.memberBytes = 1'000'000});
    QCOMPARE((*small)->read(0).error().code, ErrorCode::LimitExceeded);
    QVERIFY((*small)->read(1));
    auto total = open(bomb, {.totalBytes = 1500});
    QVERIFY((*total)->read(1));
    QCOMPARE((*total)->read(1).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(open(bomb, {.members = 1}).error().code, ErrorCode::LimitExceeded);
}

void TestZipArchive::noticesAChangedByte()
{
    const std::string content(1000, 'c');
    const QString path = make({{"a", content + "tail of it, which cannot be packed much: 8f3k2"}});
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const int packed = int(30 + 1); // Local header and name.
    bytes[packed + 12] = char(bytes[packed + 12] ^ 1);
    file.seek(0);
    file.write(bytes);
    file.close();
    auto archive = open(path);
    QVERIFY(!archive || !(*archive)->read(0));
}

void TestZipArchive::refusesWhatIsNoArchive()
{
    const QString path = m_folder.filePath(QStringLiteral("no.zip"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("PK\3\4 and nothing more");
    file.close();
    QVERIFY(!open(path));
    QVERIFY(!open(m_folder.filePath(QStringLiteral("absent.zip"))));
    QVERIFY(ZipArchive::looksLikeZip(bytesOf("PK\3\4")));
    QVERIFY(!ZipArchive::looksLikeZip(bytesOf("PK")));
}

void TestZipArchive::refusesEncryptedMembers()
{
    auto archive = open(make({{"a", "secret contents"}}, true));
    QVERIFY(archive);
    QCOMPARE((*archive)->read(0).error().code, ErrorCode::Unsupported);
}

QTEST_APPLESS_MAIN(TestZipArchive)
#include "tst_zip_archive.moc"
