#pragma once

#include <QPlainTextEdit>
#include <QSyntaxHighlighter>

namespace countersign::ui {

/// Colours words, texts, numbers and comments of JavaScript.
class ScriptHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    ScriptHighlighter(QTextDocument* document, QWidget* owner);
    void setActive(bool active);

protected:
    void highlightBlock(const QString& text) override;

private:
    QWidget* m_owner;
    bool m_active = false;
};

/// Text that can only be read, with line numbers.
class ScriptView final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit ScriptView(QWidget* parent = nullptr);

    /// A text that stands there already keeps its place.
    void setScript(const QString& text, bool javascript);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateMargin();
    void paintNumbers();

    QWidget* m_numbers = nullptr;
    ScriptHighlighter* m_highlighter = nullptr;
};

} // namespace countersign::ui
