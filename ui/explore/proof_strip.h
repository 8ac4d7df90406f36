#pragma once

#include "core/family/records.h"

#include <QAbstractButton>

class QHBoxLayout;
class QLabel;
class QScrollArea;

namespace countersign::ui {

class VerdictBadge;

/// One link: verdict shape and word, what it is, and whom it is about.
class ProofLinkButton final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit ProofLinkButton(ProofLink link, QWidget* parent = nullptr);

    const ProofLink& link() const { return m_link; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void focused();

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    ProofLink m_link;
    QString m_title;
    QString m_subject;
};

/// The chain from the selected transaction up to the pin, with the worst verdict in front.
class ProofStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit ProofStrip(QWidget* parent = nullptr);

    void showLinks(const QString& transaction, const std::vector<ProofLink>& links);
    /// Waiting, nothing selected, not verified yet, or why it could not be told.
    void showMessage(const QString& sentence);

Q_SIGNALS:
    /// The evidence of a link lies here.
    void placeWanted(const countersign::Place& place);

private:
    void clear();
    void addLink(const ProofLink& link, bool first);
    void showEvidence(ProofLinkButton* button);

    VerdictBadge* m_badge = nullptr;
    QLabel* m_message = nullptr;
    QLabel* m_evidence = nullptr;
    QScrollArea* m_scroll = nullptr;
    QHBoxLayout* m_chain = nullptr;
};

/// The worst of all links; NotChecked when there is none.
Verdict overallOf(const std::vector<ProofLink>& links);

} // namespace countersign::ui
