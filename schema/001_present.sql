-- Version 1: the printers and their present. Never edited once released; what comes later is 002 and on.
-- *_at are Unix seconds, UTC, by the server's clock. NULL is unknown.

-- One row: what this database is.
CREATE TABLE about (
  about_key     INTEGER PRIMARY KEY CHECK (about_key = 1),
  database_uid  TEXT NOT NULL,    -- random, for ever the same: tells this database from another one
  created_at    INTEGER NOT NULL,
  time_zone     TEXT              -- IANA name of the zone of days and reports (StratasysTimeZone); NULL: the server's own
);

-- One row: the poller, and the number of the last change it wrote.
CREATE TABLE poller (
  poller_key    INTEGER PRIMARY KEY CHECK (poller_key = 1),
  change_seq    INTEGER NOT NULL, -- rises with every transaction of the poller, a mere sign of life too
  began_at      INTEGER,          -- when the poller that runs, or ran last, was started
  heartbeat_at  INTEGER,          -- its last sign of life
  stopped_at    INTEGER,          -- when it was stopped in good order; NULL while it runs, or when it was killed
  version       TEXT              -- of mod_stratasys
);

-- A printer of the configuration, past ones too.
CREATE TABLE printer (
  printer_key   INTEGER PRIMARY KEY,
  printer       TEXT NOT NULL UNIQUE, -- ID of StratasysPrinter
  name          TEXT,
  product       TEXT,                 -- as configured, else from the codename
  location      TEXT,
  fleet_group   TEXT,
  webcam        TEXT,
  place         INTEGER NOT NULL,     -- in the order of the configuration
  configured    INTEGER NOT NULL,     -- 1: in the configuration now
  interval_ms   INTEGER NOT NULL,     -- between polls
  timeout_ms    INTEGER NOT NULL,     -- longest time of one poll
  codename      TEXT,                 -- modelerType, as the machine says it
  serial        TEXT                  -- productSerialNumber, as the machine says it
);

-- What a printer says now, but for the figures that move at every poll.
CREATE TABLE printer_now (
  printer_key      INTEGER PRIMARY KEY REFERENCES printer,
  state            TEXT NOT NULL,    -- idle, preparing, building, paused, part_waiting, maintenance, error, offline, unmapped, unobserved
  status_text      TEXT,             -- the printer's own word (modelerStatus)
  explanation      TEXT,             -- modelerExplanation
  state_began_at   INTEGER,
  trouble          TEXT,             -- what went wrong with the last poll; NULL: it was answered
  failed_at        INTEGER,          -- the first failed poll in a row
  damage           TEXT,             -- what could not be read in the last status text
  controller_version TEXT,
  job_id           INTEGER,          -- the printer's own number of its current job
  job_name         TEXT,             -- NULL: no job
  owner            TEXT,
  comment          TEXT,
  pack             TEXT,             -- names of the parts
  submitted_at     INTEGER,          -- as placed on the server's clock when it was first seen
  started_at       INTEGER,
  submitted_printer_s INTEGER,       -- the same two by the printer's own clock: they tell a job from the next one
  started_printer_s   INTEGER,
  estimated_s      INTEGER,          -- the printer's estimate of the whole build
  layers_total     INTEGER,
  model_material   TEXT,
  model_needed_in3 REAL,             -- cubic inches
  support_material TEXT,
  support_needed_in3 REAL,
  model_set_c      REAL,             -- set points, degrees Celsius
  support_set_c    REAL,
  envelope_set_c   REAL
);

