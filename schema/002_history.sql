-- Version 2: the history. Never edited once released; what comes later is 003 and on.
-- *_at are Unix seconds, UTC, by the server's clock; a day is a local date of StratasysTimeZone. NULL is unknown.

-- Time is accounted for until covered_at; what lies before summed_at is in usage_hour, usage_day and usage_month. From summed_at
-- to covered_at the printer was in its present state.
ALTER TABLE printer_reading ADD COLUMN covered_at INTEGER;
ALTER TABLE printer_reading ADD COLUMN summed_at INTEGER;
-- All that the machine ever built, by its own counter: tells of what nobody saw.
ALTER TABLE printer_reading ADD COLUMN build_odometer_s REAL;
UPDATE printer_reading SET covered_at = polled_at;

-- The offset of StratasysTimeZone from UTC, from each change on: all local days and hours come from here. What has passed is
-- never changed, so a report of last year stays as it was under another zone or other rules.
CREATE TABLE zone_offset (
  began_at   INTEGER PRIMARY KEY,
  offset_s   INTEGER NOT NULL       -- to add to UTC
);

-- What was true of a printer for a while: a new row when the configuration or the machine changed.
CREATE TABLE printer_era (
  era_key      INTEGER PRIMARY KEY,
  printer_key  INTEGER NOT NULL REFERENCES printer,
  began_at     INTEGER NOT NULL,
  name         TEXT,
  product      TEXT,
  location     TEXT,
  fleet_group  TEXT,
  codename     TEXT,
  serial       TEXT
);
CREATE INDEX printer_era_began ON printer_era (printer_key, began_at);

-- A stretch of one state; the last one of a printer has no end.
CREATE TABLE state_span (
  printer_key  INTEGER NOT NULL REFERENCES printer,
  began_at     INTEGER NOT NULL,
  state        TEXT NOT NULL,
  status_text  TEXT,                -- the printer's own word
  ended_at     INTEGER,
  PRIMARY KEY (printer_key, began_at)
) WITHOUT ROWID;

-- Seconds in each state by local hour. An hour is a stretch in which neither its number nor the offset changes: 3600 s, or
-- less where the offset changes in mid-hour; the hour that occurs twice when summer time ends is two rows. Ordered by hour, as
-- usage_day is by day.
CREATE TABLE usage_hour (
  printer_key        INTEGER NOT NULL REFERENCES printer,
  hour_began_at      INTEGER NOT NULL,
  hour_s             INTEGER NOT NULL,
  era_key            INTEGER NOT NULL REFERENCES printer_era,
  covered_until_at   INTEGER NOT NULL,
  idle_s             INTEGER NOT NULL DEFAULT 0,
  preparing_s        INTEGER NOT NULL DEFAULT 0,
  building_s         INTEGER NOT NULL DEFAULT 0,
  paused_s           INTEGER NOT NULL DEFAULT 0,
  part_waiting_s     INTEGER NOT NULL DEFAULT 0,
  maintenance_s      INTEGER NOT NULL DEFAULT 0,
  error_s            INTEGER NOT NULL DEFAULT 0,
  offline_s          INTEGER NOT NULL DEFAULT 0,
  unmapped_s         INTEGER NOT NULL DEFAULT 0,
  unobserved_s       INTEGER NOT NULL DEFAULT 0,
  unobserved_build_s REAL NOT NULL DEFAULT 0, -- built while nobody saw it, spread evenly over that time
  PRIMARY KEY (hour_began_at, printer_key)
) WITHOUT ROWID;

-- The same by local day, with what was true of the printer on that day. Ordered by day: a report reads one stretch of it.
CREATE TABLE usage_day (
  day                TEXT NOT NULL,
  printer_key        INTEGER NOT NULL REFERENCES printer,
  printer            TEXT NOT NULL,
  name               TEXT,
  product            TEXT,
  location           TEXT,
  fleet_group        TEXT,
  day_began_at       INTEGER NOT NULL,
  day_s              INTEGER NOT NULL,
  covered_until_at   INTEGER NOT NULL,
  idle_s             INTEGER NOT NULL DEFAULT 0,
  preparing_s        INTEGER NOT NULL DEFAULT 0,
  building_s         INTEGER NOT NULL DEFAULT 0,
  paused_s           INTEGER NOT NULL DEFAULT 0,
  part_waiting_s     INTEGER NOT NULL DEFAULT 0,
  maintenance_s      INTEGER NOT NULL DEFAULT 0,
  error_s            INTEGER NOT NULL DEFAULT 0,
  offline_s          INTEGER NOT NULL DEFAULT 0,
  unmapped_s         INTEGER NOT NULL DEFAULT 0,
  unobserved_s       INTEGER NOT NULL DEFAULT 0,
  unobserved_build_s REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (day, printer_key)
) WITHOUT ROWID;

