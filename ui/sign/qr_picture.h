#pragma once

#include <QImage>

namespace countersign::ui {

/// Whether this program was built with a library that makes QR codes.
bool canMakeQrCodes();

/// `content` as a QR code with its quiet zone, `module` pixels a module, black on white whatever the theme. Null when it
/// does not fit in one.
QImage qrPicture(const QByteArray& content, int module);

} // namespace countersign::ui
