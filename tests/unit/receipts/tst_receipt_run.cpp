#include "core/acl/acl_family.h"
#include "core/ccf/ccf_family.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"
#include "tests/unit/receipts/judged.h"

#include <QTemporaryDir>
#include <QTest>

#include <zip.h>

#include <atomic>
#include <fstream>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;
using nlohmann::json;

namespace fs = std::filesystem;

namespace {

const ReceiptWriter& service()
{
    static const ReceiptWriter writer("run");
    return writer;
}

json good(SeqNo seqno)
{
    return service().json(service().leaf({2, seqno}));
}

json bad(SeqNo seqno)
{
    json receipt = good(seqno);
    receipt["node_id"] = std::string(64, 'a');
    return receipt;
}

} // namespace

class TestReceiptRun final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void recognises_data();
    void recognises();
    void judgesAFolder();
    void judgesLines();
    void judgesAnArchive();
    void showsOneOfMany();
    void boundsFindings();
    void isCancelled();
    void endorsementsAloneAreNoReceipt();
    void azureLoading();
    void changesNothingWithThreads();

private:
    fs::path write(const std::string& name, std::string_view content) const
    {
        const fs::path path = fs::path(m_folder->path().toStdString()) / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    fs::path folder() const { return m_folder->path().toStdString(); }

    VerificationReport verify(const std::vector<fs::path>& paths, const VerifyOptions& more = {}, std::stop_token stop = {},
                              const VerifyObserver& observer = {}) const
    {
        VerifyOptions options = more;
        options.anchors.push_back({copyOf(bytesOf(service().serviceCertificate())), "pin"});
        return m_ccf->open(paths).value()->verify(options, std::move(stop), observer).value();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<const Family> m_ccf = ccf::makeCcfFamily();
    std::shared_ptr<const Family> m_acl = acl::makeAclFamily();
};

void TestReceiptRun::recognises_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("ccf");
    QTest::addColumn<QString>("acl");
    const auto row = [](const char* title, std::string_view content, const char* name, const char* inCcf, const char* inAcl) {
        QTest::newRow(title) << QByteArray(content.data(), qsizetype(content.size())) << QString::fromUtf8(name)
                             << QString::fromUtf8(inCcf) << QString::fromUtf8(inAcl);
    };
    const ByteVector cose = service().cose({service().leaf({2, 46})});
    row("JSON", good(46).dump(), "a", "receipt", "");
    row("JSON, indented", good(46).dump(2), "a", "receipt", "");
    row("COSE", textOf(cose), "a", "receipt", "");
    row("COSE, cut short", textOf(Bytes(cose).first(300)), "a", "receipt", "");
    row("JSON, cut short", good(46).dump().substr(0, 20), "a.receipt.json", "receipt", "");
    row("Azure", json{{"state", "Ready"}, {"transactionId", "2.46"}, {"receipt", good(46)}}.dump(), "a", "", "receipt");
    row("Azure, loading", R"({"state":"Loading","transactionId":"","receipt":null})", "a", "", "receipt");
    row("endorsements", R"({"endorsements":[]})", "a", "endorsements", "");
    row("other JSON", R"({"name":"leaf"})", "a.json", "", "");
    row("text", "hello", "a.txt", "", "");
    row("empty", "", "a", "", "");
    row("empty, named so", "", "a.receipt.cose", "receipt", "");
}

void TestReceiptRun::recognises()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, name);
    QFETCH(QString, ccf);
    QFETCH(QString, acl);
    const fs::path path = write(name.toStdString(), {content.constData(), std::size_t(content.size())});
    QCOMPARE(QString::fromStdString(m_ccf->recognise(path)), ccf);
    QCOMPARE(QString::fromStdString(m_acl->recognise(path)), acl);
    if (ccf != QLatin1String("endorsements")) QCOMPARE(QString::fromStdString(m_ccf->recognise(folder())), ccf);
}

