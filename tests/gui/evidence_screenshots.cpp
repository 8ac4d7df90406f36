// Draws the pages of receipts and attestation into PNG files: countersign_evidence_screenshots FOLDER. The receipts are of a
// service made up for it; attestation evidence is taken from beside the checkout, when it is there.
#include "core/base/hex.h"
#include "tests/gui/evidence_window.h"
#include "tests/support/receipt_writer.h"
#include "tests/support/source_dir.h"
#include "ui/verify/identity_sheet.h"

#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTreeView>

namespace {

using namespace countersign;
using namespace countersign::support;
using namespace countersign::tests;

class EvidencePictures
{
public:
    EvidencePictures(QString folder, ui::ThemeChoice theme, QString look)
        : m_theme(theme), m_folder(std::move(folder)), m_look(std::move(look))
    {
    }

    void takeReceipts()
    {
        EvidenceWindow window(m_theme);
        const std::string order = "Order 2291: 40 drums of solvent, to Rotterdam\n";
        const QString receipt = window.write(QStringLiteral("order-2291.receipt.json"),
                                             m_service.json(m_service.leaf({2, 2291}, order)).dump(1));
        const QString document = window.write(QStringLiteral("order-2291.txt"), order);
        const QString pin = window.write(QStringLiteral("contoso_service_cert.pem"), m_service.serviceCertificate());
        window.drop({receipt, document, pin});
        waitForChecks(window, "checkTable");
        select(window, QStringLiteral("claims_digest"));
        take(window, QStringLiteral("receipt"));
        window.drop({window.write(QStringLiteral("somewhere.receipt.json"), m_stranger.json(m_stranger.leaf({4, 31})).dump(1))});
        waitForChecks(window, "checkTable");
        window.child<QPushButton>("pinButton")->click();
        take(window, QStringLiteral("receipt-unknown"));
        takeBatch(window, pin);
    }

    void takeAttestation(const QString& vectors)
    {
        EvidenceWindow window(m_theme);
        window.drop({vectors + QStringLiteral("/snp/snp-milan-v3-vcek-ccf-e75e8d"),
                     vectors + QStringLiteral("/snp/snp-genoa-v3-vcek-ccf-4ae0e7"),
                     vectors + QStringLiteral("/snp/snp-mut-host-data"),
                     vectors + QStringLiteral("/tdx/") + QDir(vectors + QStringLiteral("/tdx")).entryList({QStringLiteral("tdx-v4*")}).value(0),
                     vectors + QStringLiteral("/virtual/virtual-ccf6")});
        waitForChecks(window, "evidenceChecks");
        select(window, QStringLiteral("measurement"));
        take(window, QStringLiteral("attestation"));
        window.child<QTableView>("evidenceTable")->selectRow(4);
        take(window, QStringLiteral("attestation-virtual"));
    }

private:
    void takeBatch(EvidenceWindow& window, const QString& pin)
    {
        for (std::uint64_t i = 1; i <= 60; ++i) {
            auto receipt = m_service.json(m_service.leaf({2, 2200 + i}, "order " + std::to_string(i)));
            if (i % 23 == 0) receipt["leaf_components"]["claims_digest"] = std::string(64, 'a');
            if (i % 17 == 0) receipt = m_stranger.json(m_stranger.leaf({4, i}));
            window.write(QStringLiteral("orders/order-%1.receipt.json").arg(2200 + i), receipt.dump());
        }
        window.drop({window.path(QStringLiteral("orders")), pin});
        auto* table = window.child<QTableView>("receiptTable");
        if (!QTest::qWaitFor([table] { return table->model()->rowCount() == 60; }, 60'000)) qFatal("no batch");
        waitForChecks(window, "checkTable");
        take(window, QStringLiteral("receipts-batch"));
    }

    static void waitForChecks(EvidenceWindow& window, const char* table)
    {
        const auto shown = [&] {
            auto* found = window.child<QTableView>(table);
            return found && found->model()->rowCount() > 0;
        };
        if (!QTest::qWaitFor(shown, 60'000)) qFatal("nothing was judged in time");
        QTest::qWait(kSettleMs);
    }

    static void select(EvidenceWindow& window, const QString& field)
    {
        auto* tree = window.child<QTreeView>("structureTree");
        const auto hits = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, field, 1,
                                               Qt::MatchExactly | Qt::MatchRecursive);
        if (!hits.isEmpty()) tree->setCurrentIndex(hits.front());
    }

    void take(EvidenceWindow& window, const QString& name)
    {
        QTest::qWait(kSettleMs);
        const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_look);
        if (!window.desk().window().grab().save(path)) qFatal("can't write %s", qPrintable(path));
    }

    static constexpr int kSettleMs = 500;

    ReceiptWriter m_service{"contoso"}, m_stranger{"stranger"};
    ui::ThemeChoice m_theme;
    QString m_folder, m_look;
};

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (folder.isEmpty() || !QDir().mkpath(folder)) qFatal("usage: countersign_evidence_screenshots FOLDER");
    const QString vectors = QDir::cleanPath(QString::fromStdString(test::sourceDir() / "../shared/vectors/attestation"));
    for (const auto& [theme, look] : {std::pair(ui::ThemeChoice::Light, "light"), std::pair(ui::ThemeChoice::Dark, "dark")}) {
        EvidencePictures pictures(folder, theme, QString::fromLatin1(look));
        pictures.takeReceipts();
        if (QDir(vectors).exists()) pictures.takeAttestation(vectors);
    }
    return 0;
}
