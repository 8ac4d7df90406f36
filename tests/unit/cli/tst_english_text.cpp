#include "app/common/english_tables.h"
#include "app/common/english_text.h"
#include "core/base/file_io.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

#ifdef COUNTERSIGN_WITH_UI_TEXT
#include "tests/support/source_dir.h"
#include "ui/common/check_text.h"
#include "ui/common/reason_text.h"
#endif

using namespace countersign;

namespace {

// The ids as the header declares them, so that none can be forgotten.
std::set<std::string> declared(const char* header)
{
    const auto content = readSmallFile(test::sourceDir() / "core" / header);
    std::set<std::string> ids;
    if (!content) return ids;
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(content->data()), qsizetype(content->size()));
    auto all = QRegularExpression(QStringLiteral("\\bk(?:Reason|Check)\\w+ =\\s*\"([^\"]+)\"")).globalMatch(text);
    while (all.hasNext()) ids.insert(all.next().captured(1).toStdString());
    return ids;
}

} // namespace

class TestEnglishText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasWordsForEveryId();
    void isWrittenInSentences();
    void isWhatTheWindowSays();
    void knowsNoOtherIds();
};

void TestEnglishText::hasWordsForEveryId()
{
    auto reasons = declared("family/reasons.h");
    auto checks = declared("family/check_ids.h");
    reasons.merge(declared("attestation/reasons.h"));
    checks.merge(declared("attestation/check_ids.h"));
    for (const std::string& id : declared("audit/check_ids.h")) (id.find('.') == std::string::npos ? reasons : checks).insert(id);
    QVERIFY(reasons.size() > 40);
    QVERIFY(checks.size() > 30);
    for (const std::string& id : reasons) QVERIFY2(!englishReason(id).empty(), id.c_str());
    for (const std::string& id : checks) QVERIFY2(!englishCheck(id).empty(), id.c_str());
    QCOMPARE(englishReasonTable().size(), reasons.size());
    QCOMPARE(englishCheckTable().size(), checks.size());
}

void TestEnglishText::isWrittenInSentences()
{
    std::set<std::string_view> seen;
    for (const EnglishText& row : englishReasonTable()) {
        QVERIFY2(row.text.ends_with('.') && !row.text.ends_with(".."), row.text.data());
        QVERIFY2(row.text.find('!') == std::string_view::npos, row.text.data());
        QVERIFY2(seen.insert(row.text).second, row.text.data());
    }
    for (const EnglishText& row : englishCheckTable()) {
        QVERIFY2(!row.text.ends_with('.'), row.text.data());
        QVERIFY2(seen.insert(row.text).second, row.text.data());
    }
}

void TestEnglishText::isWhatTheWindowSays()
{
#ifdef COUNTERSIGN_WITH_UI_TEXT
    for (const EnglishText& row : englishReasonTable())
        QCOMPARE(ui::reasonText(std::string(row.id)).toStdString(), std::string(row.text));
    for (const EnglishText& row : englishCheckTable())
        QCOMPARE(ui::checkTitle(std::string(row.id)).toStdString(), std::string(row.text));
    QCOMPARE(ui::reasonText("NO_SUCH_REASON"), QStringLiteral("NO_SUCH_REASON"));
    QCOMPARE(ui::checkTitle("no.such.check"), QStringLiteral("no.such.check"));
#else
    QSKIP("built without the window");
#endif
}

void TestEnglishText::knowsNoOtherIds()
{
    QVERIFY(englishReason("NO_SUCH_REASON").empty());
    QVERIFY(englishReason("").empty());
    QVERIFY(englishCheck("").empty());
    QVERIFY(englishLink("").empty());
    for (const char* link : {"anchor", "cose-endorsement", "signed-tree", "member-approval"})
        QVERIFY(!englishLink(link).empty());
    for (const char* basis : {"later-view", "later-identity", "copies", "suffix"})
        QVERIFY(!englishBasis(basis).empty());
}

QTEST_APPLESS_MAIN(TestEnglishText)
#include "tst_english_text.moc"
