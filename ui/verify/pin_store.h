#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace countersign::ui {

/// An identity the person decided to trust, with where it came from.
struct Pin {
    QString fingerprint; ///< Hex; of the certificate, or of the key when it is bare. Names the pin.
    QString subject;
    QString source;      ///< The file it was read from.
    QDateTime pinned;
    QString note;
    QByteArray certificate; ///< As it was read; PEM.
    QStringList ledgers;    ///< Places it was chosen for, each the paths or addresses joined by line ends.
    QString checked = {};   ///< How it was compared before it was trusted: a word of pin_check; empty: not told.
    QString checkedWith = {}; ///< Who vouched for it, as the person wrote.

    bool operator==(const Pin&) const = default;
};

inline constexpr int kMostPins = 1000;

/// Words of Pin::checked; they are kept in files and never change.
namespace pin_check {
inline constexpr const char* kByPhone = "phone";
inline constexpr const char* kOtherWay = "other-way"; ///< Paper, or a message that came another way.
inline constexpr const char* kNotCompared = "not-compared";
} // namespace pin_check

/// Pins are kept as one JSON file. Both touch files: not for the GUI thread. A missing file has no pins; a damaged one is an
/// Error and is not written over.
Result<QList<Pin>> readPins(const QString& path);
Result<void> writePins(const QString& path, const QList<Pin>& pins);

/// The text form of the file, for tests.
QByteArray pinsToJson(const QList<Pin>& pins);
Result<QList<Pin>> pinsFromJson(const QByteArray& json);

/// Adds `pin`, or joins it with the one of the same fingerprint; `ledger` is taken from any other pin.
void rememberPin(QList<Pin>& pins, const Pin& pin, const QString& ledger);

/// The pin chosen for a ledger before; null when there is none.
const Pin* pinOfLedger(const QList<Pin>& pins, const QString& ledger);

} // namespace countersign::ui
