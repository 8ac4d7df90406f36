#pragma once

#include "ui/sign/act_port.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QVBoxLayout;

namespace countersign::ui {

class DetailPane;
class ScriptView;

/// What an act does, decoded, beside exactly what is signed.
class ActPane final : public QWidget
{
    Q_OBJECT
public:
    explicit ActPane(QWidget* parent = nullptr);

    void showAct(const Act& act, const PreparedAct& prepared);
    /// Nothing that could be signed, and why.
    void showProblem(const QString& sentence);

private:
    QWidget* buildEffect();
    QWidget* buildBytes();
    void setNotes(const QStringList& notes);

    QLabel* m_sentence = nullptr;
    QVBoxLayout* m_notes = nullptr;
    DetailPane* m_effect = nullptr;
    QLabel* m_digest = nullptr;
    QLabel* m_payloadDigest = nullptr;
    QLabel* m_payloadLabel = nullptr;
    DetailPane* m_header = nullptr;
    ScriptView* m_payload = nullptr;
};

} // namespace countersign::ui
