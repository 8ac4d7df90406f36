#pragma once

#include "ui/network/live_snapshot.h"
#include "ui/verify/pin_store.h"

#include <QFrame>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace countersign::ui {

/// Who answered, to be compared before it is trusted: the fingerprint in groups and as words for the telephone. The
/// safe answer is the first; pinning needs a word on how it was compared.
class IdentityCheck final : public QFrame
{
    Q_OBJECT
public:
    explicit IdentityCheck(QWidget* parent = nullptr);

    /// A first contact.
    void showFirst(const QString& origin, const SeenIdentity& seen);
    /// Another identity than the pinned one.
    void showChange(const QString& origin, const SeenIdentity& seen, const Pin& pinned);
    void focusSafe();

Q_SIGNALS:
    void refused();
    void accepted(const countersign::ui::Pin& pin);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* addValue(QFormLayout& form, const QString& label, const QString& name, bool fixed);
    void buildQuestion(QFormLayout& form);
    void showIdentity(const QString& origin, const SeenIdentity& seen);
    void updateAccept();
    Pin pin() const;

    QString m_origin;
    LiveCertificate m_certificate;
    QLabel* m_title = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_subject = nullptr;
    QLabel* m_dates = nullptr;
    QLabel* m_pinned = nullptr;
    QLabel* m_pinnedLabel = nullptr;
    QLabel* m_groups = nullptr;
    QLabel* m_words = nullptr;
    QComboBox* m_how = nullptr;
    QLineEdit* m_with = nullptr;
    QPushButton* m_refuse = nullptr;
    QPushButton* m_accept = nullptr;
};

/// What happened to an identity, in a sentence.
QString identityChangeText(LiveIdentity kind);
/// The fingerprint as words, eight a line.
QString fingerprintWordLines(const QString& hex);
/// How a pin came to be, for people: "compared by phone with Ada".
QString pinProvenance(const Pin& pin);

} // namespace countersign::ui