-- The same by local month: a year of many printers is read at once.
CREATE TABLE usage_month (
  month              TEXT NOT NULL,
  printer_key        INTEGER NOT NULL REFERENCES printer,
  printer            TEXT NOT NULL,
  idle_s             INTEGER NOT NULL DEFAULT 0,
  preparing_s        INTEGER NOT NULL DEFAULT 0,
  building_s         INTEGER NOT NULL DEFAULT 0,
  paused_s           INTEGER NOT NULL DEFAULT 0,
  part_waiting_s     INTEGER NOT NULL DEFAULT 0,
  maintenance_s      INTEGER NOT NULL DEFAULT 0,
  error_s            INTEGER NOT NULL DEFAULT 0,
  offline_s          INTEGER NOT NULL DEFAULT 0,
  unmapped_s         INTEGER NOT NULL DEFAULT 0,
  unobserved_s       INTEGER NOT NULL DEFAULT 0,
  unobserved_build_s REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (month, printer_key)
) WITHOUT ROWID;

-- Names that many rows share.
CREATE TABLE owner (
  owner_key  INTEGER PRIMARY KEY,
  owner      TEXT NOT NULL UNIQUE
);
CREATE TABLE material (
  material_key  INTEGER PRIMARY KEY,
  material      TEXT NOT NULL UNIQUE -- '': unknown
);

-- A run of a job. Times that were not seen and cannot be said are NULL.
-- job_key begins at the database's creation in seconds: it does not repeat over a new database.
CREATE TABLE job (
  job_key             INTEGER PRIMARY KEY AUTOINCREMENT,
  printer_key         INTEGER NOT NULL REFERENCES printer,
  era_key             INTEGER NOT NULL REFERENCES printer_era,
  job_id              INTEGER,  -- the printer's own number, which starts again at times
  run                 INTEGER NOT NULL, -- 1; the same job started again is 2, ...
  job_name            TEXT,
  owner_key           INTEGER REFERENCES owner,
  comment             TEXT,
  pack                TEXT,
  submitted_at        INTEGER,
  first_seen_at       INTEGER NOT NULL,
  begun_at            INTEGER,  -- it left the queue: the printer began to prepare it; NULL: that was not watched
  started_at          INTEGER,  -- the printer's start of the build
  ended_at            INTEGER,
  unloaded_at         INTEGER,  -- the part was taken out; NULL: not yet, not watched, no part
  ended_unseen_s      INTEGER,  -- the end lies within so many seconds after ended_at, which nobody watched
  result              TEXT,     -- completed, cancelled, failed, unknown; NULL while it runs
  result_source       TEXT,     -- printer, inferred
  estimated_s         INTEGER,
  preparing_s         INTEGER,  -- seen so
  build_s             INTEGER,  -- by the printer
  paused_s            INTEGER,  -- seen so
  unobserved_s        INTEGER,  -- from start to end, nobody saw the printer: unobserved or offline
  unobserved_build_s  INTEGER,  -- of build_s, what was built then
  layers_total        INTEGER,
  model_material_key   INTEGER REFERENCES material,
  support_material_key INTEGER REFERENCES material,
  model_needed_in3    REAL,
  model_used_in3      REAL,
  support_needed_in3  REAL,
  support_used_in3    REAL
);
INSERT INTO sqlite_sequence (name, seq) SELECT 'job', CAST(strftime('%s', 'now') AS INTEGER);
CREATE INDEX job_ended ON job (ended_at);
CREATE INDEX job_printer ON job (printer_key, ended_at);
CREATE INDEX job_owner ON job (owner_key, ended_at);

