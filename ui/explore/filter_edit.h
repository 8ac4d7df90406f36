#pragma once

#include "ui/explore/filter/filter.h"

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace countersign::ui {

/// A line that completes the filter language as it is typed and underlines the first fault.
class FilterEdit final : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterEdit(QWidget* parent = nullptr);

    /// What table and file conditions are completed with.
    void setNames(std::vector<std::string> tables, std::vector<std::string> files);
    /// Underlines a stretch; none with length 0.
    void setFault(int position, int length);
    QCompleter* completions() const { return m_completer; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void offer();
    void insert(const QString& word);

    std::vector<std::string> m_tables;
    std::vector<std::string> m_files;
    QCompleter* m_completer;
    QStringListModel* m_words;
    int m_replaceFrom = 0;
    int m_faultAt = 0;
    int m_faultLength = 0;
};

} // namespace countersign::ui