-- The figures that move at every poll, apart and small, so that a poll writes few bytes.
CREATE TABLE printer_reading (
  printer_key      INTEGER PRIMARY KEY REFERENCES printer,
  change_seq       INTEGER NOT NULL, -- poller.change_seq when this printer last changed
  polled_at        INTEGER,          -- last poll, answered or not
  answered_at      INTEGER,          -- last poll that was answered
  failed_polls     INTEGER NOT NULL, -- in a row
  clock_offset_s   INTEGER,          -- printer's clock minus the server's
  model_temp_c     REAL,
  support_temp_c   REAL,
  envelope_temp_c  REAL,
  layer            INTEGER,          -- as reported; stale at the start of a build
  build_s          INTEGER,          -- build time by the printer, without pauses
  model_used_in3   REAL,
  support_used_in3 REAL,
  time_ratio       REAL,             -- build time against estimate, 0 to 1
  layer_ratio      REAL,
  model_ratio      REAL,
  support_ratio    REAL,
  progress_ratio   REAL,             -- the best of them
  progress_source  TEXT,             -- time, model_material, layers, state
  eta_at           INTEGER           -- when the build ends by the printer's estimate
);

-- The spools in a printer now.
CREATE TABLE spool_now (
  printer_key   INTEGER NOT NULL REFERENCES printer,
  place         INTEGER NOT NULL, -- in the printer's list, from 0
  bay           INTEGER,          -- the machine's own number of it
  kind          TEXT,             -- model, support
  material      TEXT,             -- NULL: none loaded
  color         TEXT,
  color_rgb     TEXT,             -- hexadecimal
  spool_status  TEXT,             -- the printer's own word
  is_loaded     INTEGER,          -- 1, 0
  initial_in3   REAL,
  left_in3      REAL,
  serial        TEXT,
  lot           TEXT,
  made_on       TEXT,             -- as the printer writes it
  first_used_on TEXT,
  PRIMARY KEY (printer_key, place)
) WITHOUT ROWID;

-- The jobs that wait in a printer now.
CREATE TABLE queue_now (
  printer_key        INTEGER NOT NULL REFERENCES printer,
  place              INTEGER NOT NULL, -- 1: next
  job_id             INTEGER,
  job_name           TEXT,
  owner              TEXT,
  comment            TEXT,
  pack               TEXT,
  submitted_at       INTEGER,
  submitted_printer_s INTEGER,         -- the same by the printer's own clock
  estimated_s        INTEGER,
  model_material     TEXT,
  model_needed_in3   REAL,
  support_material   TEXT,
  support_needed_in3 REAL,
  PRIMARY KEY (printer_key, place)
) WITHOUT ROWID;

INSERT INTO about (about_key, database_uid, created_at)
  VALUES (1, lower(hex(randomblob(16))), CAST(strftime('%s', 'now') AS INTEGER));
INSERT INTO poller (poller_key, change_seq) VALUES (1, 0);

-- ---- for people --------------------------------------------------------------------------------------------------

CREATE VIEW printer_info AS
  SELECT printer, name, product, codename, serial, location, fleet_group, configured FROM printer;

-- A printer now, as /api/v1/printers says it. It is `unobserved` since its last poll when that is older than three
-- intervals and one time-out.
CREATE VIEW printer_current AS
  SELECT p.printer, p.name, p.product,
         CASE WHEN watched.lapsed THEN 'unobserved' ELSE n.state END AS state,
         CASE WHEN NOT watched.lapsed THEN n.status_text END AS status_text,
         CASE WHEN watched.lapsed THEN coalesce(r.polled_at, n.state_began_at) ELSE n.state_began_at END AS state_began_at,
         r.polled_at, r.answered_at, n.job_name, n.owner,
         CASE WHEN NOT watched.lapsed THEN r.progress_ratio END AS progress_ratio,
         CASE WHEN NOT watched.lapsed THEN r.progress_source END AS progress_source,
         CASE WHEN NOT watched.lapsed AND n.state = 'building' THEN r.eta_at END AS eta_at,
         n.trouble, p.location, p.fleet_group
  FROM printer p
  JOIN printer_now n USING (printer_key)
  JOIN printer_reading r USING (printer_key)
  JOIN (SELECT printer_key,
               polled_at IS NULL
               OR (polled_at + 1) * 1000 + 3 * interval_ms + timeout_ms < CAST(strftime('%s', 'now') AS INTEGER) * 1000 AS lapsed
        FROM printer JOIN printer_reading USING (printer_key)) AS watched USING (printer_key)
  WHERE p.configured = 1
  ORDER BY p.place;
