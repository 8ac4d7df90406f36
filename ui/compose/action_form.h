#pragma once

#include <QList>
#include <QString>
#include <QStringList>

// What an action of a proposal is made of, as a form asks for it. A ledger family brings the table; texts are
// translated.

namespace countersign::ui {

enum class FieldKind : quint8 {
    Text,
    Hex,    ///< Lower-case hex of ActionField::digits digits; 0: any even number.
    Number, ///< Whole, not negative.
    Flag,
    Choice,      ///< One of ActionField::choices.
    Time,        ///< Offered as now, in the form CCF reads.
    Member,      ///< An id out of the service's lists, or another one typed; likewise the next two.
    User,
    Node,
    Certificate, ///< PEM, from a file or pasted; shown decoded.
    PublicKey,
    LongText,    ///< A script or policy, from a file or typed.
    Json         ///< Any JSON value.
};

struct ActionField {
    QString name; ///< Of the member in the action's arguments.
    QString label;
    FieldKind kind = FieldKind::Text;
    bool isRequired = true;
    QString help = {};
    QStringList choices = {};
    int digits = 0;
};

struct ActionForm {
    QString name;  ///< As the constitution calls it.
    QString title; ///< "Add or replace a member".
    QString group; ///< "Members".
    QString help = {};
    QList<ActionField> fields = {};
};

} // namespace countersign::ui
