#include "app/gui/open_evidence.h"

#include "core/base/file_io.h"
#include "core/base/mapped_file.h"
#include "core/crypto/sha2.h"

#include <QFileInfo>

#include <algorithm>

namespace countersign::app {

namespace {

enum class Part : quint8 { Ledger, Receipt, Quote, Other };

struct Sorted {
    QStringList ledgers, receipts, quotes, others;
    FamilyList receiptFamilies; ///< That take one of the receipts.
    std::shared_ptr<const Family> quoteFamily;
};

std::filesystem::path pathOf(const QString& path)
{
    return {path.toStdString()};
}

std::vector<std::filesystem::path> pathsOf(const QStringList& paths)
{
    std::vector<std::filesystem::path> all;
    for (const QString& path : paths) all.push_back(pathOf(path));
    return all;
}

Part partOf(const std::string& kind)
{
    if (kind == "quote") return Part::Quote;
    return kind == "receipt" || kind == "statement" || kind == "endorsements" ? Part::Receipt : Part::Ledger;
}

void sortPath(const FamilyList& families, const QString& path, Sorted& sorted)
{
    const FamilyList known = familiesOf(families, pathOf(path));
    if (known.empty()) sorted.others += path;
    for (const auto& family : known) {
        switch (partOf(family->recognise(pathOf(path)))) {
        case Part::Quote:
            sorted.quotes += path;
            sorted.quoteFamily = family;
            break;
        case Part::Receipt:
            if (!sorted.receipts.contains(path)) sorted.receipts += path;
            if (std::ranges::find(sorted.receiptFamilies, family) == sorted.receiptFamilies.end())
                sorted.receiptFamilies.push_back(family);
            break;
        case Part::Ledger:
        case Part::Other: sorted.ledgers += path; break;
        }
    }
}

bool readsAll(const FamilyList& families, const AnchorInput& input)
{
    return std::ranges::all_of(families, [&](const auto& family) {
        const auto matches = family->readAnchor(input);
        return matches && !matches->empty();
    });
}

void join(ui::AnchorChoice& choice, const ui::AnchorChoice& more)
{
    if (!choice.isChosen()) {
        choice = more;
        return;
    }
    std::ranges::copy(more.inputs, std::back_inserter(choice.inputs));
    std::ranges::copy(more.matches, std::back_inserter(choice.matches));
    choice.source += QStringLiteral(", ") + more.source;
}

/// Takes the identities out of `others`.
ui::AnchorChoice takeAnchors(const FamilyList& families, QStringList& others)
{
    ui::AnchorChoice choice;
    QStringList left;
    for (const QString& path : others) {
        const auto one = families.empty() ? Result<ui::AnchorChoice>(Error{}) : readAnchorFile(*families.front(), path);
        if (one && readsAll(families, one->inputs.front())) join(choice, *one);
        else left += path;
    }
    others = left;
    return choice;
}

Result<DocumentInput> readDocument(const QString& path)
{
    auto file = MappedFile::open(pathOf(path));
    if (!file) return std::move(file).error();
    constexpr std::uint8_t kLeafPrefix[] = {0x00};
    const Bytes bytes = (*file)->bytes();
    DocumentInput document{crypto::sha256(bytes), crypto::sha256({kLeafPrefix, bytes}),
                           QFileInfo(path).fileName().toStdString()};
    if ((*file)->changed()) return Error{ErrorCode::Io, path.toStdString(), "it changed while it was read"};
    return document;
}

void openReceipts(const Sorted& sorted, OpenedEvidence& opened)
{
    ui::ReceiptDrop drop;
    drop.paths = sorted.receipts;
    drop.title = ledgerTitle(sorted.receipts);
    QStringList others = sorted.others;
    drop.anchors = anchorsOfPins(sorted.receiptFamilies, takeAnchors(sorted.receiptFamilies, others), opened.pins);
    for (const auto& family : sorted.receiptFamilies) {
        std::vector<std::filesystem::path> paths;
        for (const QString& path : sorted.receipts)
            if (!family->recognise(pathOf(path)).empty()) paths.push_back(pathOf(path));
        auto source = family->open(paths);
        if (source) drop.sources.push_back(std::move(*source));
        else opened.problems += std::move(source).error();
    }
    if (sorted.quotes.isEmpty()) // Else nobody knows which of them a file belongs to.
        for (const QString& path : others) {
            auto document = readDocument(path);
            if (document) drop.documents.push_back(*std::move(document));
            else opened.problems += std::move(document).error();
        }
    if (!drop.sources.empty()) opened.receipts = std::move(drop);
}

void openQuotes(const Sorted& sorted, OpenedEvidence& opened)
{
    ui::EvidenceDrop drop;
    drop.title = ledgerTitle(sorted.quotes);
    for (const QString& path : sorted.others) {
        auto content = readSmallFile(pathOf(path));
        if (content) drop.collateral.push_back({*std::move(content), QFileInfo(path).fileName().toStdString()});
        else opened.problems += std::move(content).error();
    }
    drop.anchors = anchorsOfPins({sorted.quoteFamily}, {}, opened.pins);
    auto source = sorted.quoteFamily->open(pathsOf(sorted.quotes));
    if (!source) {
        opened.problems += std::move(source).error();
        return;
    }
    drop.source = std::move(*source);
    opened.evidence = std::move(drop);
}

} // namespace

ui::AnchorChoice anchorsOfPins(const FamilyList& families, const ui::AnchorChoice& handedIn, const QList<ui::Pin>& pins)
{
    ui::AnchorChoice choice = handedIn;
    for (const ui::Pin& pin : pins) {
        const auto one = families.empty() ? Result<ui::AnchorChoice>(Error{}) : anchorOfPin(*families.front(), pin);
        if (one && readsAll(families, one->inputs.front())) join(choice, *one);
    }
    return choice;
}

OpenedEvidence openEvidence(const FamilyList& families, const OpenRequest& request)
{
    OpenedEvidence opened{.rest = request};
    Sorted sorted;
    for (const QString& path : request.paths) sortPath(families, path, sorted);
    if (sorted.receipts.isEmpty() && sorted.quotes.isEmpty()) return opened;
    opened.rest.paths = sorted.ledgers;
    sorted.others += request.anchorFiles;
    if (!request.pinFile.isEmpty()) {
        auto pins = ui::readPins(request.pinFile);
        if (pins) opened.pins = *std::move(pins);
        else opened.problems += std::move(pins).error();
    }
    if (!sorted.receipts.isEmpty()) openReceipts(sorted, opened);
    if (!sorted.quotes.isEmpty()) openQuotes(sorted, opened);
    if (sorted.ledgers.isEmpty()) return opened;
    QStringList noAnchors = sorted.others;
    takeAnchors(sorted.receiptFamilies, noAnchors);
    for (const QString& path : sorted.others)
        if (!noAnchors.contains(path)) opened.rest.paths += path;
    return opened;
}

} // namespace countersign::app