-- The last run of each printer, as far as the poller must know it again after a restart.
CREATE TABLE run_now (
  printer_key          INTEGER PRIMARY KEY REFERENCES printer,
  job_key              INTEGER NOT NULL REFERENCES job,
  phase                INTEGER NOT NULL,
  is_begin_watched     INTEGER NOT NULL,
  submitted_printer_s  REAL,
  started_printer_s    REAL,
  known_before_at      INTEGER,
  seen_at              INTEGER,
  counted_at           INTEGER,
  stopped_at           INTEGER,
  spool_model_in3      REAL,
  spool_support_in3    REAL
);

-- What an unfinished run has used so far, by day: becomes waste when it does not end well. Emptied when the run is gone.
CREATE TABLE run_use (
  job_key       INTEGER NOT NULL REFERENCES job,
  day           TEXT NOT NULL,
  kind          TEXT NOT NULL,
  material_key  INTEGER NOT NULL REFERENCES material,
  used_in3      REAL NOT NULL,
  PRIMARY KEY (job_key, day, kind, material_key)
) WITHOUT ROWID;

CREATE TABLE material_day (
  day           TEXT NOT NULL,
  printer_key   INTEGER NOT NULL REFERENCES printer,
  kind          TEXT NOT NULL,   -- model, support
  material_key  INTEGER NOT NULL REFERENCES material,
  era_key       INTEGER NOT NULL REFERENCES printer_era,
  used_in3      REAL NOT NULL DEFAULT 0,
  wasted_in3    REAL NOT NULL DEFAULT 0, -- of it, by runs that were cancelled or failed
  jobs_ended    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, printer_key, kind, material_key)
) WITHOUT ROWID;

-- A spool while it is, or was, in a printer.
CREATE TABLE spool (
  spool_key     INTEGER PRIMARY KEY,
  printer_key   INTEGER NOT NULL REFERENCES printer,
  place         INTEGER NOT NULL, -- in the printer's list, from 0
  bay           INTEGER,
  kind          TEXT,
  material_key  INTEGER NOT NULL REFERENCES material,
  serial        TEXT,
  loaded_at     INTEGER NOT NULL, -- first seen
  removed_at    INTEGER,          -- first seen without it; NULL: it is in there
  initial_in3   REAL,             -- when it was new
  loaded_in3    REAL,             -- when it was first seen
  left_in3      REAL              -- when it was seen last
);
CREATE INDEX spool_in_printer ON spool (printer_key, place) WHERE removed_at IS NULL;
CREATE INDEX spool_loaded ON spool (printer_key, loaded_at);

CREATE TABLE odometer_day (
  printer_key  INTEGER NOT NULL REFERENCES printer,
  odometer     TEXT NOT NULL,   -- as the printer names it
  day          TEXT NOT NULL,
  value        REAL NOT NULL,   -- the last one of that day
  limit_warn   REAL,            -- the machine's own limits
  limit_error  REAL,
  PRIMARY KEY (printer_key, odometer, day)
) WITHOUT ROWID;

-- Kept when something changed, at most once in StratasysSampleInterval; each holds until the next.
CREATE TABLE sample (
  printer_key        INTEGER NOT NULL REFERENCES printer,
  at                 INTEGER NOT NULL,
  model_temp_c       REAL,
  support_temp_c     REAL,
  envelope_temp_c    REAL,
  model_set_c        REAL,
  support_set_c      REAL,
  envelope_set_c     REAL,
  layer              INTEGER,
  progress_e4        INTEGER, -- ten-thousandths: small numbers take few bytes
  model_used_e4_in3  INTEGER,
  support_used_e4_in3 INTEGER,
  PRIMARY KEY (printer_key, at)
) WITHOUT ROWID;

