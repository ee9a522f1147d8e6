PRAGMA application_id = 1130459753;
PRAGMA auto_vacuum = 2;
PRAGMA user_version = 1;
BEGIN;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE installation (
  only_row  INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
  instance  BLOB NOT NULL CHECK (length(instance) = 16),
  last_sync INTEGER
) STRICT;
CREATE TABLE schedule (
  id            BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  revision      INTEGER NOT NULL,
  covered_until INTEGER NOT NULL,
  removed       INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE revision (
  schedule_id BLOB NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
  number      INTEGER NOT NULL CHECK (number >= 1),
  owed_from   INTEGER NOT NULL,
  definition  TEXT NOT NULL,
  PRIMARY KEY (schedule_id, number)
) STRICT;
CREATE TABLE ledger (
  sequence        INTEGER PRIMARY KEY,
  id              BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind            TEXT NOT NULL CHECK (kind IN ('scheduled', 'manual', 'backfill')),
  schedule_id     BLOB NOT NULL CHECK (length(schedule_id) = 16),
  schedule_name   TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  due             INTEGER NOT NULL,
  due_last        INTEGER NOT NULL CHECK (due_last >= due),
  count           INTEGER NOT NULL CHECK (count >= 1),
  outcome         TEXT NOT NULL,
  reason_code     TEXT,
  reason_sentence TEXT,
  carried_by      BLOB CHECK (length(carried_by) = 16),
  claimed_at      INTEGER NOT NULL,
  sent_at         INTEGER,
  finished_at     INTEGER,
  attempt         INTEGER NOT NULL,
  run_id          TEXT,
  run_name        TEXT,
  run_status      TEXT,
  trigger         TEXT
) STRICT;
CREATE UNIQUE INDEX ledger_scheduled ON ledger (schedule_id, due) WHERE kind = 'scheduled';
CREATE INDEX ledger_unscheduled ON ledger (schedule_id, due) WHERE kind <> 'scheduled';
CREATE INDEX ledger_due ON ledger (due);
CREATE INDEX ledger_unfinished ON ledger (due, id) WHERE outcome IN ('claimed', 'waiting', 'started', 'unknown');
CREATE TABLE source_record (
  id     BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  record TEXT NOT NULL
) STRICT;
CREATE TABLE outbox (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  schedule_id BLOB UNIQUE CHECK (length(schedule_id) = 16),
  report      TEXT NOT NULL,
  next_try    INTEGER NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 0,
  last_error  TEXT
) STRICT;
CREATE INDEX outbox_next_try ON outbox (next_try);
CREATE TABLE delivery (
  schedule_id           BLOB NOT NULL PRIMARY KEY CHECK (length(schedule_id) = 16),
  outcome_class         TEXT,
  delivered_at          INTEGER NOT NULL,
  day_start             INTEGER NOT NULL,
  count_since_day_start INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO grdb_migrations VALUES ('1');
INSERT INTO installation VALUES (1, X'9db534e46344426e9c3fa70e9db782dc', NULL);
INSERT INTO schedule VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1, 1795278910000000, 1);
INSERT INTO schedule VALUES (X'7ce4519c5bf653f6986814b34dddf73a', 1, 1795278960000000, 0);
INSERT INTO schedule VALUES (X'8b140b932ced51569ba301accb8fa377', 1, 1795278960000000, 0);
INSERT INTO schedule VALUES (X'be955585f45d55d1913e483291cdcf52', 2, 1795278910126997, 0);
INSERT INTO schedule VALUES (X'c7943a74002d56bea697b7a409939e84', 1, 1795278970000000, 0);
INSERT INTO schedule VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1, 1795278970000000, 0);
INSERT INTO revision VALUES (X'8b140b932ced51569ba301accb8fa377', 1, 1795278890042073, '{"standing":"armed","warnings":[],"policy":{"misfire":"all","overlap":"allow"},"record":{"id":"8b140b93-2ced-5156-9ba3-01accb8fa377","name":"every-minute","active":true,"source":"file","cronExpression":"* * * * *","timeZone":"Europe/Stockholm"},"bindingOrigin":"/srv/carillon/schedules/every-minute.yaml:1","trigger":{"command":{"_0":{"argv":["/bin/sh","-c","sleep 1"],"env":{}}}}}');
INSERT INTO revision VALUES (X'7ce4519c5bf653f6986814b34dddf73a', 1, 1795278890042073, '{"trigger":{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","exit 3"]}}},"bindingOrigin":"/srv/carillon/schedules/fails.yaml:1","standing":"armed","policy":{"misfire":"skip","overlap":"skip"},"warnings":[],"record":{"name":"fails","source":"file","id":"7ce4519c-5bf6-53f6-9868-14b34dddf73a","interval":[1,1553255926290448384],"active":true}}');
INSERT INTO revision VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1, 1795278890042073, '{"warnings":[],"policy":{"overlap":"skip","misfire":"last"},"trigger":{"command":{"_0":{"argv":["/bin/sh","-c","echo hello"],"env":{}}}},"bindingOrigin":"/srv/carillon/schedules/hello.yaml:1","standing":"armed","record":{"interval":[0,5000000000000000000],"id":"f3d5c29e-7152-522f-acd0-f409fafb8074","name":"hello","active":true,"source":"file"}}');
INSERT INTO revision VALUES (X'be955585f45d55d1913e483291cdcf52', 1, 1795278890042073, '{"trigger":{"command":{"_0":{"env":{},"argv":["/bin/true"]}}},"bindingOrigin":"/srv/carillon/schedules/once.yaml:1","standing":"armed","policy":{"misfire":"last","overlap":"skip"},"warnings":[],"record":{"name":"once","runOnceStartTime":1798135200000000,"id":"be955585-f45d-55d1-913e-483291cdcf52","source":"file","active":true}}');
INSERT INTO revision VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1, 1795278890042073, '{"standing":"armed","policy":{"misfire":"last","overlap":"skip"},"trigger":{"http":{"_0":{"url":"http://127.0.0.1:9/train?due={{due}}","body":{"due":"{{due}}"},"success":[[200,299]],"headers":{"Authorization":"{{env:TOKEN}}"},"method":"POST","timeoutSeconds":60}}},"bindingOrigin":"/srv/carillon/schedules/refused.yaml:1","record":{"name":"refused","source":"file","interval":[0,10000000000000000000],"id":"4a77c654-d911-5947-bb5b-7753c7631fc7","active":true},"warnings":[]}');
INSERT INTO revision VALUES (X'c7943a74002d56bea697b7a409939e84', 1, 1795278890042073, '{"warnings":[],"record":{"name":"slow","id":"c7943a74-002d-56be-a697-b7a409939e84","source":"file","active":true,"interval":[0,10000000000000000000]},"policy":{"misfire":"last","overlap":"skip"},"trigger":{"command":{"_0":{"argv":["/bin/sh","-c","sleep 25"],"env":{}}}},"bindingOrigin":"/srv/carillon/schedules/slow.yaml:1","standing":"armed"}');
INSERT INTO revision VALUES (X'be955585f45d55d1913e483291cdcf52', 2, 1795278910126997, '{"warnings":[],"policy":{"overlap":"skip","misfire":"last"},"trigger":{"command":{"_0":{"argv":["/bin/true"],"env":{}}}},"bindingOrigin":"/srv/carillon/schedules/once.yaml:1","standing":"armed","record":{"source":"file","name":"once","id":"be955585-f45d-55d1-913e-483291cdcf52","runOnceStartTime":1798138800000000,"active":true}}');
INSERT INTO ledger VALUES (1, X'7a2870c5eea6598a932ab1512e7dd88f', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278895000000, 1795278895000000, 1, 'succeeded', NULL, NULL, NULL, 1795278895000121, 1795278895005454, 1795278895024439, 1, NULL, 'hello-20261121T163455Z-7a2870c5', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (2, X'c3c722a694b357b59b310ad34c32419a', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795278900000000, 1795278900000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795278900000121, NULL, 1795278900002551, 1, NULL, 'refused-20261121T163500Z-c3c722a6', NULL, '{"http":{"_0":{"headers":{"Authorization":"{{env:TOKEN}}"},"timeoutSeconds":60,"body":{"due":"{{due}}"},"method":"POST","success":[[200,299]],"url":"http://127.0.0.1:9/train?due={{due}}"}}}');
INSERT INTO ledger VALUES (3, X'21ccb1bce9af5097b69e63990903972e', 'scheduled', X'7ce4519c5bf653f6986814b34dddf73a', 'fails', 1, 1795278900000000, 1795278900000000, 1, 'failed', 'exit_code', 'it exited with 3', NULL, 1795278900000121, 1795278900002415, 1795278900015703, 1, NULL, 'fails-20261121T163500Z-21ccb1bc', 'exit 3', '{"command":{"_0":{"argv":["/bin/sh","-c","exit 3"],"env":{}}}}');
INSERT INTO ledger VALUES (4, X'04e13ed176aa51fa93fb37df6d0356c0', 'scheduled', X'8b140b932ced51569ba301accb8fa377', 'every-minute', 1, 1795278900000000, 1795278900000000, 1, 'succeeded', NULL, NULL, NULL, 1795278900000121, 1795278900002499, 1795278901043541, 1, NULL, 'every-minute-20261121T163500Z-04e13ed1', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","sleep 1"]}}}');
INSERT INTO ledger VALUES (5, X'07d4ff7355b9544e863d2416d555b33e', 'scheduled', X'c7943a74002d56bea697b7a409939e84', 'slow', 1, 1795278900000000, 1795278900000000, 1, 'succeeded', NULL, NULL, NULL, 1795278900000121, 1795278900003281, 1795278925067918, 1, NULL, 'slow-20261121T163500Z-07d4ff73', 'exit 0', '{"command":{"_0":{"argv":["/bin/sh","-c","sleep 25"],"env":{}}}}');
INSERT INTO ledger VALUES (6, X'e6b0eeb771055619a286a255be96d538', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278900000000, 1795278900000000, 1, 'succeeded', NULL, NULL, NULL, 1795278900000121, 1795278900002898, 1795278900023327, 1, NULL, 'hello-20261121T163500Z-e6b0eeb7', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (7, X'cb6f458c136557a19c9f9f999cbd763c', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278905000000, 1795278905000000, 1, 'succeeded', NULL, NULL, NULL, 1795278905000193, 1795278905003816, 1795278905018432, 1, NULL, 'hello-20261121T163505Z-cb6f458c', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (8, X'd10b2fccc21553139a88892e768d26f4', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795278910000000, 1795278910000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795278910009251, NULL, 1795278910010991, 1, NULL, 'refused-20261121T163510Z-d10b2fcc', NULL, '{"http":{"_0":{"headers":{"Authorization":"{{env:TOKEN}}"},"timeoutSeconds":60,"body":{"due":"{{due}}"},"method":"POST","success":[[200,299]],"url":"http://127.0.0.1:9/train?due={{due}}"}}}');
INSERT INTO ledger VALUES (9, X'6a558043c427501cb08ad70c5d95a5e6', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278910000000, 1795278910000000, 1, 'succeeded', NULL, NULL, NULL, 1795278910009251, 1795278910010958, 1795278910027270, 1, NULL, 'hello-20261121T163510Z-6a558043', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (10, X'aef0432f1cef540abbe8c7e2484bcd44', 'scheduled', X'c7943a74002d56bea697b7a409939e84', 'slow', 1, 1795278910000000, 1795278910000000, 1, 'skipped_overlap', 'overlap_skip', 'the fire of 2026-11-21T16:35:00Z was still under way', NULL, 1795278910009251, NULL, 1795278910009251, 1, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (11, X'45d668587a7947c5a8ac898554a35de5', 'manual', X'7ce4519c5bf653f6986814b34dddf73a', 'fails', 1, 1795278910000000, 1795278910000000, 1, 'failed', 'exit_code', 'it exited with 3', NULL, 1795278910058806, 1795278910077480, 1795278910110809, 1, NULL, 'fails-20261121T163510Z-45d66858', 'exit 3', '{"command":{"_0":{"argv":["/bin/sh","-c","exit 3"],"env":{}}}}');
INSERT INTO ledger VALUES (12, X'ec802d8006d749758656b729b3ee460a', 'manual', X'be955585f45d55d1913e483291cdcf52', 'once', 1, 1795278910000000, 1795278910000000, 1, 'succeeded', NULL, NULL, NULL, 1795278910109514, 1795278910114548, 1795278910145420, 1, NULL, 'once-20261121T163510Z-ec802d80', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/true"]}}}');
INSERT INTO ledger VALUES (13, X'26ad2f1b76e256c5af564f7a4911ab29', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278915000000, 1795278915000000, 1, 'succeeded', NULL, NULL, NULL, 1795278915000206, 1795278915001898, 1795278915025279, 1, NULL, 'hello-20261121T163515Z-26ad2f1b', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (14, X'22b1c4ec4242553d8bb81e44eaa6a69c', 'scheduled', X'7ce4519c5bf653f6986814b34dddf73a', 'fails', 1, 1795278920000000, 1795278920000000, 1, 'failed', 'exit_code', 'it exited with 3', NULL, 1795278937219701, 1795278937225708, 1795278937258071, 1, NULL, 'fails-20261121T163520Z-22b1c4ec', 'exit 3', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","exit 3"]}}}');
INSERT INTO ledger VALUES (15, X'a9cf6cd91c4453e8a8e2f93e9c222bed', 'scheduled', X'c7943a74002d56bea697b7a409939e84', 'slow', 1, 1795278930000000, 1795278930000000, 1, 'succeeded', NULL, NULL, NULL, 1795278937219701, 1795278937225931, 1795278962267426, 1, NULL, 'slow-20261121T163530Z-a9cf6cd9', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","sleep 25"]}}}');
INSERT INTO ledger VALUES (16, X'0dd06c61a418572b812cbda60bd086e6', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278935000000, 1795278935000000, 1, 'succeeded', NULL, NULL, NULL, 1795278937219701, 1795278937225964, 1795278937281445, 1, NULL, 'hello-20261121T163535Z-0dd06c61', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (17, X'812b5309dab05f0588691c4491429abd', 'scheduled', X'c7943a74002d56bea697b7a409939e84', 'slow', 1, 1795278920000000, 1795278920000000, 1, 'coalesced', 'misfire_last', 'it was missed; the fire of 2026-11-21T16:35:30Z stands for it', X'a9cf6cd91c4453e8a8e2f93e9c222bed', 1795278937219701, NULL, 1795278937219701, 1, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (18, X'e882eb29d4e553278892d2d19df88822', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278920000000, 1795278930000000, 3, 'coalesced', 'misfire_last', 'it was missed; the fire of 2026-11-21T16:35:35Z stands for it', X'0dd06c61a418572b812cbda60bd086e6', 1795278937219701, NULL, 1795278937219701, 1, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (19, X'a6914109520f568fa63c0901648de22f', 'scheduled', X'7ce4519c5bf653f6986814b34dddf73a', 'fails', 1, 1795278940000000, 1795278940000000, 1, 'failed', 'exit_code', 'it exited with 3', NULL, 1795278940000228, 1795278940002428, 1795278940024098, 1, NULL, 'fails-20261121T163540Z-a6914109', 'exit 3', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","exit 3"]}}}');
INSERT INTO ledger VALUES (20, X'bd8ff0071b695bbbb522a770e957dbe6', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278940000000, 1795278940000000, 1, 'succeeded', NULL, NULL, NULL, 1795278940000228, 1795278940002511, 1795278940024461, 1, NULL, 'hello-20261121T163540Z-bd8ff007', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (21, X'82ab5d203c2e5a87b353972bd9fcaa79', 'scheduled', X'c7943a74002d56bea697b7a409939e84', 'slow', 1, 1795278940000000, 1795278960000000, 3, 'skipped_overlap', 'overlap_skip', 'the fire of 2026-11-21T16:35:30Z was still under way', NULL, 1795278940000228, NULL, 1795278940000228, 1, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (22, X'5421b602ab675662a53a9e6466abdb40', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278945000000, 1795278945000000, 1, 'succeeded', NULL, NULL, NULL, 1795278945000115, 1795278945025479, 1795278945055899, 1, NULL, 'hello-20261121T163545Z-5421b602', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (23, X'be7631e5eb9c5067be1e4d0418fc0c3b', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278950000000, 1795278950000000, 1, 'succeeded', NULL, NULL, NULL, 1795278950000160, 1795278950001755, 1795278950029019, 1, NULL, 'hello-20261121T163550Z-be7631e5', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (24, X'7f61d0ed2e7a5ef7a5db9b173bc5aa43', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278955000000, 1795278955000000, 1, 'succeeded', NULL, NULL, NULL, 1795278955000139, 1795278955003629, 1795278955017933, 1, NULL, 'hello-20261121T163555Z-7f61d0ed', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (25, X'a423ed36611156a08ddddae402ddb0ba', 'scheduled', X'8b140b932ced51569ba301accb8fa377', 'every-minute', 1, 1795278960000000, 1795278960000000, 1, 'succeeded', NULL, NULL, NULL, 1795278960000165, 1795278960002841, 1795278961036197, 1, NULL, 'every-minute-20261121T163600Z-a423ed36', 'exit 0', '{"command":{"_0":{"argv":["/bin/sh","-c","sleep 1"],"env":{}}}}');
INSERT INTO ledger VALUES (26, X'ff4d072493f653c2a630ff965894b84a', 'scheduled', X'7ce4519c5bf653f6986814b34dddf73a', 'fails', 1, 1795278960000000, 1795278960000000, 1, 'failed', 'exit_code', 'it exited with 3', NULL, 1795278960000165, 1795278960002922, 1795278960019930, 1, NULL, 'fails-20261121T163600Z-ff4d0724', 'exit 3', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","exit 3"]}}}');
INSERT INTO ledger VALUES (27, X'80a8f35bf8325063b6b9baf3354d4add', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278960000000, 1795278960000000, 1, 'succeeded', NULL, NULL, NULL, 1795278960000165, 1795278960002958, 1795278960018126, 1, NULL, 'hello-20261121T163600Z-80a8f35b', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (28, X'10edbee070255183ab77506403ba81f3', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278965000000, 1795278965000000, 1, 'succeeded', NULL, NULL, NULL, 1795278965000226, 1795278965003244, 1795278965013989, 1, NULL, 'hello-20261121T163605Z-10edbee0', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
INSERT INTO ledger VALUES (29, X'3a6b0d8203c852ddb8c39fbe72e5623f', 'scheduled', X'c7943a74002d56bea697b7a409939e84', 'slow', 1, 1795278970000000, 1795278970000000, 1, 'started', NULL, NULL, NULL, 1795278970000673, 1795278970002469, NULL, 1, NULL, 'slow-20261121T163610Z-3a6b0d82', 'running', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","sleep 25"]}}}');
INSERT INTO ledger VALUES (30, X'641af1978e005ff7aa0e0d49435cec82', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795278970000000, 1795278970000000, 1, 'succeeded', NULL, NULL, NULL, 1795278970000673, 1795278970002566, 1795278970011031, 1, NULL, 'hello-20261121T163610Z-641af197', 'exit 0', '{"command":{"_0":{"env":{},"argv":["/bin/sh","-c","echo hello"]}}}');
DELETE FROM sqlite_sequence;
COMMIT;
