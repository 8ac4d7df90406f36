#include "ui/common/redact.h"

#include <QRegularExpression>

namespace countersign::ui {

QString redactSecrets(QString text)
{
    static const auto anyCase = QRegularExpression::CaseInsensitiveOption;
    // A block without its end is redacted to the end of the text.
    static const QRegularExpression keyBlock(
        QStringLiteral("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\\z)"),
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression bearer(QStringLiteral("\\b(Bearer|Basic)\\s+[A-Za-z0-9._~+/=-]+"), anyCase);
    static const QRegularExpression token(QStringLiteral("\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"));
    static const QRegularExpression named(
        QStringLiteral("([\"']?\\b(?:password|passwd|passphrase|pin|secret|token|api[-_]?key|sig)\\b[\"']?\\s*[=:]\\s*)"
                       "(?:\"[^\"]*\"|'[^']*'|[^\\s&,;]+)"),
        anyCase);
    static const QRegularExpression credentials(QStringLiteral("(\\b[a-z][a-z0-9+.-]*://)[^/\\s@]+@"), anyCase);
    text.replace(keyBlock, QStringLiteral("[private key removed]"));
    text.replace(bearer, QStringLiteral("\\1 [removed]"));
    text.replace(token, QStringLiteral("[token removed]"));
    text.replace(named, QStringLiteral("\\1[removed]"));
    text.replace(credentials, QStringLiteral("\\1[removed]@"));
    return text;
}

} // namespace countersign::ui