void TestReceiptRun::judgesAFolder()
{
    write("a/1.json", good(46).dump());
    write("a/2.json", bad(47).dump(1));
    write("b/3.cose", textOf(service().cose({service().leaf({2, 48})})));
    write("b/other.json", R"({"name":"x"})");
    write("b/cert.pem", "x");
    const auto report = verify({folder()});
    QCOMPARE(report.verdict, Verdict::Failed);
    QCOMPARE(report.reason, std::string(kReasonKeyMismatch));
    QCOMPARE(report.subjectKind, std::string("receipt"));
    QCOMPARE(report.receipts.size(), std::size_t(3));
    QCOMPARE(report.receipts[0].verdict, Verdict::Passed);
    QCOMPARE(report.receipts[1].verdict, Verdict::Failed);
    QCOMPARE(report.receipts[2].kind, std::string("cose"));
    QCOMPARE(report.receipts[2].transactionId->toString(), std::string("2.48"));
    QCOMPARE(report.findings.size(), std::size_t(1));
    QCOMPARE(report.findings[0].where.file, (folder() / "a/2.json").string());
    QCOMPARE(report.notChecked.size(), std::size_t(1)); // other.json; the certificate has no name of a receipt.
    fs::remove(folder() / "a/2.json");
    QCOMPARE(verify({folder()}).verdict, Verdict::Passed);
}

void TestReceiptRun::judgesLines()
{
    std::string lines;
    for (SeqNo seqno = 1; seqno <= 40; ++seqno) lines += (seqno == 17 ? bad(seqno) : good(seqno)).dump() + "\n";
    lines += "\n{\"cut\n";
    const auto report = verify({write("many.jsonl", lines)});
    QCOMPARE(report.receipts.size(), std::size_t(41));
    QCOMPARE(report.receipts[16].line, std::uint64_t(17));
    QCOMPARE(report.receipts[16].verdict, Verdict::Failed);
    QCOMPARE(report.receipts[40].line, std::uint64_t(42));
    QCOMPARE(report.receipts[40].reason, std::string(kReasonMalformed));
    QCOMPARE(std::ranges::count(report.receipts, Verdict::Passed, &ReceiptOutcome::verdict), 39);
    const Place& where = report.findings.front().where;
    QCOMPARE(lines.substr(*where.offset, *where.length), bad(17).dump());
}

void TestReceiptRun::judgesAnArchive()
{
    const std::vector<std::pair<std::string, std::string>> members{
        {"orders/1.json", good(1).dump()},
        {"lines.jsonl", good(2).dump() + "\n" + good(3).dump() + "\n"},
        {"broken.json", good(4).dump().substr(0, good(4).dump().size() - 40)},
        {"beyond knowing.receipt.json", good(5).dump().substr(0, 40)},
        {"readme.txt", "nothing to judge"}};
    const fs::path path = folder() / "all.zip";
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, &code);
    for (const auto& [name, content] : members)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    QCOMPARE(zip_close(archive), 0);
    QCOMPARE(m_ccf->recognise(path), std::string("receipt"));
    QCOMPARE(m_acl->recognise(path), std::string());
    const VerificationReport report = verify({path});
    QCOMPARE(report.receipts.size(), std::size_t(5));
    QCOMPARE(report.receipts[4].verdict, Verdict::Failed); // Its name says what it should be.
    QCOMPARE(report.receipts[0].path, (path / "orders/1.json").string());
    QCOMPARE(report.receipts[2].line, std::uint64_t(2));
    QCOMPARE(report.receipts[2].verdict, Verdict::Passed);
    QCOMPARE(report.receipts[3].verdict, Verdict::Failed);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY(std::ranges::any_of(report.notChecked, [](const NotCheckedItem& item) { return item.reason == "UNSUPPORTED"; }));
}

