#pragma once

#include "core/base/result.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace countersign::ui {

/// What a person needs to know of a failure. All but id and detail are whole, translated sentences.
struct ErrorText {
    QString what;   ///< What failed: "The file could not be read."
    QString where;  ///< The file, offset or sequence number.
    QString holds;  ///< What still holds: "The other 61 files were verified."
    QString advice; ///< What to do next.
    QString id;     ///< Stable English id, for Details.
    QString detail; ///< Library text or the observed value, for Details.
};

/// `what` with the place, id and text of a core Error.
ErrorText errorText(const QString& what, const Error& error, const QString& holds, const QString& advice);

/// A failure on its page, never in a pop-up.
class ErrorLine final : public QFrame
{
    Q_OBJECT
public:
    explicit ErrorLine(ErrorText text, QWidget* parent = nullptr);

    /// Everything, with secrets taken out.
    QString copyableDetails() const;

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeActions();
    void showDetails(bool shown);

    ErrorText m_text;
    QLabel* m_details = nullptr;
};

} // namespace countersign::ui
