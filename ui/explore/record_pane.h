#pragma once

#include "ui/models/structure_tree.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QSplitter;
class QTabWidget;
class QTreeView;

namespace countersign::ui {

class HexView;
class JsonHighlighter;
class StructureModel;

/// One record as structure, bytes and value, linked both ways: a field marks its bytes, a byte selects the innermost
/// field around it.
class RecordPane final : public QWidget
{
    Q_OBJECT
public:
    enum class Subject : quint8 { Transaction, Evidence };

    explicit RecordPane(QWidget* parent = nullptr, Subject subject = Subject::Transaction);

    void showRecord(std::shared_ptr<const StructureTree> tree);
    /// Nothing but a sentence.
    void showMessage(const QString& sentence);
    /// Marks `range` of the file the record came from, when it lies in the record.
    void showFileRange(quint64 offset, quint64 length);

    void focusStructure();
    QSplitter* splitter() const { return m_splitter; }

private:
    QWidget* makeStructure();
    QWidget* makeContents();
    void showEntry(int entry);
    void selectAt(qint64 offset);
    void showValue(int entry);
    QString valueText(int entry, bool& isJson) const;
    QString outline(int entry) const;

    Subject m_subject;
    QSplitter* m_splitter = nullptr;
    QLabel* m_message = nullptr;
    QTreeView* m_tree = nullptr;
    StructureModel* m_model = nullptr;
    QTabWidget* m_tabs = nullptr;
    HexView* m_hex = nullptr;
    QPlainTextEdit* m_value = nullptr;
    JsonHighlighter* m_highlighter = nullptr;
    QLabel* m_place = nullptr;
    bool m_linking = false;
};

} // namespace countersign::ui
