PRAGMA application_id = 1130459753;
PRAGMA auto_vacuum = 2;
PRAGMA user_version = 2;
BEGIN;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE installation (
  only_row  INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
  instance  BLOB NOT NULL CHECK (length(instance) = 16),
  last_sync INTEGER
, horizon INTEGER, clean_stop INTEGER NOT NULL DEFAULT 1 CHECK (clean_stop IN (0, 1)), last_check INTEGER, filed_through INTEGER NOT NULL DEFAULT 0, row_count INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE schedule (
  id            BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  revision      INTEGER NOT NULL,
  covered_until INTEGER NOT NULL,
  removed       INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
, runs_started INTEGER NOT NULL DEFAULT 0, failures_in_a_row INTEGER NOT NULL DEFAULT 0, pause TEXT, backfills TEXT) STRICT, WITHOUT ROWID;
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
CREATE INDEX schedule_removed ON schedule (id) WHERE removed;
CREATE TABLE revision (
  schedule_id           BLOB NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
  number                INTEGER NOT NULL CHECK (number >= 1),
  owed_from             INTEGER NOT NULL,
  owed_until            INTEGER,
  name                  TEXT NOT NULL,
  source                TEXT NOT NULL,
  cron_expression       TEXT,
  interval_seconds      INTEGER,
  interval_attoseconds  INTEGER,
  run_once_start_time   INTEGER,
  time_zone             TEXT,
  start_time            INTEGER,
  end_time              INTEGER,
  active                INTEGER NOT NULL CHECK (active IN (0, 1)),
  updated               INTEGER,
  pipeline_id           BLOB CHECK (length(pipeline_id) = 16),
  orchestrator_id       BLOB CHECK (length(orchestrator_id) = 16),
  defect                TEXT,
  standing              TEXT NOT NULL,
  reason_code           TEXT,
  reason_sentence       TEXT,
  warnings              TEXT,
  policy                TEXT,
  tags                  TEXT,
  trigger               TEXT,
  binding_origin        TEXT,
  PRIMARY KEY (schedule_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_ended ON revision (owed_until) WHERE owed_until IS NOT NULL;
CREATE TABLE ledger (
  sequence        INTEGER PRIMARY KEY,
  id              BLOB NOT NULL CHECK (length(id) = 16),
  kind            TEXT NOT NULL CHECK (kind = 'scheduled' OR kind = 'manual' OR kind = 'backfill' OR kind = 'chained'),
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
  trigger         TEXT,
  details         TEXT,
  handled         TEXT CHECK (handled IN ('replayed', 'dropped'))
) STRICT;
CREATE TABLE filed_id (
  id       BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE filed_due (
  schedule_id BLOB NOT NULL CHECK (length(schedule_id) = 16),
  due         INTEGER NOT NULL,
  sequence    INTEGER NOT NULL,
  PRIMARY KEY (schedule_id, due)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_due ON ledger (due, schedule_id) WHERE kind = 'scheduled';
CREATE INDEX ledger_ranges ON ledger (due_last) WHERE due_last > due;
CREATE INDEX ledger_unscheduled_due ON ledger (due) WHERE kind <> 'scheduled';
CREATE INDEX ledger_unscheduled ON ledger (schedule_id, due) WHERE kind <> 'scheduled';
CREATE INDEX ledger_unscheduled_claimed ON ledger (claimed_at) WHERE kind <> 'scheduled';
CREATE INDEX ledger_unfinished ON ledger (due) WHERE (outcome = 'claimed' OR outcome = 'waiting' OR outcome = 'started' OR outcome = 'unknown');
CREATE INDEX ledger_dead ON ledger (due) WHERE handled IS NULL AND (outcome = 'failed' OR outcome = 'lost' OR outcome = 'rejected' OR outcome = 'timed_out');
CREATE INDEX ledger_troubled ON ledger (due) WHERE NOT (outcome = 'succeeded' OR outcome = 'claimed' OR outcome = 'waiting' OR outcome = 'started' OR outcome = 'unknown');
CREATE TABLE local_schedule (
  id       BLOB PRIMARY KEY CHECK (length(id) = 16),
  name     TEXT NOT NULL UNIQUE,
  text     TEXT NOT NULL,
  created  INTEGER NOT NULL,
  updated  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_log (
  number     INTEGER PRIMARY KEY AUTOINCREMENT,
  at         INTEGER NOT NULL,
  who        TEXT NOT NULL,
  role       TEXT,
  origin     TEXT NOT NULL,
  operation  TEXT NOT NULL,
  subject    TEXT,
  request    TEXT NOT NULL,
  asked      TEXT,
  before     TEXT,
  after      TEXT,
  status     INTEGER,
  problem    TEXT,
  ended_at   INTEGER
) STRICT;
CREATE INDEX audit_log_at ON audit_log (at);
CREATE TABLE request_key (
  who          TEXT NOT NULL,
  key          TEXT NOT NULL,
  fingerprint  TEXT NOT NULL,
  at           INTEGER NOT NULL,
  status       INTEGER,
  location     TEXT,
  etag         TEXT,
  body         TEXT,
  PRIMARY KEY (who, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_key_at ON request_key (at);
CREATE TABLE alert_cause (
  key   TEXT NOT NULL PRIMARY KEY,
  cause TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_waiting (
  number INTEGER PRIMARY KEY,
  alert  TEXT NOT NULL
) STRICT;
CREATE TABLE alert_notes (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  notes TEXT NOT NULL
) STRICT;
CREATE TABLE access_key (
  id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name      TEXT NOT NULL,
  role      TEXT NOT NULL,
  digest    BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  created   INTEGER NOT NULL,
  expires   INTEGER,
  revoked   INTEGER,
  last_used INTEGER
) STRICT;
INSERT INTO grdb_migrations VALUES ('1');
INSERT INTO grdb_migrations VALUES ('2');
INSERT INTO installation VALUES (1, X'a5aaa489f409464784d5d43643f4648d', NULL, NULL, 0, 1795279815315717, 37, 41);
INSERT INTO schedule VALUES (X'06a6766e3b1c5efc8d6e1701201faea2', 1, 1795279815202939, 0, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'0e306f0bc78e5017ad2c87e23eb90f62', 1, 1795279860000000, 1, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'297f0682172a595086a6a9f55955bb5a', 1, 1795279890000000, 0, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1, 1795279890000000, 0, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'59eb27c6e12b50e389ab479a4306a94a', 1, 1795279815202939, 0, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'7ce4519c5bf653f6986814b34dddf73a', 1, 1795279900000000, 0, 0, 0, '{"reason":{"sentence":"driver update","code":"paused"},"since":1795279837649824,"until":1795287037638534}', NULL);
INSERT INTO schedule VALUES (X'7d6998443b4c50cfb398354e089f756d', 1, 1795279890000000, 0, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'8ec2561f0d345fa7887901908e37327c', 1, 1795279900000000, 0, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'abdcacd381415fc4a1c63e9e8523d5d8', 1, 1795279890000000, 0, 0, 0, NULL, NULL);
INSERT INTO schedule VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1, 1795279890000000, 0, 0, 0, NULL, NULL);
INSERT INTO revision VALUES (X'06a6766e3b1c5efc8d6e1701201faea2', 1, 1795279815202939, NULL, 'after-hello', 'file', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, NULL, NULL, '{"chain":{"_0":{"action":{"command":{"_0":{"argv":["/bin/true"],"env":{}}}},"condition":"on_success","upstream":"hello"}}}', '/srv/carillon/schedules/more.yaml:16');
INSERT INTO revision VALUES (X'0e306f0bc78e5017ad2c87e23eb90f62', 1, 1795279815202939, 1795279860000000, 'minute-batch', 'file', '* * * * *', NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, '{"overlap":"skip","misfire":"skip"}', NULL, '{"command":{"_0":{"argv":["/bin/sh","-c","echo \"scoring the batch of {{due}}\""],"env":{},"timeoutSeconds":50}}}', '/srv/carillon/schedules/minute-batch.yaml:2');
INSERT INTO revision VALUES (X'297f0682172a595086a6a9f55955bb5a', 1, 1795279815202939, NULL, 'gpu-score', 'file', NULL, 15, 0, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, '{"overlap":"skip","mutex":"gpu","misfire":"last"}', NULL, '{"command":{"_0":{"argv":["/bin/sh","-c","sleep 1"],"env":{}}}}', '/srv/carillon/schedules/more.yaml:7');
INSERT INTO revision VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1, 1795279815202939, NULL, 'refused', 'file', NULL, 10, 0, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, NULL, NULL, '{"http":{"_0":{"body":{"due":"{{due}}"},"headers":{"Authorization":"(not stored)"},"method":"POST","success":[[200,299]],"timeoutSeconds":60,"url":"http://127.0.0.1:9/train?due={{due}}"}}}', '/srv/carillon/schedules/more.yaml:19');
INSERT INTO revision VALUES (X'59eb27c6e12b50e389ab479a4306a94a', 1, 1795279815202939, NULL, 'nightly-report', 'file', '15 4 * * *', NULL, NULL, NULL, 'Europe/Stockholm', NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, NULL, NULL, '{"command":{"_0":{"argv":["/bin/sh","-c","echo \"report for the night of $CARILLON_DUE, try $CARILLON_ATTEMPT\""],"env":{}}}}', '/srv/carillon/schedules/nightly.yaml:2');
INSERT INTO revision VALUES (X'7ce4519c5bf653f6986814b34dddf73a', 1, 1795279815202939, NULL, 'fails', 'file', NULL, 20, 0, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, NULL, NULL, '{"command":{"_0":{"argv":["/bin/sh","-c","exit 3"],"env":{}}}}', '/srv/carillon/schedules/more.yaml:12');
INSERT INTO revision VALUES (X'7d6998443b4c50cfb398354e089f756d', 1, 1795279815202939, NULL, 'gpu-train', 'file', NULL, 15, 0, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, '{"mutex":"gpu","overlap":"buffer_one","retry":{"attempts":2,"backoff":[0,1000000000000000000],"maxBackoff":[3,4659767778871345152],"sends":5,"jitter":0},"misfire":"last"}', '["gpu"]', '{"command":{"_0":{"argv":["/bin/sh","-c","sleep 20"],"env":{}}}}', '/srv/carillon/schedules/more.yaml:1');
INSERT INTO revision VALUES (X'8ec2561f0d345fa7887901908e37327c', 1, 1795279815202939, NULL, 'snap', 'file', NULL, 20, 0, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'unbound', 'no_server', 'its trigger is a snapshot, and the configuration names no server', NULL, NULL, NULL, '{"snapshot":{"_0":{"configuration":{"steps":{},"tags":[]},"snapshot":{"named":{"_0":"train"}}}}}', '/srv/carillon/schedules/more.yaml:23');
INSERT INTO revision VALUES (X'abdcacd381415fc4a1c63e9e8523d5d8', 1, 1795279837161990, NULL, 'mine', 'local', NULL, 15, 0, NULL, NULL, NULL, NULL, 1, 1795279837151392, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, NULL, NULL, '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', 'the control API');
INSERT INTO revision VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1, 1795279815202939, NULL, 'hello', 'file', NULL, 10, 0, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'armed', NULL, NULL, NULL, NULL, NULL, '{"command":{"_0":{"argv":["/bin/sh","-c","echo \"hello, this is $CARILLON_RUN_NAME, due at $CARILLON_DUE\""],"env":{}}}}', '/srv/carillon/schedules/hello.yaml:2');
INSERT INTO ledger VALUES (1, X'17000242944b5ca79356fc0f91801c83', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279820000000, 1795279820000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795279820000228, NULL, 1795279820016909, 1, NULL, 'refused-20261121T165020Z-17000242', NULL, '=', NULL, NULL);
INSERT INTO ledger VALUES (2, X'2c26f50f8c6252679f562746a550bb98', 'scheduled', X'7ce4519c5bf653f6986814b34dddf73a', 'fails', 1, 1795279820000000, 1795279820000000, 1, 'failed', 'exit_code', 'it exited with 3', NULL, 1795279820000228, 1795279820015675, 1795279820058416, 1, NULL, 'fails-20261121T165020Z-2c26f50f', 'exit 3', '=', NULL, NULL);
INSERT INTO ledger VALUES (3, X'fc62b73758a650909d4e19a74d580b60', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279820000000, 1795279820000000, 1, 'succeeded', NULL, NULL, NULL, 1795279820000228, 1795279820016368, 1795279820057036, 1, NULL, 'hello-20261121T165020Z-fc62b737', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (4, X'aa082da90f41576589d25f0f48b3bdf4', 'scheduled', X'8ec2561f0d345fa7887901908e37327c', 'snap', 1, 1795279820000000, 1795279900000000, 5, 'unbound', 'no_server', 'its trigger is a snapshot, and the configuration names no server', NULL, 1795279820000228, NULL, 1795279820000228, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (5, X'f515b4cd43ed5f4180877a368149d268', 'chained', X'06a6766e3b1c5efc8d6e1701201faea2', 'after-hello', 1, 1795279820000000, 1795279820000000, 1, 'succeeded', NULL, NULL, NULL, 1795279820066338, 1795279820077862, 1795279820125175, 1, NULL, 'after-hello-20261121T165020Z-f515b4cd', 'exit 0', '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', '{"chainDepth":1,"follows":"fc62b737-58a6-5090-9d4e-19a74d580b60"}', NULL);
INSERT INTO ledger VALUES (6, X'927a1d4c1afc527fbd92de03f82f230d', 'scheduled', X'297f0682172a595086a6a9f55955bb5a', 'gpu-score', 1, 1795279830000000, 1795279830000000, 1, 'succeeded', NULL, NULL, NULL, 1795279830011262, 1795279830013971, 1795279831049575, 1, NULL, 'gpu-score-20261121T165030Z-927a1d4c', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (7, X'1f8e7faf33e2569aad87499d5bee3e3f', 'scheduled', X'7d6998443b4c50cfb398354e089f756d', 'gpu-train', 1, 1795279830000000, 1795279830000000, 1, 'succeeded', NULL, NULL, NULL, 1795279830011262, 1795279831052654, 1795279851089451, 1, NULL, 'gpu-train-20261121T165030Z-1f8e7faf', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (8, X'd2ed25d836015f93806d685ee8ba4cc3', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279830000000, 1795279830000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795279830011262, NULL, 1795279830014368, 1, NULL, 'refused-20261121T165030Z-d2ed25d8', NULL, '=', NULL, NULL);
INSERT INTO ledger VALUES (9, X'033899fed0295ff59de952f0e4081fd0', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279830000000, 1795279830000000, 1, 'succeeded', NULL, NULL, NULL, 1795279830011262, 1795279830014154, 1795279830045186, 1, NULL, 'hello-20261121T165030Z-033899fe', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (10, X'03ca11c665ca58298b6d8582094a89e6', 'chained', X'06a6766e3b1c5efc8d6e1701201faea2', 'after-hello', 1, 1795279830000000, 1795279830000000, 1, 'succeeded', NULL, NULL, NULL, 1795279830062344, 1795279830073877, 1795279830106073, 1, NULL, 'after-hello-20261121T165030Z-03ca11c6', 'exit 0', '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', '{"chainDepth":1,"follows":"033899fe-d029-5ff5-9de9-52f0e4081fd0"}', NULL);
INSERT INTO ledger VALUES (11, X'69dfd866c86844ccb4f4f8aceebd5ec5', 'manual', X'59eb27c6e12b50e389ab479a4306a94a', 'nightly-report', 1, 1795279837000000, 1795279837000000, 1, 'succeeded', NULL, NULL, NULL, 1795279837847038, 1795279837855224, 1795279837910813, 1, NULL, 'nightly-report-20261121T165037Z-69dfd866', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (12, X'8a6cecb8dae55b3bac757f73cd47e6e5', 'backfill', X'59eb27c6e12b50e389ab479a4306a94a', 'nightly-report', 1, 1794971700000000, 1794971700000000, 1, 'succeeded', NULL, NULL, NULL, 1795279838370426, 1795279838401592, 1795279838438300, 1, NULL, 'nightly-report-20261118T031500Z-8a6cecb8', 'exit 0', '=', '{"backfill":"d9f447f8-cb10-4843-afde-6e8f8183376f"}', NULL);
INSERT INTO ledger VALUES (13, X'34157cebdd9356bc862fc60d9089c76a', 'backfill', X'59eb27c6e12b50e389ab479a4306a94a', 'nightly-report', 1, 1795058100000000, 1795058100000000, 1, 'succeeded', NULL, NULL, NULL, 1795279838445999, 1795279838467968, 1795279838550515, 1, NULL, 'nightly-report-20261119T031500Z-34157ceb', 'exit 0', '=', '{"backfill":"d9f447f8-cb10-4843-afde-6e8f8183376f"}', NULL);
INSERT INTO ledger VALUES (14, X'19f3fd7cdc5c5a8f87f8060eeba01e2e', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279840000000, 1795279840000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795279840005234, NULL, 1795279840042852, 1, NULL, 'refused-20261121T165040Z-19f3fd7c', NULL, '=', NULL, NULL);
INSERT INTO ledger VALUES (15, X'54f44629fc585b118a9aa94c38706069', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279840000000, 1795279840000000, 1, 'succeeded', NULL, NULL, NULL, 1795279840005234, 1795279840041978, 1795279840093552, 1, NULL, 'hello-20261121T165040Z-54f44629', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (16, X'f52aae0842295992bdeff259e6aecf46', 'scheduled', X'7ce4519c5bf653f6986814b34dddf73a', 'fails', 1, 1795279840000000, 1795279900000000, 4, 'skipped_paused', 'paused', 'driver update', NULL, 1795279840005234, NULL, 1795279840005234, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (17, X'e86857b3251a51feac4ceaf039322dd7', 'chained', X'06a6766e3b1c5efc8d6e1701201faea2', 'after-hello', 1, 1795279840000000, 1795279840000000, 1, 'succeeded', NULL, NULL, NULL, 1795279840110526, 1795279840165982, 1795279840198806, 1, NULL, 'after-hello-20261121T165040Z-e86857b3', 'exit 0', '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', '{"follows":"54f44629-fc58-5b11-8a9a-a94c38706069","chainDepth":1}', NULL);
INSERT INTO ledger VALUES (18, X'5083bb0d35f4545d9d7ec5b04b556979', 'scheduled', X'7d6998443b4c50cfb398354e089f756d', 'gpu-train', 1, 1795279845000000, 1795279845000000, 1, 'succeeded', NULL, NULL, NULL, 1795279845000151, 1795279851119247, 1795279871173223, 1, NULL, 'gpu-train-20261121T165045Z-5083bb0d', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (19, X'e3e2abefff8158619bc5da07bd09a89c', 'scheduled', X'abdcacd381415fc4a1c63e9e8523d5d8', 'mine', 1, 1795279845000000, 1795279845000000, 1, 'succeeded', NULL, NULL, NULL, 1795279845000151, 1795279845014296, 1795279845046683, 1, NULL, 'mine-20261121T165045Z-e3e2abef', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (20, X'd2806e96017f51f39d96a7392dcd2560', 'scheduled', X'297f0682172a595086a6a9f55955bb5a', 'gpu-score', 1, 1795279845000000, 1795279890000000, 4, 'skipped_mutex', 'mutex_held', 'the fire of 2026-11-21T16:51:00Z of ''gpu-train'' held the mutex', NULL, 1795279845000151, NULL, 1795279845000151, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (21, X'203488958fcd51e89e682b1439e8d852', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279850000000, 1795279850000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795279850017067, NULL, 1795279850020343, 1, NULL, 'refused-20261121T165050Z-20348895', NULL, '=', NULL, NULL);
INSERT INTO ledger VALUES (22, X'b808f820a6ca5cc5a30bf19013c8dbc5', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279850000000, 1795279850000000, 1, 'succeeded', NULL, NULL, NULL, 1795279850017067, 1795279850019730, 1795279850066266, 1, NULL, 'hello-20261121T165050Z-b808f820', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (23, X'ff48d45dc96c54a6a1e542ad2245c589', 'chained', X'06a6766e3b1c5efc8d6e1701201faea2', 'after-hello', 1, 1795279850000000, 1795279850000000, 1, 'succeeded', NULL, NULL, NULL, 1795279850086252, 1795279850093837, 1795279850135924, 1, NULL, 'after-hello-20261121T165050Z-ff48d45d', 'exit 0', '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', '{"follows":"b808f820-a6ca-5cc5-a30b-f19013c8dbc5","chainDepth":1}', NULL);
INSERT INTO ledger VALUES (24, X'a3c509dcd3a85d26b4bf04803beda2dd', 'scheduled', X'0e306f0bc78e5017ad2c87e23eb90f62', 'minute-batch', 1, 1795279860000000, 1795279860000000, 1, 'succeeded', NULL, NULL, NULL, 1795279860000812, 1795279860358961, 1795279860452358, 1, NULL, 'minute-batch-20261121T165100Z-a3c509dc', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (25, X'b9c926a414305017bf87a6ca8e5ba2f1', 'scheduled', X'7d6998443b4c50cfb398354e089f756d', 'gpu-train', 1, 1795279860000000, 1795279860000000, 1, 'started', NULL, NULL, NULL, 1795279860000812, 1795279890800273, NULL, 1, NULL, 'gpu-train-20261121T165100Z-b9c926a4', 'running', '=', NULL, NULL);
INSERT INTO ledger VALUES (26, X'9c136cddffc852f7ade34819952e6b5c', 'scheduled', X'abdcacd381415fc4a1c63e9e8523d5d8', 'mine', 1, 1795279860000000, 1795279860000000, 1, 'succeeded', NULL, NULL, NULL, 1795279860000812, 1795279860359136, 1795279860439099, 1, NULL, 'mine-20261121T165100Z-9c136cdd', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (27, X'6a3e51151b3758bd9c1db7f60a08bf6c', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279860000000, 1795279860000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795279860000812, NULL, 1795279860374193, 1, NULL, 'refused-20261121T165100Z-6a3e5115', NULL, '=', NULL, NULL);
INSERT INTO ledger VALUES (28, X'16c287c337be593f9bf0a5d63b3e37e9', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279860000000, 1795279860000000, 1, 'succeeded', NULL, NULL, NULL, 1795279860000812, 1795279860359259, 1795279860436904, 1, NULL, 'hello-20261121T165100Z-16c287c3', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (29, X'84ac4e105af658b68cbcbd995781a6a3', 'chained', X'06a6766e3b1c5efc8d6e1701201faea2', 'after-hello', 1, 1795279860000000, 1795279860000000, 1, 'succeeded', NULL, NULL, NULL, 1795279860441389, 1795279860450800, 1795279860538320, 1, NULL, 'after-hello-20261121T165100Z-84ac4e10', 'exit 0', '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', '{"follows":"16c287c3-37be-593f-9bf0-a5d63b3e37e9","chainDepth":1}', NULL);
INSERT INTO ledger VALUES (30, X'b5eae116996b5063b177ce9fce476d14', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279890000000, 1795279890000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795279890814226, NULL, 1795279890861433, 1, NULL, 'refused-20261121T165130Z-b5eae116', NULL, '=', '{"missed":{"first":1795279870000000,"last":1795279880000000,"count":2}}', NULL);
INSERT INTO ledger VALUES (31, X'1cdd5204321a55448e97897cec2c5c70', 'scheduled', X'7d6998443b4c50cfb398354e089f756d', 'gpu-train', 1, 1795279890000000, 1795279890000000, 1, 'waiting', 'turn', 'another fire comes first', NULL, 1795279890814226, NULL, NULL, 1, NULL, 'gpu-train-20261121T165130Z-1cdd5204', NULL, '=', '{"missed":{"count":1,"first":1795279875000000,"last":1795279875000000}}', NULL);
INSERT INTO ledger VALUES (32, X'e1b4a8db53075bb982b26bc474139db9', 'scheduled', X'abdcacd381415fc4a1c63e9e8523d5d8', 'mine', 1, 1795279890000000, 1795279890000000, 1, 'succeeded', NULL, NULL, NULL, 1795279890814226, 1795279890830628, 1795279890894007, 1, NULL, 'mine-20261121T165130Z-e1b4a8db', 'exit 0', '=', '{"missed":{"first":1795279875000000,"count":1,"last":1795279875000000}}', NULL);
INSERT INTO ledger VALUES (33, X'1c979f7d80e85df3beeb11f36bd204a6', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279890000000, 1795279890000000, 1, 'succeeded', NULL, NULL, NULL, 1795279890814226, 1795279890830999, 1795279890881299, 1, NULL, 'hello-20261121T165130Z-1c979f7d', 'exit 0', '=', '{"missed":{"count":2,"first":1795279870000000,"last":1795279880000000}}', NULL);
INSERT INTO ledger VALUES (34, X'22dfc1ce696d5196ae2fefe035920b0e', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279870000000, 1795279880000000, 2, 'coalesced', 'misfire_last', 'it was missed; the fire of 2026-11-21T16:51:20Z stands for it', X'b5eae116996b5063b177ce9fce476d14', 1795279890814226, NULL, 1795279890814226, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (35, X'2f34e8f8c1b5565393cc37bfda2ef895', 'scheduled', X'7d6998443b4c50cfb398354e089f756d', 'gpu-train', 1, 1795279875000000, 1795279875000000, 1, 'coalesced', 'misfire_last', 'it was missed; the fire of 2026-11-21T16:51:15Z stands for it', X'1cdd5204321a55448e97897cec2c5c70', 1795279890814226, NULL, 1795279890814226, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (36, X'e446bc6349905022b9e1f6675868c28b', 'scheduled', X'abdcacd381415fc4a1c63e9e8523d5d8', 'mine', 1, 1795279875000000, 1795279875000000, 1, 'coalesced', 'misfire_last', 'it was missed; the fire of 2026-11-21T16:51:15Z stands for it', X'e1b4a8db53075bb982b26bc474139db9', 1795279890814226, NULL, 1795279890814226, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (37, X'328d96f947975d4790c1afcfcddc2fb8', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279870000000, 1795279880000000, 2, 'coalesced', 'misfire_last', 'it was missed; the fire of 2026-11-21T16:51:20Z stands for it', X'1c979f7d80e85df3beeb11f36bd204a6', 1795279890814226, NULL, 1795279890814226, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ledger VALUES (38, X'd95ff2315efa50aaadc159044c59e6f2', 'chained', X'06a6766e3b1c5efc8d6e1701201faea2', 'after-hello', 1, 1795279890000000, 1795279890000000, 1, 'succeeded', NULL, NULL, NULL, 1795279890898524, 1795279890949870, 1795279891029284, 1, NULL, 'after-hello-20261121T165130Z-d95ff231', 'exit 0', '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', '{"chainDepth":1,"follows":"1c979f7d-80e8-5df3-beeb-11f36bd204a6"}', NULL);
INSERT INTO ledger VALUES (39, X'82a22204f37b59309c5d0cb0e2685030', 'scheduled', X'4a77c654d9115947bb5b7753c7631fc7', 'refused', 1, 1795279900000000, 1795279900000000, 1, 'failed', 'bad_template', 'its trigger cannot be filled in: {{env:TOKEN}}: the daemon''s environment has no TOKEN', NULL, 1795279900000240, NULL, 1795279900029409, 1, NULL, 'refused-20261121T165140Z-82a22204', NULL, '=', NULL, NULL);
INSERT INTO ledger VALUES (40, X'82b84941c5cb52b3b2a639212a743bc4', 'scheduled', X'f3d5c29e7152522facd0f409fafb8074', 'hello', 1, 1795279900000000, 1795279900000000, 1, 'succeeded', NULL, NULL, NULL, 1795279900000240, 1795279900018209, 1795279900078401, 1, NULL, 'hello-20261121T165140Z-82b84941', 'exit 0', '=', NULL, NULL);
INSERT INTO ledger VALUES (41, X'684c2e81eefa55d0bb664d8612601ce8', 'chained', X'06a6766e3b1c5efc8d6e1701201faea2', 'after-hello', 1, 1795279900000000, 1795279900000000, 1, 'succeeded', NULL, NULL, NULL, 1795279900091047, 1795279900130258, 1795279900182248, 1, NULL, 'after-hello-20261121T165140Z-684c2e81', 'exit 0', '{"command":{"_0":{"argv":["/bin/true"],"env":{}}}}', '{"follows":"82b84941-c5cb-52b3-b2a6-39212a743bc4","chainDepth":1}', NULL);
INSERT INTO filed_id VALUES (X'033899fed0295ff59de952f0e4081fd0', 9);
INSERT INTO filed_id VALUES (X'03ca11c665ca58298b6d8582094a89e6', 10);
INSERT INTO filed_id VALUES (X'16c287c337be593f9bf0a5d63b3e37e9', 28);
INSERT INTO filed_id VALUES (X'17000242944b5ca79356fc0f91801c83', 1);
INSERT INTO filed_id VALUES (X'19f3fd7cdc5c5a8f87f8060eeba01e2e', 14);
INSERT INTO filed_id VALUES (X'1c979f7d80e85df3beeb11f36bd204a6', 33);
INSERT INTO filed_id VALUES (X'1cdd5204321a55448e97897cec2c5c70', 31);
INSERT INTO filed_id VALUES (X'1f8e7faf33e2569aad87499d5bee3e3f', 7);
INSERT INTO filed_id VALUES (X'203488958fcd51e89e682b1439e8d852', 21);
INSERT INTO filed_id VALUES (X'22dfc1ce696d5196ae2fefe035920b0e', 34);
INSERT INTO filed_id VALUES (X'2c26f50f8c6252679f562746a550bb98', 2);
INSERT INTO filed_id VALUES (X'2f34e8f8c1b5565393cc37bfda2ef895', 35);
INSERT INTO filed_id VALUES (X'328d96f947975d4790c1afcfcddc2fb8', 37);
INSERT INTO filed_id VALUES (X'34157cebdd9356bc862fc60d9089c76a', 13);
INSERT INTO filed_id VALUES (X'5083bb0d35f4545d9d7ec5b04b556979', 18);
INSERT INTO filed_id VALUES (X'54f44629fc585b118a9aa94c38706069', 15);
INSERT INTO filed_id VALUES (X'69dfd866c86844ccb4f4f8aceebd5ec5', 11);
INSERT INTO filed_id VALUES (X'6a3e51151b3758bd9c1db7f60a08bf6c', 27);
INSERT INTO filed_id VALUES (X'84ac4e105af658b68cbcbd995781a6a3', 29);
INSERT INTO filed_id VALUES (X'8a6cecb8dae55b3bac757f73cd47e6e5', 12);
INSERT INTO filed_id VALUES (X'927a1d4c1afc527fbd92de03f82f230d', 6);
INSERT INTO filed_id VALUES (X'9c136cddffc852f7ade34819952e6b5c', 26);
INSERT INTO filed_id VALUES (X'a3c509dcd3a85d26b4bf04803beda2dd', 24);
INSERT INTO filed_id VALUES (X'aa082da90f41576589d25f0f48b3bdf4', 4);
INSERT INTO filed_id VALUES (X'b5eae116996b5063b177ce9fce476d14', 30);
INSERT INTO filed_id VALUES (X'b808f820a6ca5cc5a30bf19013c8dbc5', 22);
INSERT INTO filed_id VALUES (X'b9c926a414305017bf87a6ca8e5ba2f1', 25);
INSERT INTO filed_id VALUES (X'd2806e96017f51f39d96a7392dcd2560', 20);
INSERT INTO filed_id VALUES (X'd2ed25d836015f93806d685ee8ba4cc3', 8);
INSERT INTO filed_id VALUES (X'e1b4a8db53075bb982b26bc474139db9', 32);
INSERT INTO filed_id VALUES (X'e3e2abefff8158619bc5da07bd09a89c', 19);
INSERT INTO filed_id VALUES (X'e446bc6349905022b9e1f6675868c28b', 36);
INSERT INTO filed_id VALUES (X'e86857b3251a51feac4ceaf039322dd7', 17);
INSERT INTO filed_id VALUES (X'f515b4cd43ed5f4180877a368149d268', 5);
INSERT INTO filed_id VALUES (X'f52aae0842295992bdeff259e6aecf46', 16);
INSERT INTO filed_id VALUES (X'fc62b73758a650909d4e19a74d580b60', 3);
INSERT INTO filed_id VALUES (X'ff48d45dc96c54a6a1e542ad2245c589', 23);
INSERT INTO filed_due VALUES (X'0e306f0bc78e5017ad2c87e23eb90f62', 1795279860000000, 24);
INSERT INTO filed_due VALUES (X'297f0682172a595086a6a9f55955bb5a', 1795279830000000, 6);
INSERT INTO filed_due VALUES (X'297f0682172a595086a6a9f55955bb5a', 1795279845000000, 20);
INSERT INTO filed_due VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1795279820000000, 1);
INSERT INTO filed_due VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1795279830000000, 8);
INSERT INTO filed_due VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1795279840000000, 14);
INSERT INTO filed_due VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1795279850000000, 21);
INSERT INTO filed_due VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1795279860000000, 27);
INSERT INTO filed_due VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1795279870000000, 34);
INSERT INTO filed_due VALUES (X'4a77c654d9115947bb5b7753c7631fc7', 1795279890000000, 30);
INSERT INTO filed_due VALUES (X'7ce4519c5bf653f6986814b34dddf73a', 1795279820000000, 2);
INSERT INTO filed_due VALUES (X'7ce4519c5bf653f6986814b34dddf73a', 1795279840000000, 16);
INSERT INTO filed_due VALUES (X'7d6998443b4c50cfb398354e089f756d', 1795279830000000, 7);
INSERT INTO filed_due VALUES (X'7d6998443b4c50cfb398354e089f756d', 1795279845000000, 18);
INSERT INTO filed_due VALUES (X'7d6998443b4c50cfb398354e089f756d', 1795279860000000, 25);
INSERT INTO filed_due VALUES (X'7d6998443b4c50cfb398354e089f756d', 1795279875000000, 35);
INSERT INTO filed_due VALUES (X'7d6998443b4c50cfb398354e089f756d', 1795279890000000, 31);
INSERT INTO filed_due VALUES (X'8ec2561f0d345fa7887901908e37327c', 1795279820000000, 4);
INSERT INTO filed_due VALUES (X'abdcacd381415fc4a1c63e9e8523d5d8', 1795279845000000, 19);
INSERT INTO filed_due VALUES (X'abdcacd381415fc4a1c63e9e8523d5d8', 1795279860000000, 26);
INSERT INTO filed_due VALUES (X'abdcacd381415fc4a1c63e9e8523d5d8', 1795279875000000, 36);
INSERT INTO filed_due VALUES (X'abdcacd381415fc4a1c63e9e8523d5d8', 1795279890000000, 32);
INSERT INTO filed_due VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1795279820000000, 3);
INSERT INTO filed_due VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1795279830000000, 9);
INSERT INTO filed_due VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1795279840000000, 15);
INSERT INTO filed_due VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1795279850000000, 22);
INSERT INTO filed_due VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1795279860000000, 28);
INSERT INTO filed_due VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1795279870000000, 37);
INSERT INTO filed_due VALUES (X'f3d5c29e7152522facd0f409fafb8074', 1795279890000000, 33);
INSERT INTO local_schedule VALUES (X'abdcacd381415fc4a1c63e9e8523d5d8', 'mine', 'name: mine
interval_seconds: 15
trigger: {kind: command, argv: [/bin/true]}
', 1795279837151392, 1795279837151392);
INSERT INTO audit_log VALUES (1, 1795279837149744, 'user 0', 'admin', 'unix', 'schedule.create', 'mine', '993cf188bcc60c505c96452eb0c9bacc', NULL, NULL, '{"interval_seconds":15,"name":"mine","trigger":{"argv":["/bin/true"],"kind":"command"}}', 201, NULL, 1795279837168651);
INSERT INTO audit_log VALUES (2, 1795279837645362, 'user 0', 'admin', 'unix', 'schedule.pause', 'fails', '993cf188bcc60c505c96452eb0c9bacd', '{"reason":"driver update","selection":{"all":false,"names":["fails"],"tag":null},"until":"2026-11-21T18:50:37.638534Z"}', '{"items":[{"backfills":[],"id":"7ce4519c-5bf6-53f6-9868-14b34dddf73a","name":"fails","next_due":"2026-11-21T16:50:40Z","pause":null,"reason":null,"revision":1,"state":"armed","under_way":[]}]}', '{"items":[{"backfills":[],"id":"7ce4519c-5bf6-53f6-9868-14b34dddf73a","name":"fails","next_due":null,"pause":{"reason":"driver update","since":"2026-11-21T16:50:37.649824Z","until":"2026-11-21T18:50:37.638534Z"},"reason":"driver update","revision":1,"state":"paused","under_way":[]}]}', 200, NULL, 1795279837651512);
INSERT INTO audit_log VALUES (3, 1795279837845810, 'user 0', 'admin', 'unix', 'schedule.trigger', 'nightly-report', '993cf188bcc60c505c96452eb0c9bace', NULL, '{"backfills":[],"id":"59eb27c6-e12b-50e3-89ab-479a4306a94a","name":"nightly-report","next_due":"2026-11-22T03:15:00Z","pause":null,"reason":null,"revision":1,"state":"armed","under_way":[]}', '{"attempt":1,"backfill_id":null,"body":{"created":"2026-11-21T16:50:37.847038Z","in_progress":true,"index":1,"project_id":"00000000-0000-0000-0000-000000000000","status":"initializing","status_reason":null,"updated":"2026-11-21T16:50:37.847038Z"},"carried_by":null,"claimed_at":"2026-11-21T16:50:37.847038Z","count":1,"created":"2026-11-21T16:50:37.847038Z","due":"2026-11-21T16:50:37Z","due_last":"2026-11-21T16:50:37Z","end_time":null,"finished_at":null,"fire_id":"69dfd866-c868-44cc-b4f4-f8aceebd5ec5","follows":null,"id":"69dfd866-c868-44cc-b4f4-f8aceebd5ec5","jitter_ms":null,"kind":"manual","lateness_ms":null,"metadata":null,"missed_count":null,"missed_first":null,"missed_last":null,"name":"nightly-report-20261121T165037Z-69dfd866","not_before":null,"outcome":"claimed","permission_denied":false,"reason":null,"reason_code":null,"replay_of":null,"resources":null,"run_id":null,"run_name":"nightly-report-20261121T165037Z-69dfd866","run_status":null,"schedule":"nightly-report","schedule_id":"59eb27c6-e12b-50e3-89ab-479a4306a94a","start_time":null,"started_at":null,"status":"initializing","trace_id":"69dfd866c86844ccb4f4f8aceebd5ec5"}', 202, NULL, 1795279837848045);
INSERT INTO audit_log VALUES (4, 1795279838357142, 'user 0', 'admin', 'unix', 'schedule.backfill', 'nightly-report', '993cf188bcc60c505c96452eb0c9bacf', '{"dry_run":false,"from":"2026-11-18T00:00:00Z","max_parallel":1,"to":"2026-11-20T00:00:00Z"}', '{"backfills":[],"id":"59eb27c6-e12b-50e3-89ab-479a4306a94a","name":"nightly-report","next_due":"2026-11-22T03:15:00Z","pause":null,"reason":null,"revision":1,"state":"armed","under_way":[]}', '{"id":"d9f447f8-cb10-4843-afde-6e8f8183376f","instants":[{"due":"2026-11-18T03:15:00Z","fire_id":"8a6cecb8-dae5-5b3b-ac75-7f73cd47e6e5","outcome":null,"result":null},{"due":"2026-11-19T03:15:00Z","fire_id":"34157ceb-dd93-56bc-862f-c60d9089c76a","outcome":null,"result":null}],"max_parallel":1,"schedule":"nightly-report","schedule_id":"59eb27c6-e12b-50e3-89ab-479a4306a94a"}', 202, NULL, 1795279838371175);
INSERT INTO audit_log VALUES (5, 1795279841710058, 'user 0', 'admin', 'unix', 'key.create', 'ci', '993cf188bcc60c505c96452eb0c9bad2', '{"name":"ci","role":"operator"}', NULL, NULL, 201, NULL, 1795279841724202);
INSERT INTO access_key VALUES (X'f2e2db96ca484d6b83cd967cc1e59d0b', 'ci', 'operator', X'd69c15f32c71ca357ccd46cbdbc0d9618107b62f171f11cb29c4e6ad1136e645', 1795279841722529, NULL, NULL, NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('audit_log', 5);
COMMIT;
