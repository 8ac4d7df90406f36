#include "ui/models/safe_text.h"

#include <QStringDecoder>
#include <QTextDocument>

namespace countersign::ui {
namespace {

/// Bidirectional controls, zero-width and other characters that change what is seen without being seen.
bool hides(char32_t c)
{
    return QChar::category(c) == QChar::Other_Format || QChar::category(c) == QChar::Separator_Line
           || QChar::category(c) == QChar::Separator_Paragraph || QChar::category(c) == QChar::Other_Surrogate
           || QChar::category(c) == QChar::Other_PrivateUse || QChar::category(c) == QChar::Other_NotAssigned;
}

void append(QString& out, char32_t c, bool keepLines)
{
    if (keepLines && (c == U'\n' || c == U'\t')) {
        out += QChar(char16_t(c));
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
        out += QStringLiteral("\\x%1").arg(uint(c), 2, 16, QLatin1Char('0'));
    } else if (hides(c)) {
        out += QStringLiteral("\\u{%1}").arg(uint(c), 0, 16);
    } else {
        out += QString::fromUcs4(&c, 1);
    }
}

QString escaped(const QString& text, qsizetype limit, bool keepLines)
{
    QString out;
    const QList<uint> points = text.left(limit).toUcs4();
    for (const uint point : points) append(out, char32_t(point), keepLines);
    if (text.size() > limit) out += QChar(0x2026);
    return out;
}

QString decoded(std::string_view text, qsizetype limit, bool keepLines)
{
    // No character takes more than four bytes: the rest of a long value need not be decoded.
    const bool cut = qsizetype(text.size()) > 4 * limit;
    const QByteArrayView bytes(text.data(), cut ? 4 * limit : qsizetype(text.size()));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString whole = decoder(bytes);
    if (!decoder.hasError()) return escaped(cut ? whole + QChar(0x2026) : whole, limit, keepLines);
    QString out;
    for (qsizetype i = 0; i < bytes.size() && out.size() < limit; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if (byte < 0x80) append(out, byte, keepLines);
        else out += QStringLiteral("\\x%1").arg(uint(byte), 2, 16, QLatin1Char('0'));
    }
    if (out.size() >= limit) out += QChar(0x2026);
    return out;
}

} // namespace

QString safeText(std::string_view text, qsizetype limit)
{
    return decoded(text, limit, false);
}

QString safeText(const QString& text, qsizetype limit)
{
    return escaped(text, limit, false);
}

QString safeMultiline(std::string_view text, qsizetype limit)
{
    return decoded(text, limit, true);
}

QString plainToolTip(const QString& text)
{
    if (!Qt::mightBeRichText(text)) return text;
    return QStringLiteral("<span style=\"white-space:pre\">%1</span>").arg(text.toHtmlEscaped());
}

} // namespace countersign::ui
