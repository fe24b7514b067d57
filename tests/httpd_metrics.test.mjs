// /metrics over HTTP, as a real Prometheus reads it, and the examples for Prometheus and Grafana (which itself is not run: its
// queries are).
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { startHttpd } from './lib/httpd.mjs';
import { atEnd, freePort, makePlace, project, until } from './lib/place.mjs';
import { query } from './lib/schema.mjs';
import { printerLines, startSim } from './lib/sim.mjs';
import { lapse } from './truth/lapse.mjs';

const RULES = join(project, 'conf/examples/prometheus/stratasys.rules.yml');
const CONFIG = join(project, 'conf/examples/prometheus/prometheus.yml');
const dashboard = (name) => JSON.parse(readFileSync(join(project, 'conf/examples/grafana', name), 'utf8'));
const fixture = (name) => join(project, 'tests/unit/fixtures', `${name}.sts`);
const replays = (...names) => names.flatMap((name) => ['--replay', fixture(name)]);

const LOCATIONS = `
<Location "/public">
  StratasysServe metrics
  Require all granted
</Location>
<Location "/staff">
  StratasysServe api metrics
  StratasysExpose identity people
  Require all granted
</Location>`;

/** What promtool says, which has to agree. */
function promtool(args, input) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  return stdout + stderr;
}

/** An httpd whose printers stand still in a state each; the last one refuses. Every one was polled. */
async function startStill(t, ...names) {
  const count = names.length + 1;
  const sim = await startSim(t, ['--printers', String(count), ...replays(...names), '--fault', `${count}:refuse`]);
  const httpd = await startHttpd(t, { config: `StratasysInterval 1s\nStratasysOfflineAfter 1\n${printerLines(sim)}\n${LOCATIONS}` });
  await until('all were polled', async () => {
    const fleet = await httpd.json('/staff/api/v1/printers');
    return fleet.items?.length === count && fleet.items.every((printer) => printer.polled_at !== null);
  });
  return { sim, httpd };
}

/** {printer: state}, as the API says it. */
const statesOf = async (httpd) => {
  const { items } = await httpd.json('/staff/api/v1/printers');
  return Object.fromEntries(items.map(({ printer, state }) => [printer, state]));
};

