#pragma once

#include "ui/shell/command.h"

#include <QWidget>

namespace countersign::ui {

/// A page of the window. It knows neither the window nor any other page: what should be shown elsewhere it asks for
/// with openPlace(), and the shell finds the page that shows it.
///
/// Kinds of place the shell itself knows: "page" (id of a page), "path" (a file or folder to open), "paths" (several,
/// a line each), "chooseFolder", "chooseFiles". Between pages of a ledger: "transaction" ("2.505" or a seqno),
/// "finding" (index, or "next"), "evidence" (seqno, offset in its file and length, blanks between), "unsigned"
/// ("next"), "checks", "identity", "table" (name), and what pages agree on.
class Page : public QWidget
{
    Q_OBJECT
public:
    struct Identity {
        QString id;    ///< Unique in its group, untranslated: "transactions".
        QString title; ///< Translated.
        QString icon;
        QChar goKey;   ///< `g` and this letter lead here; null: none.
    };

    explicit Page(Identity identity, QWidget* parent = nullptr);

    const QString& id() const { return m_identity.id; }
    const QString& title() const { return m_identity.title; }
    const QString& icon() const { return m_identity.icon; }
    QChar goKey() const { return m_identity.goKey; }

    /// A few characters beside the title in the navigation ("2"), and what they mean ("2 proposals wait for you").
    void setBadge(const QString& badge, const QString& meaning);
    const QString& badge() const { return m_badge; }
    const QString& badgeMeaning() const { return m_badgeMeaning; }

    /// What `/` puts the focus into; null: the page has no filter.
    virtual QWidget* filterBox() const { return nullptr; }
    /// In menus and palette while this page is shown.
    virtual QList<Command> commands() { return {}; }
    /// Whether showPlace() can show this kind now.
    virtual bool shows(const QString& kind) const;
    virtual void showPlace(const QString& kind, const QString& value);

Q_SIGNALS:
    void openPlace(const QString& kind, const QString& value);
    void badgeChanged();
    void commandsChanged(); ///< Also when only what is enabled changed.

private:
    Identity m_identity;
    QString m_badge;
    QString m_badgeMeaning;
};

} // namespace countersign::ui
