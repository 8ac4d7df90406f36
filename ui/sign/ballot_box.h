#pragma once

#include "ui/sign/act.h"

#include <QWidget>

class QButtonGroup;
class QPlainTextEdit;

namespace countersign::ui {

/// How to vote: a careful yes, a plain answer, or a script of one's own.
class BallotBox final : public QWidget
{
    Q_OBJECT
public:
    explicit BallotBox(QWidget* parent = nullptr);

    void setChoice(BallotChoice choice, const QString& own);
    BallotChoice choice() const;
    QString own() const;

Q_SIGNALS:
    void changed();

private:
    void add(BallotChoice choice, const QString& name, const QString& text, const QString& meaning);

    QButtonGroup* m_choices = nullptr;
    QPlainTextEdit* m_own = nullptr;
};

} // namespace countersign::ui