-- An hour of samples; means are by time.
CREATE TABLE sample_hour (
  printer_key        INTEGER NOT NULL REFERENCES printer,
  hour_began_at      INTEGER NOT NULL,
  samples            INTEGER NOT NULL,
  model_temp_c_min REAL, model_temp_c_mean REAL, model_temp_c_max REAL,
  support_temp_c_min REAL, support_temp_c_mean REAL, support_temp_c_max REAL,
  envelope_temp_c_min REAL, envelope_temp_c_mean REAL, envelope_temp_c_max REAL,
  model_set_c_min REAL, model_set_c_mean REAL, model_set_c_max REAL,
  support_set_c_min REAL, support_set_c_mean REAL, support_set_c_max REAL,
  envelope_set_c_min REAL, envelope_set_c_mean REAL, envelope_set_c_max REAL,
  layer_min INTEGER, layer_mean REAL, layer_max INTEGER,
  progress_ratio_min REAL, progress_ratio_mean REAL, progress_ratio_max REAL,
  model_used_in3_min REAL, model_used_in3_mean REAL, model_used_in3_max REAL,
  support_used_in3_min REAL, support_used_in3_mean REAL, support_used_in3_max REAL,
  PRIMARY KEY (printer_key, hour_began_at)
) WITHOUT ROWID;

-- What happened. seq begins at the database's creation in milliseconds: it does not repeat over a new database.
CREATE TABLE event (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  at           INTEGER NOT NULL,
  printer_key  INTEGER REFERENCES printer, -- NULL: the poller
  kind         TEXT NOT NULL,
  text         TEXT NOT NULL,              -- no names of people or jobs in it
  job_key      INTEGER REFERENCES job
);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_printer ON event (printer_key, seq);
INSERT INTO sqlite_sequence (name, seq) SELECT 'event', CAST(strftime('%s', 'now') AS INTEGER) * 1000;

-- ---- for people --------------------------------------------------------------------------------------------------
-- Described in schema/README.md. Times `*_local` are made with the offsets above; 1 cubic inch is 16.387064 cm3.
-- What is looked up in a scalar SELECT costs nothing where a report does not ask for it; a join always does.

