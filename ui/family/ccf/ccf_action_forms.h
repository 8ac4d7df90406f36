#pragma once

#include "ui/compose/action_form.h"

#include <QCoreApplication>

namespace countersign::ui::ccf_family {

/// The actions of CCF's default constitution, releases 1 to 7, by group. A service's own constitution decides which of
/// them it knows.
QList<ActionForm> ccfActionForms();

/// Those about nodes, code and application, as a part of the above.
QList<ActionForm> ccfNodeForms();
QList<ActionForm> ccfAppForms();

struct CcfActionForms {
    Q_DECLARE_TR_FUNCTIONS(CcfActionForms)
};

} // namespace countersign::ui::ccf_family
