// A history that is poured in by SQL, where a test needs other rows than a life makes, or many.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { httpdUser } from './httpd.mjs';
import { isRoot, makePlace } from './place.mjs';
import { run, schemaSql, schemaVersion } from './schema.mjs';

const APPLICATION_ID = 0x53545359;

/** A text as SQL writes it; NULL for null. The sqlite3 program takes carriage returns out of what it reads. */
export const sqlText = (text) => (text === null ? 'NULL' : `'${text.replaceAll("'", "''").replaceAll('\r', "' || char(13) || '")}'`);

/** Printers p1 to pN of two groups and products, as rows of the configuration, and what was true of them since 2020. */
const printersSql = (count) => `
  INSERT INTO printer (printer_key, printer, name, product, location, fleet_group, place, configured, interval_ms, timeout_ms, serial)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    SELECT i, 'p' || i, 'Printer ' || i, CASE i % 2 WHEN 0 THEN 'F370' ELSE 'uPrint SE' END, 'Room ' || i,
           CASE i % 2 WHEN 0 THEN 'teaching' ELSE 'research' END, i, 1, 10000, 5000, 'D' || (1000 + i) FROM n;
  INSERT INTO printer_era SELECT printer_key, printer_key, 1577836800, name, product, location, fleet_group, codename, serial FROM printer;
  INSERT INTO printer_now (printer_key, state) SELECT printer_key, 'idle' FROM printer;
  INSERT INTO printer_reading (printer_key, change_seq, failed_polls) SELECT printer_key, 1, 0 FROM printer;
  INSERT INTO material VALUES (1, 'P430'), (2, 'SR30'), (3, 'ASA');`;

/** Jobs of one result after the other, an hour apart from 2025-01-01 on, by the printers in turn. */
export const jobsSql = (count, printers = 2) => `
  INSERT INTO owner VALUES (1, 'anna'), (2, 'ben');
  INSERT INTO job (printer_key, era_key, job_id, run, job_name, owner_key, submitted_at, first_seen_at, begun_at, started_at, ended_at,
                   unloaded_at, result, result_source, estimated_s, build_s, model_material_key, model_used_in3, support_material_key, support_used_in3)
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})
    SELECT i % ${printers} + 1, i % ${printers} + 1, i, 1, 'part ' || i, i % 2 + 1, t - 60, t - 30, t - 30, t, t + 3000, t + 3200,
           CASE i % 5 WHEN 0 THEN 'failed' WHEN 1 THEN 'unknown' ELSE 'completed' END, 'printer', 2900, 3000, 1, i % 7 + 0.5, 2, 0.25
    FROM (SELECT i, 1735689600 + i * 3600 AS t FROM n);`;

/** A database with two printers (or so many) and what sql pours in, in a folder of its own as httpd's user has it. */
export function pourDatabase(t, sql, { printers = 2 } = {}) {
  const folder = join(makePlace(t), 'db');
  const database = join(folder, 'stratasys.db');
  mkdirSync(folder, { mode: 0o2750 });
  run(database, `BEGIN; ${schemaSql} INSERT INTO zone_offset VALUES (0, 3600), (1743296400, 7200), (1761440400, 3600);
    ${printersSql(printers)} ${sql} COMMIT;
    PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${schemaVersion}; PRAGMA journal_mode = WAL;`);
  if (isRoot) for (const path of [folder, database]) execFileSync('chown', [`${httpdUser}:`, path]);
  return database;
}
