#include "ui/explore/json_text.h"

#include "ui/common/theme/tokens.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QWidget>

namespace countersign::ui {
namespace {

class Indenter
{
public:
    Indenter(const QString& json, int depth) : m_json(json), m_limit(depth) {}

    std::optional<QString> run()
    {
        for (m_at = 0; m_at < m_json.size(); ++m_at) {
            if (!step(m_json[m_at])) return {};
        }
        return m_depth == 0 ? std::optional(m_out) : std::nullopt;
    }

private:
    void line()
    {
        m_out += QLatin1Char('\n') + QString(m_depth * 2, QLatin1Char(' '));
    }

    QChar nextVisible() const
    {
        qsizetype at = m_at + 1;
        while (at < m_json.size() && m_json[at].isSpace()) ++at;
        return at < m_json.size() ? m_json[at] : QChar();
    }

    bool open(QChar c)
    {
        const QChar close = c == QLatin1Char('{') ? QLatin1Char('}') : QLatin1Char(']');
        m_out += c;
        if (nextVisible() == close) {
            while (m_json[++m_at] != close) {}
            m_out += close;
            return true;
        }
        if (++m_depth > m_limit) return false;
        line();
        return true;
    }

    bool string()
    {
        const qsizetype start = m_at++;
        while (m_at < m_json.size() && m_json[m_at] != QLatin1Char('"')) m_at += m_json[m_at] == QLatin1Char('\\') ? 2 : 1;
        if (m_at >= m_json.size()) return false;
        m_out += QStringView(m_json).mid(start, m_at - start + 1);
        return true;
    }

    bool step(QChar c)
    {
        switch (c.unicode()) {
        case '{': case '[': return open(c);
        case '}': case ']':
            if (--m_depth < 0) return false;
            line();
            m_out += c;
            return true;
        case ',': m_out += c; line(); return true;
        case ':': m_out += QStringLiteral(": "); return true;
        case '"': return string();
        default:
            if (!c.isSpace()) m_out += c;
            return true;
        }
    }

    const QString& m_json;
    int m_limit;
    int m_depth = 0;
    qsizetype m_at = 0;
    QString m_out;
};

} // namespace

std::optional<QString> indentedJson(const QString& json, int depth)
{
    return Indenter(json, depth).run();
}

JsonHighlighter::JsonHighlighter(QTextDocument* document, QWidget* owner) : QSyntaxHighlighter(document), m_owner(owner) {}

void JsonHighlighter::setActive(bool active)
{
    if (m_active == active) return;
    m_active = active;
    rehighlight();
}

void JsonHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression kToken(
        QStringLiteral("(?<string>\"(?:\\\\.|[^\"\\\\])*\")(?<key>\\s*:)?|(?<number>-?\\d[\\d.eE+-]*)|(?<word>true|false|null)"));
    if (!m_active) return;
    const Tokens& tokens = tokensOf(m_owner->palette());
    for (auto found = kToken.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        const bool isKey = match.capturedLength(u"key") > 0;
        const QColor colour = isKey                                    ? tokens.accent
                              : match.capturedLength(u"string") > 0 ? tokens.passed
                              : match.capturedLength(u"number") > 0 ? tokens.demo
                                                                    : tokens.indeterminate;
        const qsizetype length = isKey ? match.capturedLength(u"string") : match.capturedLength(0);
        setFormat(int(match.capturedStart(0)), int(length), colour);
    }
}

} // namespace countersign::ui