/** A Prometheus with the example's configuration that scrapes that port every second; {ask, query}. */
async function startPrometheus(t, target) {
  const place = makePlace(t);
  const port = await freePort();
  const text = readFileSync(CONFIG, 'utf8').replaceAll('15s', '1s').replace('/stratasys/metrics', '/public/metrics').replace('127.0.0.1:8080', `127.0.0.1:${target}`);
  const config = join(place, 'prometheus.yml');
  const log = openSync(join(place, 'log'), 'w');
  writeFileSync(config, text);
  copyFileSync(RULES, join(place, basename(RULES)));
  const child = spawn('prometheus', [`--config.file=${config}`, `--storage.tsdb.path=${join(place, 'data')}`, `--web.listen-address=127.0.0.1:${port}`],
    { stdio: ['ignore', log, log] });
  const ended = once(child, 'exit');
  closeSync(log);
  atEnd(t, async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const get = (path) => fetch(`http://127.0.0.1:${port}${path}`);
  const ask = async (path) => (await get(path)).json();
  await until('Prometheus is ready', () => {
    if (child.exitCode !== null) throw new Error(readFileSync(join(place, 'log'), 'utf8'));
    return get('/-/ready').then(({ ok }) => ok, () => false);
  });
  const ql = async (expression) => {
    const { status, error, data } = await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`);
    assert.equal(status, 'success', `${expression}: ${error}`);
    return data.result;
  };
  return { ask, query: ql };
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The printers of a result, sorted. */
const printersIn = (result) => result.map(({ metric }) => metric.printer).sort();

test('promtool has nothing to say, and everybody reads the same', async (t) => {
  const { httpd } = await startStill(t, 'fortus450-building', 'uprint-idle', 'dimension1200-part-done', 'f370-door-open', 'unknown-machine');
  const answer = await httpd.ask('/public/metrics');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  assert.equal(promtool(['check', 'metrics'], answer.text), '');
  assert.match(answer.text, /^stratasys_printer_temperature_celsius\{printer="p1",kind="model"\} 329$/m);
  assert.match(answer.text, /^stratasys_printer_state\{printer="p6",state="offline"\} 1$/m);
  assert.doesNotMatch(answer.text, /anna|bert|bracket|gear|W10001|500001/);
  const withoutTimes = (text) => text.replace(/^(stratasys_\w+_timestamp_seconds|stratasys_printer_failed_polls|stratasys_printer_state_seconds_total).*$/gm, '');
  assert.equal(withoutTimes((await httpd.ask('/staff/metrics')).text), withoutTimes(answer.text));
  assert.equal((await httpd.ask('/stratasys/metrics')).status, 404); /* which serves no metrics */
  assert.equal((await httpd.ask('/public/api/v1/printers')).status, 404);
});

test('promtool agrees with the examples, and the alerts fire when they should', () => {
  promtool(['check', 'config', CONFIG]);
  promtool(['check', 'rules', RULES]);
  promtool(['test', 'rules', join(project, 'tests/prometheus/stratasys.rules.test.yml')]);
  const tested = readFileSync(join(project, 'tests/prometheus/stratasys.rules.test.yml'), 'utf8');
  for (const [, alert] of readFileSync(RULES, 'utf8').matchAll(/alert: (\w+)/g))
    assert.match(tested, new RegExp(`alertname: ${alert}\n`), `${alert} fires in no test`);
});

/** Waits until Prometheus knows the states that the API says, and gives them. */
const sameStates = (prometheus, httpd) =>
  until('Prometheus and the API agree', async () => {
    const before = await statesOf(httpd);
    const told = await prometheus.query('stratasys_printer_state == 1');
    const states = Object.fromEntries(told.map(({ metric }) => [metric.printer, metric.state]).sort());
    return same(states, before) && states;
  });

/** The PromQL of all panels of a dashboard, with its variables filled in: [{title, expr}]. */
const panelQueries = (board) =>
  board.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr: expr.replaceAll('$printer', '.*').replaceAll('$__range', '10m') })));

test('a real Prometheus scrapes it, asks it, and alerts', async (t) => {
  const { sim, httpd } = await startStill(t, 'fortus450-building', 'uprint-idle', 'dimension1200-part-done', 'f370-door-open');
  const prometheus = await startPrometheus(t, httpd.port);

  await t.test('the states are those of the API', async () => {
    const states = await sameStates(prometheus, httpd);
    assert.equal(states.p5, 'offline');
    const building = await prometheus.query('stratasys_printer_state{state="building"} == 1');
    assert.deepEqual(printersIn(building), Object.keys(states).filter((id) => states[id] === 'building'));
    assert.deepEqual(printersIn(building), ['p1']);
    assert.equal((await prometheus.query('stratasys_printer_state')).length, 5 * 10);
    assert.deepEqual((await prometheus.query('sum by (printer) (stratasys_printer_state)')).map(({ value }) => value[1]), Array(5).fill('1'));
  });

  await t.test('it follows when a printer does something else', async () => {
    await sim.tell(`replay 2 ${fixture('fortus450-building')}`);
    await until('the API says so', async () => (await statesOf(httpd)).p2 === 'building');
    assert.equal((await sameStates(prometheus, httpd)).p2, 'building');
  });

  await t.test('what a printer said is gone once it is off', async () => {
    assert.deepEqual(printersIn(await prometheus.query('stratasys_printer_temperature_celsius{kind="model"}')), ['p1', 'p2', 'p3', 'p4']);
    await sim.tell('fault 4 refuse');
    await until('the temperature is gone', async () => same(printersIn(await prometheus.query('stratasys_printer_temperature_celsius{kind="model"}')), ['p1', 'p2', 'p3']));
    await until('it is down', async () => same(printersIn(await prometheus.query('stratasys_printer_up == 0')), ['p4', 'p5']));
  });

  await t.test('an alert waits for those that are off', async () => {
    const offline = await until('the alert', async () => {
      const { data } = await prometheus.ask('/api/v1/alerts');
      const found = data.alerts.filter(({ labels }) => labels.alertname === 'StratasysPrinterOffline');
      return found.length === 2 && found;
    });
    assert.deepEqual(offline.map(({ labels }) => labels.printer).sort(), ['p4', 'p5']);
    const { data } = await prometheus.ask('/api/v1/rules');
    assert.deepEqual(data.groups.flatMap(({ rules }) => rules.filter(({ health }) => health !== 'ok')), []);
  });

  await t.test('no counter falls when httpd starts anew', async () => {
    const counters = '{__name__=~"stratasys_.*_total"}';
    const [{ value: [, began] }] = await prometheus.query('stratasys_poller_start_timestamp_seconds');
    httpd.graceful();
    await until('another poller', async () => {
      const [found] = await prometheus.query(`stratasys_poller_start_timestamp_seconds > ${began}`);
      return found && (await prometheus.query('stratasys_poller_up == 1')).length === 1;
    });
    assert.deepEqual((await prometheus.query(`max(resets(${counters}[10m]))`)).map(({ value }) => value[1]), ['0']);
    assert.ok((await prometheus.query(counters)).length > 5 * 14);
    await until('what the poller that ended had counted', async () => (await prometheus.query('stratasys_printer_state_seconds_total{printer="p1",state="building"} > 0')).length === 1);
  });

  await t.test('every query of the Grafana dashboard is answered', async () => {
    for (const { title, expr } of panelQueries(dashboard('prometheus-dashboard.json')))
      await until(`${title}: ${expr}`, async () => (await prometheus.query(expr)).length > 0);
    const [{ query: { query: variable } }] = dashboard('prometheus-dashboard.json').templating.list.filter(({ type }) => type === 'query');
    assert.equal(variable, 'label_values(stratasys_printer_info, printer)');
    assert.deepEqual(printersIn(await prometheus.query('stratasys_printer_info')), ['p1', 'p2', 'p3', 'p4', 'p5']);
  });
});

/** SQL as Grafana sends it, over ten days and two of the printers. */
const filledIn = (sql, from, to) =>
  sql.replaceAll('$__from', String(Date.parse(from))).replaceAll('$__to', String(Date.parse(to))).replaceAll('${printer:singlequote}', "'p1','p2'");

test('every query of the Grafana dashboard for SQLite finds something', (t) => {
  const database = join(makePlace(t), 'stratasys.db');
  const from = '2025-03-20', to = '2025-04-01';
  lapse({ database, zone: 'Europe/Berlin', from, to, printers: 3, interval: 60 });
  const { panels, templating } = dashboard('sqlite-dashboard.json');
  for (const { title, targets } of panels)
    for (const { queryText, rawQueryText, timeColumns } of targets) {
      const rows = query(database, `${filledIn(queryText, from, to)};`);
      assert.ok(rows.length > 0, title);
      assert.equal(rawQueryText, queryText);
      for (const column of timeColumns) assert.ok(column in rows[0], `${title}: ${column}`);
      for (const { printer } of rows) assert.ok([undefined, null, 'p1', 'p2'].includes(printer), `${title}: ${printer}`);
    }
  const [{ query: variable }] = templating.list.filter(({ type }) => type === 'query');
  assert.deepEqual(query(database, `${variable.queryText};`).map(({ printer }) => printer), ['p1', 'p2', 'p3']);
});

test('the dashboards have their panels side by side', () => {
  for (const name of ['prometheus-dashboard.json', 'sqlite-dashboard.json']) {
    const { panels, templating } = dashboard(name);
    const taken = new Set();
    for (const { title, gridPos: { x, y, w, h }, datasource } of panels) {
      assert.ok(x >= 0 && x + w <= 24, title);
      assert.equal(datasource.uid, '${datasource}', title);
      for (let cell = 0; cell < w * h; cell++) {
        const key = `${x + (cell % w)},${y + Math.floor(cell / w)}`;
        assert.ok(!taken.has(key), `${title} lies upon another one`);
        taken.add(key);
      }
    }
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    assert.deepEqual(templating.list.map((variable) => variable.name), ['datasource', 'printer']);
  }
});
