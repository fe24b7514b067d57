-- A history to measure on, poured in after the schema: 100 printers, five years (2021 to 2025), 1,000,000 jobs. The numbers are made up
-- without chance, every run has the same: h is 0 to 4095, scattered by the multiplication with 2654435761.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -400000;
PRAGMA temp_store = MEMORY;
BEGIN;

-- Summer time as in Europe/Berlin: the last Sundays of March and October, 01:00 UTC.
INSERT INTO zone_offset
  WITH RECURSIVE year(y) AS (SELECT 2020 UNION ALL SELECT y + 1 FROM year WHERE y < 2026)
  SELECT CAST(strftime('%s', date(y || '-03-25', 'weekday 0'), '+1 hour') AS INTEGER), 7200 FROM year
  UNION ALL SELECT CAST(strftime('%s', date(y || '-10-25', 'weekday 0'), '+1 hour') AS INTEGER), 3600 FROM year
  ORDER BY 1;

INSERT INTO printer (printer_key, printer, name, product, location, fleet_group, place, configured, interval_ms, timeout_ms, serial)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
  SELECT i, 'printer' || i, 'Printer in room ' || (100 + i),
         CASE i % 4 WHEN 0 THEN 'Fortus 450mc' WHEN 1 THEN 'F370' WHEN 2 THEN 'uPrint SE' ELSE 'F170' END,
         'Building ' || (i % 7), 'group' || (i % 5), i, 1, 10000, 5000, 'D' || (20000 + i) FROM n;
INSERT INTO printer_era
  SELECT printer_key, printer_key, 1609455600, name, product, location, fleet_group, codename, serial FROM printer;
INSERT INTO printer_now (printer_key, state) SELECT printer_key, 'idle' FROM printer;
INSERT INTO printer_reading (printer_key, change_seq, failed_polls, covered_at, summed_at)
  SELECT printer_key, 1, 0, 1767222000, 1767222000 FROM printer;
INSERT INTO owner
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
  SELECT i, 'owner.' || i || '@example.org' FROM n;
INSERT INTO material VALUES (1, 'P430'), (2, 'ASA'), (3, 'PC'), (4, 'SR30'), (5, 'SR35');

-- Local days, by their number since 1970 and the moment when they begin.
CREATE TEMP TABLE day_of AS
  WITH RECURSIVE n(i) AS (SELECT 18628 UNION ALL SELECT i + 1 FROM n WHERE i < 18628 + 1826)
  SELECT i, date(i * 86400, 'unixepoch') AS day,
         i * 86400 - (SELECT offset_s FROM zone_offset WHERE began_at <= i * 86400 - 7200 ORDER BY began_at DESC LIMIT 1)
           AS began_at
  FROM n;
CREATE UNIQUE INDEX temp.day_of_i ON day_of (i);
CREATE TEMP VIEW printer_day AS
  SELECT d.i, d.day, d.began_at, t.began_at - d.began_at AS day_s, p.*,
         ((d.i * 100 + p.printer_key) * 2654435761 % 4294967296) >> 20 AS h
  FROM day_of d CROSS JOIN day_of t CROSS JOIN printer p
  WHERE t.i = d.i + 1;

INSERT INTO usage_day (day, printer_key, printer, name, product, location, fleet_group, day_began_at, day_s, covered_until_at,
                       idle_s, preparing_s, building_s, paused_s, part_waiting_s, maintenance_s, error_s, offline_s,
                       unobserved_s)
  SELECT day, printer_key, printer, name, product, location, fleet_group, began_at, day_s, began_at + day_s,
         day_s - 1800 - h * 18 - (h % 11 = 0) * 900 - (h % 97 = 0) * 3600 - (h % 5 = 0) * 300 - (h % 50 = 0) * 1200
           - (h % 7) * 60,
         1800, h * 15, (h % 7) * 60, h * 3, (h % 11 = 0) * 900, (h % 97 = 0) * 3600, (h % 5 = 0) * 300, (h % 50 = 0) * 1200
  FROM printer_day;

-- The hours of 2025.
INSERT INTO usage_hour (printer_key, hour_began_at, hour_s, era_key, covered_until_at, idle_s, preparing_s, building_s,
                        part_waiting_s, unobserved_s)
  WITH RECURSIVE hour(at) AS (SELECT 1735686000 UNION ALL SELECT at + 3600 FROM hour WHERE at < 1767218400),
  printer_hour AS (SELECT at, printer_key, ((at / 3600 * 100 + printer_key) * 2654435761 % 4294967296) >> 20 AS h
                   FROM hour CROSS JOIN printer)
  SELECT printer_key, at, 3600, printer_key, at + 3600,
         (h % 4 = 0) * 3600 + (h % 4 = 1) * (3000 - h % 3000), (h % 4 = 1) * 600,
         (h % 4 = 2) * 3600 + (h % 4 = 1) * (h % 3000),
         (h % 4 = 3 AND h % 128 <> 3) * 3600, (h % 128 = 3) * 3600
  FROM printer_hour;

