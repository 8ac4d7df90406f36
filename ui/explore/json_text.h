#pragma once

#include <QString>
#include <QSyntaxHighlighter>

namespace countersign::ui {

/// JSON set out over lines, token by token: nothing is reordered, merged or rounded. None when it is not well-formed
/// enough to be set out, or deeper than `depth`.
std::optional<QString> indentedJson(const QString& json, int depth = 64);

/// Colours keys, strings, numbers and words of text set out by indentedJson().
class JsonHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    JsonHighlighter(QTextDocument* document, QWidget* owner);

    void setActive(bool active);

protected:
    void highlightBlock(const QString& text) override;

private:
    QWidget* m_owner;
    bool m_active = false;
};

} // namespace countersign::ui
