#pragma once

#include "core/base/verification.h"

#include <QAbstractButton>

namespace countersign::ui {

/// A verdict as it must be shown: shape, word, then over what and against which anchor. Clicking asks for the checks.
class VerdictBadge final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit VerdictBadge(QWidget* parent = nullptr);

    /// `scope` says over what and against what: "1–505 · pinned 91ab…7e". Empty only for what was not checked.
    void setResult(Verdict verdict, const QString& scope);
    Verdict verdict() const { return m_verdict; }
    QString scope() const { return m_scope; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int widthWithoutScope() const;

    Verdict m_verdict = Verdict::NotChecked;
    QString m_scope;
};

} // namespace countersign::ui
