#include "ui/common/icons.h"
#include "ui/common/theme/theme.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"

#include <QApplication>
#include <QPainter>
#include <QPixmap>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;

class TestTheme final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastIsKnown();
    void textIsReadable_data();
    void textIsReadable();
    void badgesAndFocusAreSeen_data();
    void badgesAndFocusAreSeen();
    void tokensAreFoundFromThePalette();
    void themeSetsThePalette();
    void iconsPaintInTheInk_data();
    void iconsPaintInTheInk();
    void verdictShapesDiffer();
};

void TestTheme::contrastIsKnown()
{
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    QVERIFY(std::abs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
}

static void bothThemes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestTheme::textIsReadable_data()
{
    bothThemes();
}

void TestTheme::textIsReadable()
{
    QFETCH(bool, dark);
    const Tokens& t = dark ? darkTokens() : lightTokens();
    for (const QColor& ground : {t.window, t.surface, t.raised, t.control}) {
        QVERIFY2(contrastRatio(t.text, ground) >= 4.5, qPrintable(ground.name()));
        QVERIFY2(contrastRatio(t.muted, ground) >= 4.5, qPrintable(ground.name()));
        QVERIFY2(contrastRatio(t.accent, ground) >= 4.5, qPrintable(ground.name()));
    }
    QVERIFY(contrastRatio(t.onAccent, t.accent) >= 4.5);
    QVERIFY(contrastRatio(t.surface, t.demo) >= 4.5);
    for (const Verdict v : {Verdict::Passed, Verdict::Failed, Verdict::Indeterminate, Verdict::NotChecked}) {
        const QColor colour = verdictColour(v, t);
        const QColor ground = tint(t.surface, colour, kBadgeTint);
        QVERIFY2(contrastRatio(colour, ground) >= 4.5, verdictName(v));
        QVERIFY2(contrastRatio(t.muted, ground) >= 4.5, verdictName(v));
    }
    const QColor selection = tint(tint(t.window, t.surface, 0.4), t.accent, kSelectionTint);
    QVERIFY(contrastRatio(t.text, selection) >= 4.5);
}

void TestTheme::badgesAndFocusAreSeen_data()
{
    bothThemes();
}

void TestTheme::badgesAndFocusAreSeen()
{
    QFETCH(bool, dark);
    const Tokens& t = dark ? darkTokens() : lightTokens();
    for (const QColor& ground : {t.window, t.surface, t.raised})
        for (const QColor& ink : {t.focus, t.passed, t.failed, t.indeterminate, t.notChecked, t.demo})
            QVERIFY2(contrastRatio(ink, ground) >= 3, qPrintable(ink.name() + ground.name()));
}

void TestTheme::tokensAreFoundFromThePalette()
{
    QCOMPARE(&tokensOf(paletteFrom(lightTokens())), &lightTokens());
    QCOMPARE(&tokensOf(paletteFrom(darkTokens())), &darkTokens());
}

void TestTheme::themeSetsThePalette()
{
    Theme theme(*qApp);
    theme.setChoice(ThemeChoice::Dark);
    QVERIFY(theme.isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), darkTokens().window);
    theme.setChoice(ThemeChoice::Light);
    QCOMPARE(QApplication::palette().color(QPalette::Window), lightTokens().window);
    theme.setChoice(ThemeChoice::System);
    const QColor window = QApplication::palette().color(QPalette::Window);
    QVERIFY(window == lightTokens().window || window == darkTokens().window);
}

static QImage painted(const QString& name, const QColor& ink, int side)
{
    QImage image(side, side, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintLineIcon(painter, QRect(0, 0, side, side), name, ink, Qt::white);
    return image;
}

void TestTheme::iconsPaintInTheInk_data()
{
    QTest::addColumn<QString>("name");
    QVERIFY(iconNames().size() > 20);
    for (const QString& name : iconNames())
        if (name != QStringLiteral("countersign")) QTest::newRow(qPrintable(name)) << name;
}

void TestTheme::iconsPaintInTheInk()
{
    QFETCH(QString, name);
    for (const int side : {16, 24, 48}) {
        const QImage image = painted(name, Qt::red, side);
        int inked = 0;
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.alpha() > 128 && pixel.red() > 200 && pixel.green() < 80) ++inked;
            }
        QVERIFY2(inked > side / 4, qPrintable(QStringLiteral("%1 at %2").arg(name).arg(side)));
    }
}

void TestTheme::verdictShapesDiffer()
{
    QList<QImage> outlines;
    for (const Verdict v : {Verdict::Passed, Verdict::Failed, Verdict::Indeterminate, Verdict::NotChecked})
        outlines += painted(verdictIcon(v), Qt::black, 32).convertToFormat(QImage::Format_Alpha8);
    for (qsizetype a = 0; a < outlines.size(); ++a)
        for (qsizetype b = a + 1; b < outlines.size(); ++b) {
            int different = 0;
            for (int y = 0; y < 32; ++y)
                for (int x = 0; x < 32; ++x)
                    if (std::abs(qAlpha(outlines[a].pixel(x, y)) - qAlpha(outlines[b].pixel(x, y))) > 128) ++different;
            QVERIFY2(different > 32, "two verdicts have nearly one outline");
        }
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
