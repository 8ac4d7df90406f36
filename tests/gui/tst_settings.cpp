#include "ui/settings/settings.h"
#include "ui/settings/settings_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign::ui;

class TestSettings final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void defaults();
    void roundTrip();
    void nonsenseReadsAsDefaults();
    void recentPlacesAreLatestFirstAndOnce();
    void recentPlacesAreBounded();
    void layoutIsNotRestoredWhenUnwanted();
    void pageWritesWhatIsChosen();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("settings.ini")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSettings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestSettings::defaults()
{
    const Settings settings(path());
    QCOMPARE(settings.theme(), ThemeChoice::System);
    QCOMPARE(settings.timeDisplay(), TimeDisplay::Utc);
    QCOMPARE(settings.jobs(), 0);
    QVERIFY(settings.restoresLayout());
    QCOMPARE(settings.language(), QString());
    QVERIFY(settings.recentPlaces().isEmpty());
}

void TestSettings::roundTrip()
{
    const RecentPlace place{{QStringLiteral("/a, b/ü;=1"), QStringLiteral("/c")},
                            QStringLiteral("A & B"),
                            QDateTime(QDate(2026, 11, 12), QTime(9, 14), Qt::UTC)};
    {
        Settings settings(path());
        QSignalSpy changed(&settings, &Settings::changed);
        settings.setTheme(ThemeChoice::Dark);
        settings.setTheme(ThemeChoice::Dark);
        QCOMPARE(changed.size(), 1);
        settings.setTimeDisplay(TimeDisplay::Local);
        settings.setJobs(7);
        settings.setLanguage(QStringLiteral("en"));
        settings.rememberPlace(place);
        settings.keepLayout(QStringLiteral("x"), QByteArray("\0\1\xff", 3));
    }
    const Settings settings(path());
    QCOMPARE(settings.theme(), ThemeChoice::Dark);
    QCOMPARE(settings.timeDisplay(), TimeDisplay::Local);
    QCOMPARE(settings.jobs(), 7);
    QCOMPARE(settings.language(), QStringLiteral("en"));
    QCOMPARE(settings.recentPlaces(), QList<RecentPlace>{place});
    QCOMPARE(settings.layout(QStringLiteral("x")), QByteArray("\0\1\xff", 3));
}

void TestSettings::nonsenseReadsAsDefaults()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[General]\ntheme=loud\ntimes=noon\njobs=-12\n[places]\nsize=999999999\n1\\title=no path\n");
    file.close();
    const Settings settings(path());
    QCOMPARE(settings.theme(), ThemeChoice::System);
    QCOMPARE(settings.timeDisplay(), TimeDisplay::Utc);
    QCOMPARE(settings.jobs(), 0);
    QVERIFY(settings.recentPlaces().isEmpty());
}

void TestSettings::recentPlacesAreLatestFirstAndOnce()
{
    Settings settings(path());
    const auto remember = [&settings](const char* at) {
        settings.rememberPlace({{QString::fromLatin1(at)}, QString::fromLatin1(at), {}});
    };
    remember("/a");
    remember("/b");
    remember("/a");
    settings.rememberPlace({{}, QStringLiteral("nowhere"), {}});
    QCOMPARE(settings.recentPlaces().size(), 2);
    QCOMPARE(settings.recentPlaces().first().paths, QStringList{QStringLiteral("/a")});
    settings.forgetPlaces();
    QVERIFY(settings.recentPlaces().isEmpty());
}

void TestSettings::recentPlacesAreBounded()
{
    Settings settings(path());
    for (int i = 0; i < kMostRecentPlaces + 5; ++i) settings.rememberPlace({{QString::number(i)}, QString::number(i), {}});
    QCOMPARE(settings.recentPlaces().size(), qsizetype(kMostRecentPlaces));
    QCOMPARE(settings.recentPlaces().first().title, QString::number(kMostRecentPlaces + 4));
}

void TestSettings::layoutIsNotRestoredWhenUnwanted()
{
    Settings settings(path());
    settings.keepLayout(QStringLiteral("x"), QByteArray("state"));
    settings.setRestoresLayout(false);
    QCOMPARE(settings.layout(QStringLiteral("x")), QByteArray());
    settings.setRestoresLayout(true);
    QCOMPARE(settings.layout(QStringLiteral("x")), QByteArray("state"));
}

void TestSettings::pageWritesWhatIsChosen()
{
    Settings settings(path());
    SettingsPage page(settings, {QStringLiteral("en")});
    page.show();
    auto* theme = page.findChild<QComboBox*>(QStringLiteral("themeChoice"));
    QVERIFY(theme);
    theme->setFocus();
    QTest::keyClick(theme, Qt::Key_End);
    QCOMPARE(settings.theme(), ThemeChoice::Dark);
    settings.setTheme(ThemeChoice::Light); // by another way
    QCOMPARE(theme->currentIndex(), int(ThemeChoice::Light));
    page.findChild<QSpinBox*>(QStringLiteral("jobs"))->setValue(3);
    QCOMPARE(settings.jobs(), 3);
    page.findChild<QCheckBox*>(QStringLiteral("restoreLayout"))->click();
    QVERIFY(!settings.restoresLayout());
    for (QWidget* widget : page.findChildren<QWidget*>())
        if (widget->focusPolicy() == Qt::StrongFocus && qobject_cast<QComboBox*>(widget))
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
}

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
