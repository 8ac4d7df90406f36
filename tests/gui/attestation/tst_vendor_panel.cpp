// Addresses are named before anybody is asked.

#include "ui/attestation/vendor_panel.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <atomic>

using namespace countersign;
using namespace countersign::ui;

class TestVendorPanel final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hiddenWithNothingToOffer();
    void namesEveryAddressFirst();
    void notNowAsksNobody();
    void problemsAreSaid();

private:
    VendorOffer offer(VendorGot got = {})
    {
        return {{QStringLiteral("https://a.example/1"), QStringLiteral("https://b.example/2?x=y")},
                [this, got](const std::stop_token&) {
                    ++m_asked;
                    return got;
                }};
    }
    template <class T> static T* child(VendorPanel& panel, const char* name) { return panel.findChild<T*>(QString::fromLatin1(name)); }
    static void click(VendorPanel& panel, const char* name) { QTest::mouseClick(child<QPushButton>(panel, name), Qt::LeftButton); }

    QThreadPool m_pool;
    std::atomic<int> m_asked{0};
};

void TestVendorPanel::hiddenWithNothingToOffer()
{
    VendorPanel panel(m_pool);
    QVERIFY(panel.isHidden());
    panel.setOffer(offer());
    QVERIFY(!panel.isHidden());
    panel.setOffer({});
    QVERIFY(panel.isHidden());
}

void TestVendorPanel::namesEveryAddressFirst()
{
    m_asked = 0;
    VendorPanel panel(m_pool);
    panel.setOffer(offer({{{ByteVector{1}, "file"}}, {QStringLiteral("a note")}, {}}));
    panel.show();
    QSignalSpy got(&panel, &VendorPanel::got);
    QVERIFY(!child<QLabel>(panel, "vendorAddresses")->isVisible());
    QVERIFY(!child<QPushButton>(panel, "vendorAgree")->isVisible());
    click(panel, "vendorShow");
    QCOMPARE(child<QLabel>(panel, "vendorAddresses")->text(), QStringLiteral("https://a.example/1\nhttps://b.example/2?x=y"));
    QVERIFY(child<QLabel>(panel, "vendorAddresses")->isVisible());
    QCOMPARE(m_asked, 0);
    click(panel, "vendorAgree");
    QTRY_COMPARE(got.count(), 1);
    QCOMPARE(m_asked, 1);
    QCOMPARE(child<QLabel>(panel, "vendorResult")->text(), QStringLiteral("a note"));
}

void TestVendorPanel::notNowAsksNobody()
{
    m_asked = 0;
    VendorPanel panel(m_pool);
    panel.setOffer(offer());
    panel.show();
    click(panel, "vendorShow");
    click(panel, "vendorDecline");
    QVERIFY(child<QPushButton>(panel, "vendorShow")->isVisible());
    QVERIFY(!child<QPushButton>(panel, "vendorAgree")->isVisible());
    QVERIFY(!m_pool.activeThreadCount());
    QCOMPARE(m_asked, 0);
}

void TestVendorPanel::problemsAreSaid()
{
    VendorPanel panel(m_pool);
    panel.setOffer(offer({{}, {}, {QStringLiteral("https://a.example/1 was not got: answered 404")}}));
    panel.show();
    QSignalSpy got(&panel, &VendorPanel::got);
    click(panel, "vendorShow");
    click(panel, "vendorAgree");
    auto* result = child<QLabel>(panel, "vendorResult");
    QTRY_VERIFY(result->isVisible());
    QVERIFY(result->text().contains(QStringLiteral("404")));
    QCOMPARE(got.count(), 0);
    QVERIFY(child<QPushButton>(panel, "vendorShow")->isVisible()); // It can be tried again.
}

QTEST_MAIN(TestVendorPanel)
#include "tst_vendor_panel.moc"
