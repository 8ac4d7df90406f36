#include "app/gui/vendor_desk.h"

#include "core/attestation/attestation_source.h"
#include "core/attestation/vendor_fetch.h"
#include "core/net/qt/qt_transport.h"
#include "ui/common/format.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>
#include <QDateTime>

namespace countersign::app {

namespace {

struct VendorDeskText {
    Q_DECLARE_TR_FUNCTIONS(VendorDesk)
};

ui::VendorGot fetched(const std::vector<attestation::VendorItem>& items, net::HttpTransport& transport, const QString& cache,
                      const std::stop_token& stop)
{
    const attestation::FetchContext context{.transport = transport,
                                            .trust = attestation::vendorTrust(),
                                            .cache = cache.toStdString(),
                                            .now = systemTime()};
    ui::VendorGot got;
    for (attestation::FetchedItem& one : fetchItems(items, context, stop)) {
        const QString url = ui::safeText(one.item.url, 600);
        if (one.problem)
            got.problems += VendorDeskText::tr("%1 was not got: %2").arg(url, ui::safeText(one.problem->detail, 300));
        if (one.fetched)
            got.notes += VendorDeskText::tr("%1, of %2", "address, time")
                             .arg(url, ui::formatTime(QDateTime::fromSecsSinceEpoch(one.fetched->seconds, Qt::UTC)));
        for (NamedFile& file : one.files) got.files.push_back(std::move(file));
    }
    return got;
}

} // namespace

ui::VendorAsk vendorAsk(std::shared_ptr<net::HttpTransport> transport, const QString& cacheFolder)
{
    const QString cache = cacheFolder.isEmpty() ? QString() : cacheFolder + QStringLiteral("/vendors");
    return [transport = std::move(transport), cache](const std::shared_ptr<EvidenceSource>& source, const VerifyOptions& options) {
        ui::VendorOffer offer;
        const auto* evidence = dynamic_cast<const attestation::AttestationSource*>(source.get());
        if (!evidence) return offer;
        auto items = evidence->needed(options);
        if (!items) return offer;
        for (const attestation::VendorItem& item : *items) offer.urls += QString::fromStdString(item.url);
        offer.fetch = [transport, cache, items = *std::move(items)](const std::stop_token& stop) {
            if (transport) return fetched(items, *transport, cache, stop);
            net::QtTransport network([] { return systemTime(); });
            return fetched(items, network, cache, stop);
        };
        return offer;
    };
}

} // namespace countersign::app
