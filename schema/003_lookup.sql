-- Version 3: what the API looks up quickly. Never edited once released; what comes later is 004 and on.

-- Outcomes, owners and counts of jobs that have ended read this index alone, but for is_begun of jobs without build time and
-- for the support material that material= may mean. Estimates and waiting read the table. The jobs that run are few, and change
-- too often for this index.
CREATE INDEX job_fact ON job (ended_at, printer_key, era_key, owner_key, result, model_material_key, build_s, model_used_in3,
                              support_used_in3)
  WHERE ended_at IS NOT NULL;
CREATE INDEX job_running ON job (printer_key) WHERE ended_at IS NULL;
DROP INDEX job_ended;
CREATE INDEX job_started ON job (started_at) WHERE started_at IS NOT NULL;
CREATE INDEX job_submitted ON job (submitted_at) WHERE submitted_at IS NOT NULL;

-- The words of a job, for the prefixes that people search. It holds no text, only which job has which word.
CREATE VIRTUAL TABLE job_text USING fts5 (job_name, owner, comment, pack, content = '', columnsize = 0, detail = none,
                                          tokenize = "unicode61 remove_diacritics 2");
INSERT INTO job_text (rowid, job_name, owner, comment, pack)
  SELECT job_key, job_name, (SELECT owner FROM owner WHERE owner_key = job.owner_key), comment, pack FROM job;

-- Whoever writes a job keeps its words right; a word is taken out by giving the text that it came from.
CREATE TRIGGER job_text_new AFTER INSERT ON job BEGIN
  INSERT INTO job_text (rowid, job_name, owner, comment, pack)
    SELECT new.job_key, new.job_name, (SELECT owner FROM owner WHERE owner_key = new.owner_key), new.comment, new.pack;
END;
CREATE TRIGGER job_text_changed AFTER UPDATE OF job_name, owner_key, comment, pack ON job
WHEN new.job_name IS NOT old.job_name OR new.owner_key IS NOT old.owner_key OR new.comment IS NOT old.comment
     OR new.pack IS NOT old.pack BEGIN
  INSERT INTO job_text (job_text, rowid, job_name, owner, comment, pack)
    SELECT 'delete', old.job_key, old.job_name, (SELECT owner FROM owner WHERE owner_key = old.owner_key), old.comment, old.pack;
  INSERT INTO job_text (rowid, job_name, owner, comment, pack)
    SELECT new.job_key, new.job_name, (SELECT owner FROM owner WHERE owner_key = new.owner_key), new.comment, new.pack;
END;
CREATE TRIGGER job_text_gone AFTER DELETE ON job BEGIN
  INSERT INTO job_text (job_text, rowid, job_name, owner, comment, pack)
    SELECT 'delete', old.job_key, old.job_name, (SELECT owner FROM owner WHERE owner_key = old.owner_key), old.comment, old.pack;
END;

-- Totals for monitoring, which never fall: runs by the result that was told first, each once; material by all that was ever added.
CREATE TABLE job_total (
  printer_key   INTEGER NOT NULL REFERENCES printer,
  result        TEXT NOT NULL,
  jobs          INTEGER NOT NULL,
  PRIMARY KEY (printer_key, result)
) WITHOUT ROWID;
INSERT INTO job_total SELECT printer_key, result, count(*) FROM job WHERE result IS NOT NULL GROUP BY printer_key, result;
-- Runs that went on after their result was told: they are in the totals already.
CREATE TABLE job_reopened (
  job_key       INTEGER PRIMARY KEY REFERENCES job
);
CREATE TRIGGER job_reopened_new AFTER UPDATE OF result ON job WHEN old.result IS NOT NULL AND new.result IS NULL BEGIN
  INSERT INTO job_reopened VALUES (new.job_key) ON CONFLICT (job_key) DO NOTHING;
END;
CREATE TRIGGER job_total_told AFTER UPDATE OF result ON job
WHEN old.result IS NULL AND new.result IS NOT NULL AND NOT EXISTS (SELECT 1 FROM job_reopened WHERE job_key = new.job_key) BEGIN
  INSERT INTO job_total VALUES (new.printer_key, new.result, 1)
    ON CONFLICT (printer_key, result) DO UPDATE SET jobs = jobs + 1;
END;

CREATE TABLE material_total (
  printer_key   INTEGER NOT NULL REFERENCES printer,
  kind          TEXT NOT NULL,
  material_key  INTEGER NOT NULL REFERENCES material,
  used_in3      REAL NOT NULL,
  PRIMARY KEY (printer_key, kind, material_key)
) WITHOUT ROWID;
INSERT INTO material_total SELECT printer_key, kind, material_key, sum(used_in3) FROM material_day GROUP BY 1, 2, 3;
CREATE TRIGGER material_total_new AFTER INSERT ON material_day WHEN new.used_in3 > 0 BEGIN
  INSERT INTO material_total VALUES (new.printer_key, new.kind, new.material_key, new.used_in3)
    ON CONFLICT (printer_key, kind, material_key) DO UPDATE SET used_in3 = used_in3 + excluded.used_in3;
END;
CREATE TRIGGER material_total_more AFTER UPDATE OF used_in3 ON material_day WHEN new.used_in3 > old.used_in3 BEGIN
  INSERT INTO material_total VALUES (new.printer_key, new.kind, new.material_key, new.used_in3 - old.used_in3)
    ON CONFLICT (printer_key, kind, material_key) DO UPDATE SET used_in3 = used_in3 + excluded.used_in3;
END;

-- The first event that was ever written: tells events that were kept no longer from those that never were.
ALTER TABLE about ADD COLUMN first_event_seq INTEGER;
UPDATE about SET first_event_seq = coalesce((SELECT min(seq) FROM event),
                                            (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'event'));
