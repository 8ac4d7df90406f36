#include "ui/sign/qr_picture.h"

#ifdef COUNTERSIGN_WITH_QRENCODE
#include <qrencode.h>

#include <memory>
#endif

namespace countersign::ui {

#ifdef COUNTERSIGN_WITH_QRENCODE

namespace {
constexpr int kQuiet = 4; // modules, as ISO/IEC 18004 asks
}

bool canMakeQrCodes()
{
    return true;
}

QImage qrPicture(const QByteArray& content, int module)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(content.constData());
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(int(content.size()), bytes, 0, QR_ECLEVEL_L), &QRcode_free);
    if (!code) return {};
    QImage small(code->width + 2 * kQuiet, code->width + 2 * kQuiet, QImage::Format_RGB32);
    small.fill(Qt::white);
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if (code->data[y * code->width + x] & 1) small.setPixel(x + kQuiet, y + kQuiet, qRgb(0, 0, 0));
    return small.scaled(small.size() * module);
}

#else

bool canMakeQrCodes()
{
    return false;
}

QImage qrPicture(const QByteArray&, int)
{
    return {};
}

#endif

} // namespace countersign::ui