CREATE VIEW job_history AS
  SELECT j.job_key AS job_uid, p.printer,
         (SELECT name FROM printer_era WHERE era_key = j.era_key) AS name,
         (SELECT product FROM printer_era WHERE era_key = j.era_key) AS product,
         (SELECT location FROM printer_era WHERE era_key = j.era_key) AS location,
         (SELECT fleet_group FROM printer_era WHERE era_key = j.era_key) AS fleet_group,
         (SELECT serial FROM printer_era WHERE era_key = j.era_key) AS serial,
         j.job_id, j.run, j.job_name, o.owner, j.comment, j.pack,
         j.submitted_at, j.first_seen_at, j.begun_at, j.started_at, j.ended_at, j.unloaded_at,
         (SELECT datetime(j.started_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= j.started_at ORDER BY began_at DESC LIMIT 1) AS started_local,
         (SELECT datetime(j.ended_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= j.ended_at ORDER BY began_at DESC LIMIT 1) AS ended_local,
         j.ended_unseen_s, j.result, j.result_source,
         j.begun_at IS NOT NULL OR j.started_at IS NOT NULL OR coalesce(j.build_s, 0) > 0 AS is_begun,
         j.estimated_s,
         CASE WHEN j.run = 1 THEN j.begun_at - j.submitted_at END AS queued_s,
         j.preparing_s, j.build_s, j.paused_s,
         j.ended_at - j.started_at AS elapsed_s,
         j.unloaded_at - j.ended_at AS waited_s,
         j.unobserved_s, j.unobserved_build_s, j.layers_total,
         (SELECT nullif(material, '') FROM material WHERE material_key = j.model_material_key) AS model_material,
         j.model_needed_in3, j.model_used_in3,
         j.model_needed_in3 * 16.387064 AS model_needed_cm3, j.model_used_in3 * 16.387064 AS model_used_cm3,
         (SELECT nullif(material, '') FROM material WHERE material_key = j.support_material_key) AS support_material,
         j.support_needed_in3, j.support_used_in3,
         j.support_needed_in3 * 16.387064 AS support_needed_cm3, j.support_used_in3 * 16.387064 AS support_used_cm3
  FROM job j
  JOIN printer p ON p.printer_key = j.printer_key
  LEFT JOIN owner o ON o.owner_key = j.owner_key;

CREATE VIEW state_history AS
  SELECT p.printer, e.name, e.product, e.location, e.fleet_group, e.serial,
         s.state, s.status_text, s.began_at, s.ended_at,
         (SELECT datetime(s.began_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= s.began_at ORDER BY began_at DESC LIMIT 1) AS began_local,
         coalesce(s.ended_at, max(r.covered_at, s.began_at)) - s.began_at AS duration_s
  FROM state_span s
  JOIN printer p ON p.printer_key = s.printer_key
  LEFT JOIN printer_reading r ON r.printer_key = s.printer_key
  LEFT JOIN printer_era e
    ON e.era_key = (SELECT era_key FROM printer_era WHERE printer_key = s.printer_key AND began_at <= s.began_at
                    ORDER BY began_at DESC, era_key DESC LIMIT 1);

CREATE VIEW utilization_daily AS
  SELECT d.day, d.printer, d.name, d.product, d.location, d.fleet_group,
         d.day_began_at, d.day_s, d.covered_until_at,
         d.idle_s, d.preparing_s, d.building_s, d.paused_s, d.part_waiting_s, d.maintenance_s, d.error_s,
         d.offline_s, d.unmapped_s, d.unobserved_s,
         d.preparing_s + d.building_s + d.paused_s AS busy_s,
         d.idle_s + d.preparing_s + d.building_s + d.paused_s + d.part_waiting_s + d.maintenance_s + d.error_s
           + d.offline_s + d.unmapped_s AS observed_s,
         d.unobserved_build_s
  FROM usage_day d;

CREATE VIEW utilization_monthly AS
  SELECT m.month, m.printer,
         m.idle_s, m.preparing_s, m.building_s, m.paused_s, m.part_waiting_s, m.maintenance_s, m.error_s,
         m.offline_s, m.unmapped_s, m.unobserved_s,
         m.preparing_s + m.building_s + m.paused_s AS busy_s,
         m.idle_s + m.preparing_s + m.building_s + m.paused_s + m.part_waiting_s + m.maintenance_s + m.error_s
           + m.offline_s + m.unmapped_s AS observed_s,
         m.unobserved_build_s
  FROM usage_month m;

CREATE VIEW utilization_hourly AS
  SELECT (SELECT date(h.hour_began_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= h.hour_began_at ORDER BY began_at DESC LIMIT 1) AS day,
         (SELECT strftime('%Y-%m-%d %H:00', h.hour_began_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= h.hour_began_at ORDER BY began_at DESC LIMIT 1) AS hour,
         (SELECT (strftime('%w', h.hour_began_at + offset_s, 'unixepoch') + 6) % 7 + 1 FROM zone_offset
          WHERE began_at <= h.hour_began_at ORDER BY began_at DESC LIMIT 1) AS weekday,
         (SELECT printer FROM printer WHERE printer_key = h.printer_key) AS printer,
         (SELECT name FROM printer_era WHERE era_key = h.era_key) AS name,
         (SELECT product FROM printer_era WHERE era_key = h.era_key) AS product,
         (SELECT location FROM printer_era WHERE era_key = h.era_key) AS location,
         (SELECT fleet_group FROM printer_era WHERE era_key = h.era_key) AS fleet_group,
         (SELECT serial FROM printer_era WHERE era_key = h.era_key) AS serial,
         h.hour_began_at, h.hour_s, h.covered_until_at,
         h.idle_s, h.preparing_s, h.building_s, h.paused_s, h.part_waiting_s, h.maintenance_s, h.error_s,
         h.offline_s, h.unmapped_s, h.unobserved_s,
         h.preparing_s + h.building_s + h.paused_s AS busy_s,
         h.covered_until_at - h.hour_began_at - h.unobserved_s AS observed_s,
         h.unobserved_build_s
  FROM usage_hour h;

CREATE VIEW material_usage AS
  SELECT d.day, p.printer,
         (SELECT name FROM printer_era WHERE era_key = d.era_key) AS name,
         (SELECT product FROM printer_era WHERE era_key = d.era_key) AS product,
         (SELECT location FROM printer_era WHERE era_key = d.era_key) AS location,
         (SELECT fleet_group FROM printer_era WHERE era_key = d.era_key) AS fleet_group,
         (SELECT serial FROM printer_era WHERE era_key = d.era_key) AS serial,
         d.kind, nullif(m.material, '') AS material,
         d.used_in3, d.used_in3 * 16.387064 AS used_cm3,
         d.wasted_in3, d.wasted_in3 * 16.387064 AS wasted_cm3, d.jobs_ended
  FROM material_day d
  JOIN printer p ON p.printer_key = d.printer_key
  JOIN material m ON m.material_key = d.material_key;

CREATE VIEW spool_history AS
  SELECT p.printer, e.name, e.product, e.location, e.fleet_group, e.serial AS printer_serial,
         s.bay, s.kind, nullif(m.material, '') AS material, s.serial,
         s.loaded_at, s.removed_at,
         (SELECT datetime(s.loaded_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= s.loaded_at ORDER BY began_at DESC LIMIT 1) AS loaded_local,
         (SELECT datetime(s.removed_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= s.removed_at ORDER BY began_at DESC LIMIT 1) AS removed_local,
         s.initial_in3, s.loaded_in3, s.left_in3, s.loaded_in3 - s.left_in3 AS used_in3,
         s.initial_in3 * 16.387064 AS initial_cm3, s.loaded_in3 * 16.387064 AS loaded_cm3,
         s.left_in3 * 16.387064 AS left_cm3, (s.loaded_in3 - s.left_in3) * 16.387064 AS used_cm3
  FROM spool s
  JOIN printer p ON p.printer_key = s.printer_key
  JOIN material m ON m.material_key = s.material_key
  LEFT JOIN printer_era e
    ON e.era_key = (SELECT era_key FROM printer_era WHERE printer_key = s.printer_key AND began_at <= s.loaded_at
                    ORDER BY began_at DESC, era_key DESC LIMIT 1);

CREATE VIEW odometer_daily AS
  SELECT p.printer, o.day, o.odometer, o.value, o.limit_warn, o.limit_error
  FROM odometer_day o
  JOIN printer p ON p.printer_key = o.printer_key;

CREATE VIEW sample_history AS
  SELECT p.printer, s.at,
         (SELECT datetime(s.at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= s.at ORDER BY began_at DESC LIMIT 1) AS at_local,
         s.model_temp_c, s.support_temp_c, s.envelope_temp_c, s.model_set_c, s.support_set_c, s.envelope_set_c,
         s.layer, s.progress_e4 / 1e4 AS progress_ratio,
         s.model_used_e4_in3 / 1e4 AS model_used_in3, s.support_used_e4_in3 / 1e4 AS support_used_in3,
         s.model_used_e4_in3 * 0.0016387064 AS model_used_cm3, s.support_used_e4_in3 * 0.0016387064 AS support_used_cm3
  FROM sample s
  JOIN printer p ON p.printer_key = s.printer_key;

CREATE VIEW sample_hourly AS
  SELECT p.printer, s.hour_began_at AS at,
         (SELECT datetime(s.hour_began_at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= s.hour_began_at ORDER BY began_at DESC LIMIT 1) AS at_local,
         s.samples,
         s.model_temp_c_min, s.model_temp_c_mean, s.model_temp_c_max,
         s.support_temp_c_min, s.support_temp_c_mean, s.support_temp_c_max,
         s.envelope_temp_c_min, s.envelope_temp_c_mean, s.envelope_temp_c_max,
         s.model_set_c_min, s.model_set_c_mean, s.model_set_c_max,
         s.support_set_c_min, s.support_set_c_mean, s.support_set_c_max,
         s.envelope_set_c_min, s.envelope_set_c_mean, s.envelope_set_c_max,
         s.layer_min, s.layer_mean, s.layer_max,
         s.progress_ratio_min, s.progress_ratio_mean, s.progress_ratio_max,
         s.model_used_in3_min, s.model_used_in3_mean, s.model_used_in3_max,
         s.support_used_in3_min, s.support_used_in3_mean, s.support_used_in3_max
  FROM sample_hour s
  JOIN printer p ON p.printer_key = s.printer_key;

CREATE VIEW event_history AS
  SELECT e.seq, e.at,
         (SELECT datetime(e.at + offset_s, 'unixepoch') FROM zone_offset
          WHERE began_at <= e.at ORDER BY began_at DESC LIMIT 1) AS at_local,
         p.printer, e.kind, e.text, e.job_key AS job_uid
  FROM event e
  LEFT JOIN printer p ON p.printer_key = e.printer_key;
