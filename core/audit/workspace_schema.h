#pragma once

namespace countersign::audit {

/// "CSWS": told by file(1), and by SQLite's header at offset 68.
inline constexpr long kApplicationId = 0x43535753;

/// From version `i` to version `i + 1`. What was seen is only ever added: triggers refuse to change or delete it.
inline constexpr const char* kMigrations[] = {R"sql(
CREATE TABLE profile(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE sources(place TEXT PRIMARY KEY, kind TEXT NOT NULL, added INTEGER NOT NULL) STRICT;
CREATE TABLE pins(
    number INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    source TEXT NOT NULL,
    content BLOB NOT NULL,
    decided INTEGER NOT NULL,
    checked TEXT NOT NULL,
    note TEXT NOT NULL,
    withdrawn INTEGER) STRICT;
CREATE TABLE auditors(
    key_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    public_key BLOB NOT NULL,
    accepted INTEGER NOT NULL) STRICT;
CREATE TABLE runs(
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    document BLOB NOT NULL) STRICT;
CREATE TABLE findings(
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs(number),
    name TEXT NOT NULL,
    severity TEXT NOT NULL,
    check_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    file TEXT NOT NULL,
    seqno INTEGER,
    detail TEXT NOT NULL) STRICT;
CREATE INDEX findings_of_run ON findings(run);
CREATE TABLE finding_states(
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('open', 'accepted', 'fixed')),
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    at INTEGER NOT NULL) STRICT;
CREATE INDEX states_of_finding ON finding_states(name);
CREATE TABLE snapshots(
    number INTEGER PRIMARY KEY,
    record BLOB NOT NULL,
    content BLOB) STRICT;
CREATE TRIGGER snapshots_stay_u BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'snapshots stay as they are'); END;
CREATE TRIGGER snapshots_stay_d BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'snapshots stay as they are'); END;
CREATE TRIGGER snapshots_in_order BEFORE INSERT ON snapshots
    WHEN NEW.number IS NOT (SELECT ifnull(max(number), 0) + 1 FROM snapshots)
    BEGIN SELECT RAISE(ABORT, 'snapshots are counted without a gap'); END;
CREATE TRIGGER runs_stay_u BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'runs stay as they are'); END;
CREATE TRIGGER runs_stay_d BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'runs stay as they are'); END;
CREATE TRIGGER findings_stay_u BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'findings stay as they are'); END;
CREATE TRIGGER findings_stay_d BEFORE DELETE ON findings BEGIN SELECT RAISE(ABORT, 'findings stay as they are'); END;
CREATE TRIGGER states_stay_u BEFORE UPDATE ON finding_states
    BEGIN SELECT RAISE(ABORT, 'states of findings stay as they are'); END;
CREATE TRIGGER states_stay_d BEFORE DELETE ON finding_states
    BEGIN SELECT RAISE(ABORT, 'states of findings stay as they are'); END;
)sql"};

} // namespace countersign::audit
