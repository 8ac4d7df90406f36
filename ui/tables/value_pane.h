#pragma once

#include "core/family/table_history.h"
#include "ui/tables/line_diff.h"

#include <QTabWidget>

class QPlainTextEdit;
class QThreadPool;

namespace countersign::ui {

class JsonHighlighter;

/// One version of a value, and what changed against the version before.
class ValuePane final : public QTabWidget
{
    Q_OBJECT
public:
    /// `pool` outlives the pane.
    explicit ValuePane(QThreadPool& pool, QWidget* parent = nullptr);

    void clear();
    /// `before` none: this is the first version. Either may be a removal.
    void showVersion(const KeyChange& change, const std::optional<KeyChange>& before);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Texts;
    void show(const Texts& texts);
    void showDiff();
    void markChanges();

    QThreadPool& m_pool;
    QPlainTextEdit* m_value = nullptr;
    QPlainTextEdit* m_change = nullptr;
    JsonHighlighter* m_highlighter = nullptr;
    QList<DiffLine> m_diff;
    quint64 m_generation = 0;
};

} // namespace countersign::ui