void TestReceiptRun::showsOneOfMany()
{
    std::string lines;
    for (SeqNo i = 1; i <= 3; ++i) lines += good(i).dump() + '\n';
    const fs::path path = write("many.jsonl", lines);
    auto source = m_ccf->open({path}).value();
    QCOMPARE(source->records().last(), SeqNo(0)); // Nothing was judged yet.
    VerifyOptions options;
    options.anchors.push_back({copyOf(bytesOf(service().serviceCertificate())), "pin"});
    const VerificationReport report = source->verify(options, {}, {}).value();
    QCOMPARE(source->records().last(), SeqNo(3));
    const auto links = source->prove(2, report).value();
    QVERIFY(std::ranges::all_of(links, [](const ProofLink& link) {
        return link.verdict == Verdict::Passed || link.verdict == Verdict::NotChecked;
    }));
    QCOMPARE(links.front().subject, std::string("2.2"));
    QCOMPARE(links.front().where.offset, std::optional(std::uint64_t(good(1).dump().size() + 1)));
    const RecordDetail detail = source->records().detail(2, 1 << 20).value();
    QCOMPARE(textOf(detail.bytes), std::string_view(good(2).dump()));
    QVERIFY(detail.structure.children.size() >= 5);
    QVERIFY(!source->prove(4, report));
    QCOMPARE(report.receipts[1].service, std::string("pin"));
    QVERIFY(report.receipts[1].signerNotAfter.has_value());
}

void TestReceiptRun::boundsFindings()
{
    std::string lines;
    for (SeqNo seqno = 1; seqno <= 20; ++seqno) lines += bad(seqno).dump() + "\n";
    VerifyOptions options;
    options.maxFindings = 5;
    const auto report = verify({write("many.jsonl", lines)}, options);
    QCOMPARE(report.findings.size(), std::size_t(5));
    QCOMPARE(report.findingsOmitted, std::uint64_t(15));
    QCOMPARE(report.receipts.size(), std::size_t(20));
}

void TestReceiptRun::isCancelled()
{
    std::string lines;
    for (SeqNo seqno = 1; seqno <= 60; ++seqno) lines += good(seqno).dump() + "\n";
    const fs::path file = write("many.jsonl", lines);
    std::stop_source stop;
    std::atomic<int> judged = 0;
    VerifyObserver observer;
    observer.waitWhilePaused = [&] {
        if (++judged == 20) stop.request_stop();
    };
    const auto report = verify({file}, {}, stop.get_token(), observer);
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QCOMPARE(report.reason, std::string(kReasonCancelled));
    QVERIFY(report.receipts.size() >= 20 && report.receipts.size() < 60);
}

void TestReceiptRun::endorsementsAloneAreNoReceipt()
{
    const auto source = m_ccf->open({write("a.endorsements.json", R"({"endorsements":[]})")});
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::NotFound);
}

void TestReceiptRun::azureLoading()
{
    const fs::path file = write("a.json", R"({"state":"Loading","transactionId":"","receipt":null})");
    VerifyOptions options;
    options.anchors.push_back({copyOf(bytesOf(service().serviceCertificate() + "\n" + std::string(1, '\0'))), "pin"});
    const auto report = m_acl->open({file}).value()->verify(options, {}, {}).value();
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QCOMPARE(report.reason, std::string(kReasonNotReady));
    json answer{{"ledgerId", "x"}, {"ledgerTlsCertificate", service().serviceCertificate() + "\n" + std::string(1, '\0')}};
    QCOMPARE(m_acl->readAnchor({copyOf(bytesOf(answer.dump())), "identity"}).value().size(), std::size_t(1));
}

void TestReceiptRun::changesNothingWithThreads()
{
    std::string lines;
    for (SeqNo seqno = 1; seqno <= 30; ++seqno) lines += (seqno % 3 == 0 ? bad(seqno) : good(seqno)).dump() + "\n";
    const fs::path file = write("many.jsonl", lines);
    const auto outcomes = [&](unsigned jobs) {
        VerifyOptions options;
        options.jobs = jobs;
        std::string text;
        const VerificationReport report = verify({file}, options);
        for (const ReceiptOutcome& one : report.receipts)
            text += std::to_string(one.line) + verdictName(one.verdict) + one.transactionId.value_or(TransactionId{}).toString();
        return text;
    };
    QCOMPARE(outcomes(1), outcomes(4));
}

QTEST_APPLESS_MAIN(TestReceiptRun)
#include "tst_receipt_run.moc"