INSERT INTO material_day
  SELECT day, printer_key, kind, CASE kind WHEN 'model' THEN printer_key % 3 + 1 ELSE printer_key % 2 + 4 END, printer_key,
         h / 377.0 * share, (h % 9 = 0) * h / 741.0 * share, (kind = 'model') * (5 + h % 2)
  FROM printer_day CROSS JOIN (SELECT 'model' AS kind, 1.0 AS share UNION ALL SELECT 'support', 0.3);

INSERT INTO job (printer_key, era_key, job_id, run, job_name, owner_key, comment, pack, submitted_at, first_seen_at, begun_at,
                 started_at, ended_at, unloaded_at, result, result_source, estimated_s, preparing_s, build_s, paused_s,
                 unobserved_s, unobserved_build_s, layers_total, model_material_key, support_material_key, model_needed_in3,
                 model_used_in3, support_needed_in3, support_used_in3)
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999),
  made AS (SELECT i, i % 100 + 1 AS printer_key, (i * 2654435761 % 4294967296) >> 20 AS h, i % 50 <> 7 AS ran,
                  1609455600 + CAST(i * 157.7664 AS INTEGER) AS ended_at FROM n)
  SELECT printer_key, printer_key, i / 100 % 9999 + 1, 1 + (h % 40 = 0),
         printf('bracket_left_rev%02d_final_@%05X', h % 100, i % 1048576), h % 300 + 1,
         CASE WHEN h % 4 = 0 THEN 'for the workshop, grey please' END, printf('bracket_left_%02d,pin_%04d', h % 100, h),
         ended_at - h * 4 - 9000, ended_at - h * 4 - 9000 + h % 10,
         CASE WHEN ran THEN ended_at - h * 3 - 5000 END, CASE WHEN ran THEN ended_at - h * 3 - 3600 END,
         ended_at, CASE WHEN ran THEN ended_at + h * 9 END,
         CASE WHEN NOT ran OR h % 33 = 0 THEN 'unknown' WHEN h % 20 = 1 THEN 'cancelled' WHEN h % 25 = 2 THEN 'failed'
              ELSE 'completed' END,
         CASE WHEN NOT ran OR h % 33 = 0 THEN NULL WHEN h % 20 = 1 OR h % 25 = 2 THEN 'inferred' ELSE 'printer' END,
         h * 2 + 3500 + h % 50, CASE WHEN ran THEN 1400 END, CASE WHEN ran THEN h * 3 + 3600 ELSE 0 END, CASE WHEN ran THEN 0 END,
         CASE WHEN ran THEN 0 END, CASE WHEN ran THEN 0 END, 100 + h / 5, printer_key % 3 + 1, printer_key % 2 + 4,
         round(h / 377.0, 3), CASE WHEN ran THEN round(h / 379.0, 3) ELSE 0 END,
         round(h / 991.0, 3), CASE WHEN ran THEN round(h / 997.0, 3) ELSE 0 END
  FROM made;
-- Results that were never told count by no trigger.
INSERT INTO job_total SELECT printer_key, result, count(*) FROM job GROUP BY 1, 2;

INSERT INTO spool (printer_key, place, bay, kind, material_key, serial, loaded_at, removed_at, initial_in3, loaded_in3, left_in3)
  SELECT printer_key, slot, slot, CASE slot WHEN 0 THEN 'model' ELSE 'support' END,
         CASE slot WHEN 0 THEN printer_key % 3 + 1 ELSE printer_key % 2 + 4 END, 396461879 + i * 100 + printer_key,
         began_at, CASE WHEN i < 18628 + 1810 THEN began_at + 20 * 86400 END, 56.3, 56.3 - h % 3, h / 400.0
  FROM printer_day CROSS JOIN (SELECT 0 AS slot UNION ALL SELECT 1)
  WHERE i % 20 = 0;

INSERT INTO odometer_day
  SELECT printer_key, odometer, day, (i - 18628) % turn * 40000.0 + h, turn * 36000.0, turn * 40000.0
  FROM printer CROSS JOIN (SELECT 'buildTimeOdometer' AS odometer, 9999 AS turn UNION ALL SELECT 'supportTipOdometer', 150
                           UNION ALL SELECT 'tipTimeOdometer', 180)
  CROSS JOIN (SELECT i, day, (i * 2654435761 % 4294967296) >> 20 AS h FROM day_of);

-- Ten stretches a day of 2025.
INSERT INTO state_span
  SELECT printer_key, began_at + k * 8280, CASE k % 5 WHEN 0 THEN 'idle' WHEN 1 THEN 'preparing' WHEN 2 THEN 'building'
         WHEN 3 THEN 'part_waiting' ELSE CASE WHEN h % 50 = 0 THEN 'unobserved' ELSE 'idle' END END, 'Idle',
         began_at + k * 8280 + CASE k WHEN 9 THEN day_s - 9 * 8280 ELSE 8280 END
  FROM printer_day CROSS JOIN (WITH RECURSIVE k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < 9) SELECT k FROM k)
  WHERE day >= '2025';

-- Eight events a day of 2025.
INSERT INTO event (at, printer_key, kind, text)
  SELECT began_at + k * 10000, printer_key, 'state', 'building after idle for 2 h 13 min'
  FROM printer_day CROSS JOIN (WITH RECURSIVE k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < 7) SELECT k FROM k)
  WHERE day >= '2025';
COMMIT;
