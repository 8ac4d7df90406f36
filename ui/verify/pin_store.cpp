#include "ui/verify/pin_store.h"

#include "core/base/file_io.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace countersign::ui {

namespace {

const QString kSchema = QStringLiteral("countersign.pins/1");
constexpr std::uint64_t kMostBytes = 8u << 20;

QJsonObject toJson(const Pin& pin)
{
    QJsonObject object{{QStringLiteral("fingerprint"), pin.fingerprint},
            {QStringLiteral("subject"), pin.subject},
            {QStringLiteral("source"), pin.source},
            {QStringLiteral("pinned"), pin.pinned.toUTC().toString(Qt::ISODate)},
            {QStringLiteral("note"), pin.note},
            {QStringLiteral("certificate"), QString::fromLatin1(pin.certificate)},
            {QStringLiteral("ledgers"), QJsonArray::fromStringList(pin.ledgers)}};
    if (!pin.checked.isEmpty()) object.insert(QStringLiteral("checked"), pin.checked);
    if (!pin.checkedWith.isEmpty()) object.insert(QStringLiteral("checkedWith"), pin.checkedWith);
    return object;
}

std::optional<Pin> fromJson(const QJsonObject& object)
{
    const auto text = [&object](const char* key) { return object.value(QLatin1String(key)).toString(); };
    Pin pin{.fingerprint = text("fingerprint"),
            .subject = text("subject"),
            .source = text("source"),
            .pinned = QDateTime::fromString(text("pinned"), Qt::ISODate),
            .note = text("note"),
            .certificate = text("certificate").toLatin1(),
            .ledgers = {},
            .checked = text("checked"),
            .checkedWith = text("checkedWith")};
    for (const QJsonValue& ledger : object.value(QLatin1String("ledgers")).toArray()) pin.ledgers += ledger.toString();
    if (pin.fingerprint.isEmpty() || pin.certificate.isEmpty()) return {};
    return pin;
}

} // namespace

QByteArray pinsToJson(const QList<Pin>& pins)
{
    QJsonArray array;
    for (const Pin& pin : pins) array.append(toJson(pin));
    return QJsonDocument(QJsonObject{{QStringLiteral("schema"), kSchema}, {QStringLiteral("pins"), array}}).toJson();
}

Result<QList<Pin>> pinsFromJson(const QByteArray& json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (document.isNull()) return Error{ErrorCode::Malformed, "pins", problem.errorString().toStdString()};
    const QJsonObject root = document.object();
    if (root.value(QLatin1String("schema")).toString() != kSchema)
        return Error{ErrorCode::Unsupported, "pins", "schema is not countersign.pins/1"};
    QList<Pin> pins;
    for (const QJsonValue& value : root.value(QLatin1String("pins")).toArray()) {
        auto pin = fromJson(value.toObject());
        if (!pin) return Error{ErrorCode::Malformed, "pins", "a pin has no certificate or no fingerprint"};
        if (pins.size() >= kMostPins) return Error{ErrorCode::LimitExceeded, "pins", {}};
        pins += *std::move(pin);
    }
    return pins;
}

Result<QList<Pin>> readPins(const QString& path)
{
    if (!QFileInfo::exists(path)) return QList<Pin>();
    auto bytes = readSmallFile(path.toStdString(), kMostBytes);
    if (!bytes) return std::move(bytes).error();
    return pinsFromJson(QByteArray(reinterpret_cast<const char*>(bytes->data()), qsizetype(bytes->size())));
}

Result<void> writePins(const QString& path, const QList<Pin>& pins)
{
    if (!QDir().mkpath(QFileInfo(path).absolutePath())) return Error{ErrorCode::Io, path.toStdString(), "no folder"};
    const QByteArray json = pinsToJson(pins);
    return writeFileAtomically(path.toStdString(), bytesOf(std::string_view(json.constData(), std::size_t(json.size()))));
}

void rememberPin(QList<Pin>& pins, const Pin& pin, const QString& ledger)
{
    for (Pin& other : pins) other.ledgers.removeAll(ledger);
    for (Pin& other : pins) {
        if (other.fingerprint != pin.fingerprint) continue;
        if (!ledger.isEmpty()) other.ledgers += ledger;
        return;
    }
    pins.prepend(pin);
    if (!ledger.isEmpty()) pins.front().ledgers += ledger;
    while (pins.size() > kMostPins) pins.removeLast();
}

const Pin* pinOfLedger(const QList<Pin>& pins, const QString& ledger)
{
    for (const Pin& pin : pins)
        if (pin.ledgers.contains(ledger)) return &pin;
    return nullptr;
}

} // namespace countersign::ui
