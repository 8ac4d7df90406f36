#include "app/gui/open_ledger.h"

#include "app/gui/demo_places.h"
#include "core/base/file_io.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

namespace countersign::app {

namespace {

constexpr std::uint64_t kMostAnchorBytes = 1u << 20;
constexpr int kMostBeside = 6;
constexpr int kMostLookedAt = 500;

std::filesystem::path pathOf(const QString& path)
{
    return {path.toStdString()};
}

bool isRecognised(const FamilyList& families, const QString& path)
{
    return std::ranges::any_of(families, [&](const auto& family) { return !family->recognise(pathOf(path)).empty(); });
}

/// Files that are named like a service's certificate, in the ledger's folder, beside it and in a folder for certificates.
QStringList certificatesBeside(const Family& family, const QStringList& paths)
{
    QStringList folders;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString here = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
        const QString around = QFileInfo(here).absolutePath();
        folders += {here, around, here + QStringLiteral("/certs"), around + QStringLiteral("/certs")};
    }
    folders.removeDuplicates();
    QStringList found;
    int looked = 0;
    for (const QString& folder : folders) {
        QDirIterator files(folder, {QStringLiteral("*service*.pem"), QStringLiteral("*service*.crt")}, QDir::Files);
        while (files.hasNext() && found.size() < kMostBeside && looked++ < kMostLookedAt) {
            const QString file = files.next();
            if (readAnchorFile(family, file)) found += file;
        }
    }
    found.sort();
    return found;
}

void adoptPins(OpenedLedger& opened, const QString& pinFile)
{
    if (pinFile.isEmpty()) return;
    auto pins = ui::readPins(pinFile);
    if (!pins) {
        opened.problems += std::move(pins).error();
        return;
    }
    opened.pins = *std::move(pins);
    const ui::Pin* pin = ui::pinOfLedger(opened.pins, ledgerKey(opened.ledgerPaths));
    if (!pin || opened.anchor.isChosen()) return;
    auto anchor = anchorOfPin(*opened.family, *pin);
    if (anchor) opened.anchor = *std::move(anchor);
    else opened.problems += std::move(anchor).error();
}

/// Joins what several files hold into one choice.
void addAnchorFiles(OpenedLedger& opened, const QStringList& files)
{
    for (const QString& file : files) {
        auto choice = readAnchorFile(*opened.family, file);
        if (!choice) {
            opened.problems += std::move(choice).error();
            continue;
        }
        if (!opened.anchor.isChosen()) {
            opened.anchor = *std::move(choice);
            continue;
        }
        std::ranges::move(choice->inputs, std::back_inserter(opened.anchor.inputs));
        std::ranges::move(choice->matches, std::back_inserter(opened.anchor.matches));
        opened.anchor.source += QStringLiteral(", ") + choice->source;
    }
}

/// The certificate that comes with the demo, when the one path is the demo's; else empty.
QString demoCertificate(const QStringList& paths)
{
    if (paths.size() != 1) return {};
    const ui::DemoPlaces demo = findDemoPlaces();
    const QString path = QFileInfo(paths.front()).canonicalFilePath();
    for (const QString& place : {demo.sound, demo.tampered})
        if (!place.isEmpty() && QFileInfo(place).canonicalFilePath() == path)
            return QFileInfo(place).absolutePath() + QStringLiteral("/service_cert.pem");
    return {};
}

/// No ledger among the paths: perhaps an identity that some family can read.
Result<OpenedLedger> openIdentities(const FamilyList& families, const OpenRequest& request)
{
    const QStringList files = request.paths + request.anchorFiles;
    for (const auto& family : families) {
        OpenedLedger opened{.family = family};
        addAnchorFiles(opened, files);
        if (opened.anchor.isChosen() && opened.problems.isEmpty()) return opened;
    }
    for (const QString& path : request.paths)
        if (!QFileInfo::exists(path)) return Error{ErrorCode::NotFound, path.toStdString(), {}};
    return Error{ErrorCode::Unsupported, request.paths.join(QLatin1Char('\n')).toStdString(),
                 "no ledger, and no certificate either"};
}

} // namespace

Result<OpenedLedger> openLedger(const FamilyList& families, const OpenRequest& request)
{
    OpenedLedger opened;
    QStringList others = request.anchorFiles;
    std::vector<std::filesystem::path> paths;
    for (const QString& path : request.paths) {
        if (!isRecognised(families, path)) {
            others += path;
            continue;
        }
        opened.ledgerPaths += path;
        paths.push_back(pathOf(path));
    }
    if (paths.empty()) return openIdentities(families, request);
    auto family = familyFor(families, paths);
    if (!family) return std::move(family).error();
    opened.family = *family;
    auto source = opened.family->open(paths);
    if (!source) return std::move(source).error();
    opened.source = std::move(*source);
    const QString demo = demoCertificate(opened.ledgerPaths);
    opened.demo = !demo.isEmpty();
    addAnchorFiles(opened, opened.demo ? QStringList{demo} : others);
    opened.anchorWasHandedIn = opened.anchor.isChosen() && !opened.demo;
    if (!opened.demo) adoptPins(opened, request.pinFile);
    opened.certificatesBeside = certificatesBeside(*opened.family, opened.ledgerPaths);
    return opened;
}

Result<ui::AnchorChoice> readAnchorFile(const Family& family, const QString& path)
{
    auto content = readSmallFile(pathOf(path), kMostAnchorBytes);
    if (!content) return std::move(content).error();
    ui::AnchorChoice choice{.source = QFileInfo(path).fileName(), .pinned = QDateTime::currentDateTimeUtc()};
    choice.inputs.push_back({*std::move(content), choice.source.toStdString()});
    auto matches = family.readAnchor(choice.inputs.front());
    if (!matches) return std::move(matches).error();
    if (matches->empty()) return Error{ErrorCode::Malformed, path.toStdString(), "holds no identity"};
    choice.matches = *std::move(matches);
    return choice;
}

Result<ui::AnchorChoice> anchorOfPin(const Family& family, const ui::Pin& pin)
{
    ui::AnchorChoice choice{.source = pin.source, .pinned = pin.pinned};
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(pin.certificate.constData());
    choice.inputs.push_back({ByteVector(bytes, bytes + pin.certificate.size()), pin.source.toStdString()});
    auto matches = family.readAnchor(choice.inputs.front());
    if (!matches) return std::move(matches).error();
    if (matches->empty()) return Error{ErrorCode::Malformed, pin.source.toStdString(), "the pin holds no identity"};
    choice.matches = *std::move(matches);
    return choice;
}

QString ledgerKey(const QStringList& paths)
{
    return paths.join(QLatin1Char('\n'));
}

QString ledgerTitle(const QStringList& paths)
{
    const QFileInfo info(paths.value(0));
    QString name = info.fileName();
    if (!info.isDir() || name == QLatin1String("ledger") || name == QLatin1String("snapshots")) {
        const QString around = QFileInfo(info.absolutePath()).fileName();
        name = info.isDir() ? around : QStringLiteral("%1/%2").arg(around, name);
    }
    return name.isEmpty() ? paths.value(0) : name;
}

} // namespace countersign::app
