#pragma once

#include <QWidget>

class QLabel;
class QLayout;
class QPushButton;

namespace countersign::ui {

/// The way to a key that is elsewhere: a request goes out, its answer comes in.
class ElsewherePanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ElsewherePanel(QWidget* parent = nullptr);

    /// Nothing can go out yet, or may never.
    void setUnavailable(const QString& why);
    /// What goes out; as a QR code too when it is small enough for one.
    void setRequest(const QByteArray& request);
    void setSaved(const QString& path);

Q_SIGNALS:
    void saveWanted();
    void digestWanted();
    void answerWanted();

private:
    QPushButton* add(const QString& name, const QString& text);
    void setUsable(bool usable);
    void showCode();

    QByteArray m_request;
    QLayout* m_buttons = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_digest = nullptr;
    QPushButton* m_code = nullptr;
    QPushButton* m_answer = nullptr;
    QLabel* m_state = nullptr;
};

} // namespace countersign::ui
