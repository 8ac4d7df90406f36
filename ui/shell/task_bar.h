#pragma once

#include <QFrame>

class QVBoxLayout;

namespace countersign::ui {

class TaskRow;

/// The rows of long work, above the state line. Hidden while there is none.
class TaskBar final : public QFrame
{
    Q_OBJECT
public:
    explicit TaskBar(QWidget* parent = nullptr);
    ~TaskBar() override;

    /// Ends with the deletion of the row.
    TaskRow* add(const QString& what);
    /// The latest work in words for the state line; empty when idle.
    QString summary() const;

Q_SIGNALS:
    void changed();

private:
    void remove(QObject* row);

    QVBoxLayout* m_layout = nullptr;
    QList<TaskRow*> m_rows;
};

} // namespace countersign::ui
