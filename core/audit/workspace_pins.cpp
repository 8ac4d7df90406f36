#include "core/audit/workspace_pins.h"

namespace countersign::audit {

namespace {

/// Calls `take` with each row.
template <class Take>
Result<void> eachRow(store::Statement& statement, const Take& take)
{
    for (;;) {
        const auto row = statement.step();
        if (!row) return row.error();
        if (!*row) return {};
        take(statement);
    }
}

} // namespace

Result<std::vector<WorkspacePin>> WorkspacePins::pins()
{
    auto select = m_workspace.database().prepare("SELECT fingerprint, subject, source, content, decided, checked, note "
                                                 "FROM pins WHERE withdrawn IS NULL ORDER BY number");
    if (!select) return std::move(select).error();
    std::vector<WorkspacePin> pins;
    const auto done = eachRow(*select, [&](const store::Statement& row) {
        pins.push_back({std::string(row.text(0)),
                        std::string(row.text(1)),
                        std::string(row.text(2)),
                        copyOf(row.bytes(3)),
                        {row.integer(4)},
                        std::string(row.text(5)),
                        std::string(row.text(6))});
    });
    if (!done) return done.error();
    return pins;
}

Result<void> WorkspacePins::addPin(const WorkspacePin& pin)
{
    auto insert = m_workspace.database().prepare(
        "INSERT INTO pins(fingerprint, subject, source, content, decided, checked, note) VALUES(?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(fingerprint) DO UPDATE SET subject = excluded.subject, source = excluded.source, "
        "content = excluded.content, decided = excluded.decided, checked = excluded.checked, note = excluded.note, "
        "withdrawn = NULL");
    if (!insert) return std::move(insert).error();
    return insert->bind(1, std::string_view(pin.fingerprint))
        .bind(2, std::string_view(pin.subject))
        .bind(3, std::string_view(pin.source))
        .bind(4, Bytes(pin.content))
        .bind(5, pin.decided.seconds)
        .bind(6, std::string_view(pin.checked))
        .bind(7, std::string_view(pin.note))
        .run();
}

Result<void> WorkspacePins::withdrawPin(const std::string& fingerprint, UtcTime now)
{
    auto update =
        m_workspace.database().prepare("UPDATE pins SET withdrawn = ? WHERE fingerprint = ? AND withdrawn IS NULL");
    if (!update) return std::move(update).error();
    if (auto done = update->bind(1, now.seconds).bind(2, std::string_view(fingerprint)).run(); !done) return done;
    if (m_workspace.database().changes() == 0) return Error{ErrorCode::NotFound, "pin " + fingerprint, {}};
    return {};
}

Result<std::vector<AnchorInput>> WorkspacePins::anchors()
{
    const auto all = pins();
    if (!all) return all.error();
    std::vector<AnchorInput> anchors;
    const std::string file = m_workspace.path().filename().string();
    for (const WorkspacePin& pin : *all)
        anchors.push_back({pin.content, file + ", pinned " + toIso8601(pin.decided) + " from " + pin.source});
    return anchors;
}

Result<std::vector<AcceptedAuditor>> WorkspacePins::auditors()
{
    auto select = m_workspace.database().prepare(
        "SELECT key_id, name, public_key, accepted FROM auditors ORDER BY accepted, key_id");
    if (!select) return std::move(select).error();
    std::vector<AcceptedAuditor> auditors;
    const auto done = eachRow(*select, [&](const store::Statement& row) {
        auditors.push_back(
            {std::string(row.text(0)), std::string(row.text(1)), copyOf(row.bytes(2)), {row.integer(3)}});
    });
    if (!done) return done.error();
    return auditors;
}

Result<std::set<std::string>> WorkspacePins::acceptedKeyIds()
{
    const auto all = auditors();
    if (!all) return all.error();
    std::set<std::string> ids;
    for (const AcceptedAuditor& auditor : *all) ids.insert(auditor.keyId);
    return ids;
}

Result<void> WorkspacePins::acceptAuditor(const AcceptedAuditor& auditor)
{
    auto insert = m_workspace.database().prepare("INSERT INTO auditors VALUES(?, ?, ?, ?) "
                                                 "ON CONFLICT(key_id) DO UPDATE SET name = excluded.name");
    if (!insert) return std::move(insert).error();
    return insert->bind(1, std::string_view(auditor.keyId))
        .bind(2, std::string_view(auditor.name))
        .bind(3, Bytes(auditor.publicKey))
        .bind(4, auditor.accepted.seconds)
        .run();
}

Result<void> WorkspacePins::forgetAuditor(const std::string& keyId)
{
    auto remove = m_workspace.database().prepare("DELETE FROM auditors WHERE key_id = ?");
    if (!remove) return std::move(remove).error();
    return remove->bind(1, std::string_view(keyId)).run();
}

Result<std::vector<std::string>> WorkspacePins::sources()
{
    auto select = m_workspace.database().prepare("SELECT place FROM sources ORDER BY added, place");
    if (!select) return std::move(select).error();
    std::vector<std::string> places;
    const auto done = eachRow(*select, [&](const store::Statement& row) { places.emplace_back(row.text(0)); });
    if (!done) return done.error();
    return places;
}

Result<void> WorkspacePins::addSource(const std::string& place, const std::string& kind, UtcTime now)
{
    auto insert = m_workspace.database().prepare("INSERT INTO sources VALUES(?, ?, ?) ON CONFLICT DO NOTHING");
    if (!insert) return std::move(insert).error();
    return insert->bind(1, std::string_view(place)).bind(2, std::string_view(kind)).bind(3, now.seconds).run();
}

} // namespace countersign::audit
