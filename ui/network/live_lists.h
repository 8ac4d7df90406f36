#pragma once

#include "ui/network/live_list_page.h"

namespace countersign::ui {

LiveList memberList();
LiveList userList();
LiveList nodeList();

/// "2 of 3 shares are needed to recover": what a recovery of this service needs.
QString recoverySentence(const LiveService& service);
/// A date for a table, marked when it is past or comes within 90 days of `now`. Neither makes an answer wrong: services
/// do not look at the dates of members and users.
PlainCell expiryCell(const LiveCertificate& certificate, const QDateTime& now);

} // namespace countersign::ui
