// Directives: what is right works, and what is wrong is told with file, line, value and remedy.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { checkConfig, loadStratasys, makeHttpd, polledFleet, startHttpd } from './lib/httpd.mjs';
import { until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

/** What `httpd -t` says of a configuration that is all ours behind the frame. */
async function check(t, own, extraModules = []) {
  const made = await makeHttpd(t, { own: `${loadStratasys}\n${own}\n`, extraModules });
  return { ...checkConfig(made), made };
}

/** Asserts that `own` is refused at its line that contains `at`, and that the text says each of `words`. */
async function assertRefused(t, own, at, words, extraModules = []) {
  const { ok, text, made } = await check(t, own, extraModules);
  assert.equal(ok, false, `accepted: ${own}`);
  const line = readFileSync(made.file, 'utf8').split('\n').findIndex((each) => each.includes(at)) + 1;
  assert.ok(text.includes(`line ${line} of ${made.file}`), `line ${line} is not named: ${text}`);
  for (const word of words) assert.ok(text.includes(word), `${word} is not said: ${text}`);
}

const TIME_FORMS = ['ms, s, min, h or d', '10s'];

/** A wrong line, the value that is to be named, and words of the remedy. */
const MISTAKES = [
  ['StratasysPrinter', 'takes an ID and a host', []],
  ['StratasysPrinter lab', 'takes an ID and a host', ['name="Lab one"']],
  ['StratasysPrinter Lab 10.0.0.5', '"Lab"', ['small letters']],
  ['StratasysPrinter _lab 10.0.0.5', '"_lab"', ['beginning with a letter or digit']],
  [`StratasysPrinter ${'p'.repeat(65)} 10.0.0.5`, `"${'p'.repeat(65)}"`, ['at most 64']],
  ['StratasysPrinter lab 10.0.0.5:0', '"10.0.0.5:0"', ['1 to 65535']],
  ['StratasysPrinter lab 10.0.0.5:65536', '"10.0.0.5:65536"', ['HOST:PORT']],
  ['StratasysPrinter lab 10.0.0.5:', '"10.0.0.5:"', ['HOST:PORT']],
  ['StratasysPrinter lab 2001:db8::5', '"2001:db8::5"', ['[2001:db8::5]']],
  ['StratasysPrinter lab [2001:db8::5', '"[2001:db8::5"', ['[2001:db8::5]:53742']],
  ['StratasysPrinter lab [2001:db8::5]53742', '"[2001:db8::5]53742"', ['[2001:db8::5]:53742']],
  ['StratasysPrinter lab http://10.0.0.5', '"http://10.0.0.5"', ['HOST:PORT']],
  ['StratasysPrinter lab ta_b;c', '"ta_b;c"', ['10.0.0.5']],
  ['StratasysPrinter lab 10.0.0.5 Lab', '"Lab"', ['name="Lab one"']],
  ['StratasysPrinter lab 10.0.0.5 nam=x', '"nam"', ['name, product, location, fleet_group, interval, timeout or webcam']],
  ['StratasysPrinter lab 10.0.0.5 name="Lab one', 'name="Lab one', ['closing']],
  [`StratasysPrinter lab 10.0.0.5 name=${'n'.repeat(201)}`, 'nnn"', ['at most 200 bytes']],
  ['StratasysPrinter lab 10.0.0.5 interval=10m', '"10m"', TIME_FORMS],
  ['StratasysPrinter lab 10.0.0.5 interval=500ms', '"500ms"', ['from 1s to 1d']],
  ['StratasysPrinter lab 10.0.0.5 timeout=never', '"never"', TIME_FORMS],
  ['StratasysPrinter lab 10.0.0.5 timeout=10ms', '"10ms"', ['from 100ms to 10min']],
  ['StratasysPrinter lab 10.0.0.5 webcam=camera.jpg', '"camera.jpg"', ['https://']],
  ['StratasysPrinter lab 10.0.0.5 webcam=//host/a.jpg', '"//host/a.jpg"', ['https://']],
  ['StratasysPrinter lab 10.0.0.5 webcam=javascript:alert(1)', '"javascript:alert(1)"', ['https://']],
  ['StratasysPrinter lab 10.0.0.5 webcam=https://user:word@host/a.jpg', 'user or password', ['ProxyPass']],
  ['StratasysPrinter lab 10.0.0.5 webcam=http://user@host/a.jpg', 'user or password', ['ProxyPass']],
  ['StratasysPrinter lab 10.0.0.5 webcam=https:///a.jpg', '"https:///a.jpg"', ['https://HOST/PATH']],
  ['StratasysPrinter lab 10.0.0.5 webcam=https://cam;script-src:1/a.jpg', '"https://cam;script-src:1/a.jpg"', ['is no host']],
  ['StratasysPrinter lab 10.0.0.5 webcam=https://*/a.jpg', '"https://*/a.jpg"', ['is no host']],
  ['StratasysPrinter lab 10.0.0.5 webcam=https://cam:99999/a.jpg', '"https://cam:99999/a.jpg"', ['1 to 65535']],
  ['StratasysDatabase /var/lib/mod_stratasys/', '"/var/lib/mod_stratasys/"', ['stratasys.db']],
  ['StratasysDatabase ""', 'StratasysDatabase takes one argument', ['PATH']],
  ['StratasysDatabase', 'StratasysDatabase takes one argument', ['PATH']],
  ['StratasysTimeZone Berlin', '"Berlin"', ['Europe/Berlin']],
  ['StratasysTimeZone Europe/Nowhere', '"Europe/Nowhere"', ['America/New_York']],
  ['StratasysTimeZone ../../etc/passwd', '"../../etc/passwd"', ['Europe/Berlin']],
  ['StratasysTimeZone Europe', '"Europe"', ['Europe/Berlin']],
  ['StratasysInterval 0s', '"0s"', ['from 1s']],
  ['StratasysInterval 999ms', '"999ms"', ['from 1s']],
  ['StratasysInterval 25h', '"25h"', ['to 1d']],
  ['StratasysInterval 10x', '"10x"', TIME_FORMS],
  ['StratasysInterval -5s', '"-5s"', TIME_FORMS],
  ['StratasysInterval 1.5s', '"1.5s"', TIME_FORMS],
  ['StratasysInterval ""', 'StratasysInterval takes one argument', ['TIME']],
  ['StratasysInterval 10 s', 'StratasysInterval takes one argument', ['TIME']],
  ['StratasysInterval 99999999999999999999s', '"99999999999999999999s"', TIME_FORMS],
  ['StratasysTimeout 5sec', '"5sec"', TIME_FORMS],
  ['StratasysTimeout 11min', '"11min"', ['to 10min']],
  ['StratasysOfflineAfter 0', '"0"', ['from 1 to 1000']],
  ['StratasysOfflineAfter 1001', '"1001"', ['from 1 to 1000']],
  ['StratasysOfflineAfter three', '"three"', ['such as 3']],
  ['StratasysSampleInterval 0', '"0"', ['from 1s']],
  ['StratasysSampleInterval often', '"often"', TIME_FORMS],
  ['StratasysRetention samples', 'StratasysRetention takes two arguments', ['samples|events|people TIME']],
  ['StratasysRetention jobs 90d', '"jobs"', ['samples, events or people']],
  ['StratasysRetention events forever', '"forever"', TIME_FORMS],
  ['StratasysRetention people 5min', '"5min"', ['from 1h to 3660d']],
  ['StratasysState "Load Model"', 'StratasysState takes two arguments', ['STATE']],
  ['StratasysState "Load Model" loading', '"loading"', ['maintenance or error']],
  ['StratasysState "Gone" offline', '"offline"', ['maintenance or error']],
  ['StratasysPoller maybe', '"maybe"', ['StratasysPoller On or StratasysPoller Off']],
];

describe('a mistake names file, line, value and remedy:', { concurrency: 2 }, () => {
  for (const [line, value, remedy] of MISTAKES)
    test(line.slice(0, 80), (t) => assertRefused(t, `# first\n${line}`, line, [value, ...remedy]));
});

test('a webcam with control bytes, which browsers leave out or take for something else, is refused', async (t) => {
  for (const byte of ['\x01', '\t', '\v', '\f', '\r', '\x1f', ' ', '\x7f'])
    for (const webcam of [`/${byte}/evil.example/a.jpg`, `/a.jpg${byte}x`, `https://cam.example.org/${byte}a.jpg`]) {
      const { ok, text } = await check(t, `StratasysPrinter lab 10.0.0.5 webcam="${webcam}"`);
      assert.ok(!ok && text.includes('is no webcam'), `${JSON.stringify(webcam)}: ${text}`);
    }
});

const inLocation = (line) => `<Location "/s">\n  ${line}\n</Location>`;

const MISPLACED = [
  [inLocation('StratasysServe gui apy'), '"apy"', ['gui, api, metrics and v1']],
  [inLocation('StratasysServe'), 'StratasysServe', ['gui api metrics v1']],
  [inLocation('StratasysExpose none people'), '"people"', ['none alone']],
  [inLocation('StratasysExpose everything'), '"everything"', ['none', 'identity', 'people']],
  ['StratasysServe gui', 'StratasysServe', ['<Location "/stratasys">']],
  ['StratasysExpose people', 'StratasysExpose', ['<Location "/stratasys">']],
  ['<LocationMatch "^/s">\n  StratasysServe gui\n</LocationMatch>', 'StratasysServe', ['plain <Location>']],
  ['<Location ~ "^/s">\n  StratasysServe gui\n</Location>', 'StratasysServe', ['plain <Location>']],
  ['<Location "/s*">\n  StratasysServe gui\n</Location>', 'StratasysServe', ['plain <Location>']],
  ['<Directory "/srv">\n  StratasysServe gui\n</Directory>', 'StratasysServe', ['plain <Location>']],
  ['<VirtualHost *:1>\n  StratasysServe gui\n</VirtualHost>', 'StratasysServe', ['plain <Location>']],
];

test('StratasysServe and StratasysExpose outside of a plain <Location>, or with unknown words, are refused', async (t) => {
  for (const [own, value, remedy] of MISPLACED)
    await assertRefused(t, own, own.split('\n').find((line) => line.includes('Stratasys')), [value, ...remedy]);
});

const MAIN_SERVER = [
  'StratasysPrinter lab 10.0.0.5', 'StratasysDatabase /var/lib/a/b.db', 'StratasysTimeZone Europe/Berlin', 'StratasysInterval 10s',
  'StratasysTimeout 5s', 'StratasysOfflineAfter 3', 'StratasysSampleInterval 1min', 'StratasysRetention samples 90d',
  'StratasysState "Load Model" maintenance', 'StratasysPoller Off',
];

test("the main server's directives are refused in <VirtualHost>, <Location> and <Directory>", async (t) => {
  for (const line of MAIN_SERVER)
    for (const [container, of] of [['VirtualHost', '*:1'], ['Location', '"/s"'], ['Directory', '"/srv"']]) {
      const words = [`${line.split(' ')[0]} belongs to the main server`, `<${container}`, 'one fleet'];
      await assertRefused(t, `<${container} ${of}>\n  ${line}\n</${container}>`, line, words);
    }
});

test('a second printer of the same ID is refused', async (t) => {
  const own = 'StratasysPrinter lab 10.0.0.5\nStratasysPrinter lab 10.0.0.6';
  await assertRefused(t, own, '10.0.0.6', ['"lab"', 'give each printer its own']);
});

const FULL = `
StratasysPrinter lab 10.0.0.5
StratasysPrinter 2nd-lab_b printer.example.org:1234 name="Lab two" product="Fortus \\"big\\"" location="Room 1, left" fleet_group=mech interval=5s timeout=500ms
StratasysPrinter six [2001:db8::5] webcam=/webcam/six.jpg
StratasysPrinter seven [2001:db8::5]:2000 webcam=https://cam.example.org:8443/a.jpg?x=1
StratasysTimeZone America/Argentina/Buenos_Aires
StratasysInterval 10
StratasysTimeout 5000ms
StratasysOfflineAfter 3
StratasysSampleInterval 5min
StratasysRetention samples 90d
StratasysRetention events 400d
StratasysRetention people 24h
StratasysState "Load Model" maintenance
StratasysState Kalibriert idle
StratasysPoller on
<IfModule stratasys_module>
  <Location "/s">
    StratasysServe GUI api metrics v1
    StratasysExpose identity people
  </Location>
  <Location "/v1">
    StratasysServe v1
    StratasysExpose none
  </Location>
</IfModule>
<VirtualHost *:1>
  <Location "/~lab/s/">
    StratasysServe gui
  </Location>
</VirtualHost>`;

test('a full configuration is accepted without a word', async (t) => {
  const { ok, text } = await check(t, FULL);
  assert.equal(ok, true, text);
  assert.equal(text.trim(), 'Syntax OK');
});

test('two printers at one address are accepted with a warning that names both', async (t) => {
  const made = await makeHttpd(t, { config: 'StratasysPrinter lab 10.0.0.5\nStratasysPrinter shop 10.0.0.5:53742\nStratasysPrinter attic 10.0.0.5:53743' });
  const { ok, text } = checkConfig(made);
  assert.ok(ok, text);
  assert.match(text, /printer shop has the same address as printer lab/);
  assert.doesNotMatch(text, /printer attic/);
});

test('a webcam by plain http is accepted with a warning that names file, line and printer', async (t) => {
  const { ok, text, made } = await check(t, 'StratasysPrinter lab 10.0.0.5 webcam=http://10.0.0.9/a.jpg');
  assert.equal(ok, true, text);
  const line = readFileSync(made.file, 'utf8').split('\n').findIndex((each) => each.startsWith('StratasysPrinter')) + 1;
  for (const word of [`${made.file} line ${line}`, 'printer lab', 'plain http', 'https']) assert.ok(text.includes(word), text);
});

test('a webcam that no policy can name, or that is one host too many for it, is accepted with a warning', async (t) => {
  const cameras = Array.from({ length: 130 }, (unused, i) => `StratasysPrinter p${i} 10.0.1.${i} webcam=https://camera-${i}.example.org/a.jpg`);
  const { ok, text } = await check(t, ['StratasysPrinter lab 10.0.0.5 webcam=https://[2001:db8::5]/a.jpg', ...cameras].join('\n'));
  assert.equal(ok, true, text);
  assert.match(text, /line \d+: the webcam of printer lab has an IPv6 address.*ProxyPass/);
  const refused = [...text.matchAll(/line \d+: the webcam of printer (p\d+) is on one host too many.*longer than 3071 bytes.*ProxyPass/g)].map(([, id]) => id);
  assert.ok(refused.length > 10 && refused.length < 60, String(refused.length));
  assert.deepEqual(refused, cameras.map((unused, i) => `p${i}`).slice(-refused.length), 'the first ones are shown');
});

/** httpd over three printers; gives it and their fleet as first seen. */
async function startWith(t, locations, options = {}) {
  const sim = await startSim(t, ['--printers', '3']);
  return startHttpd(t, { own: `${loadStratasys}\nStratasysDatabase db/stratasys.db\n${printerLines(sim)}\n${locations}\n`, ...options });
}

const serve = (path, what = 'gui api v1', more = '') =>
  `<Location "${path}">\n  StratasysServe ${what}\n  Require all granted\n  ${more}\n</Location>`;

test("a newcomer's three lines work", async (t) => {
  const sim = await startSim(t, ['--printers', '1']);
  const { address, port } = sim.printers[0];
  const location = '<Location "/stratasys">\nStratasysServe gui api\nRequire all granted\n</Location>';
  const lines = [`StratasysPrinter lab ${address}:${port}`, location];
  assert.equal((await check(t, lines.join('\n'))).text.trim(), 'Syntax OK');
  // The database alone is put elsewhere: the usual place is the machine's, not the test's.
  const httpd = await startHttpd(t, { own: [loadStratasys, ...lines, 'StratasysDatabase db/stratasys.db\n'].join('\n') });
  const fleet = await polledFleet(httpd);
  assert.deepEqual([fleet.total, fleet.items[0].printer, fleet.items[0].name], [1, 'lab', null]);
  const page = await httpd.ask('/stratasys/');
  assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8']);
  assert.equal((await httpd.ask('/stratasys/v1/lab/status')).status, 404, 'v1 was not asked for');
});

test('what a printer is called arrives whole', async (t) => {
  const sim = await startSim(t, ['--printers', '1']);
  const { address, port } = sim.printers[0];
  const options = 'name="Lab two" product="Fortus \\"big\\"" location="Räum 1, <b>" fleet_group=mech interval=1h webcam=/cam/a.jpg';
  const httpd = await startHttpd(t, { config: `StratasysPrinter lab ${address}:${port} ${options}` });
  const [printer] = (await polledFleet(httpd)).items;
  const { name, product, location, fleet_group, interval_s, webcam } = printer;
  assert.deepEqual(
    { name, product, location, fleet_group, interval_s, webcam },
    { name: 'Lab two', product: 'Fortus "big"', location: 'Räum 1, <b>', fleet_group: 'mech', interval_s: 3600, webcam: '/cam/a.jpg' });
});

test("an administrator's words for states are used", async (t) => {
  const sim = await startSim(t, ['--printers', '1', '--replay', new URL('unit/fixtures/unknown-machine.sts', import.meta.url).pathname]);
  const httpd = await startHttpd(t, { config: `${printerLines(sim)}\nStratasysState polishing maintenance` });
  const [printer] = (await polledFleet(httpd)).items;
  assert.deepEqual([printer.state, printer.status_text], ['maintenance', 'Polishing']);
});

test('any prefix works, several at once, and a part at its own place', async (t) => {
  const places = [serve('/a/b'), serve('/x/', 'api'), serve('/v1', 'v1'), serve('/p/api/v1', 'api'), serve('/api', 'api')];
  const httpd = await startWith(t, places.join('\n'));
  const fleet = await polledFleet(httpd, '/a/b/api/v1/printers');
  for (const path of ['/x/api/v1/printers', '/p/api/v1/printers', '/api/api/v1/printers'])
    assert.deepEqual((await httpd.ask(path)).json().items.map((p) => p.printer), fleet.items.map((p) => p.printer), path);
  for (const path of ['/v1/p1/status', '/a/b/v1/p1/status', '/v1/uprint/status']) assert.equal((await httpd.ask(path)).status, 200, path);
  for (const path of ['/a/b/', '/a/b/index.html']) assert.match((await httpd.ask(path)).text, /^<!doctype html>/i, path);
  for (const path of ['/x/', '/x/index.html', '/v1/', '/a/', '/a/bc/api/v1/printers', '/ab/', '/x/v1/p1/status', '/p/api/v1/p1/status'])
    assert.equal((await httpd.ask(path)).status, 404, path);
});

test('the root as prefix works, and other files of the server are served beside it', async (t) => {
  const httpd = await startWith(t, serve('/'));
  assert.equal((await polledFleet(httpd, '/api/v1/printers')).total, 3);
  assert.equal((await httpd.ask('/v1/p1/status')).status, 200);
  assert.match((await httpd.ask('/')).text, /^<!doctype html>/i);
  writeFileSync(join(httpd.place, 'www/other.txt'), 'other');
  assert.equal((await httpd.ask('/other.txt')).text, 'other');
});

test('a path below the location that is not ours is left to the rest of httpd', async (t) => {
  const httpd = await startWith(t, serve('/stratasys'));
  mkdirSync(join(httpd.place, 'www/stratasys'));
  writeFileSync(join(httpd.place, 'www/stratasys/notes.txt'), 'notes');
  writeFileSync(join(httpd.place, 'www/stratasys/index.html'), 'not the page');
  assert.equal((await httpd.ask('/stratasys/notes.txt')).text, 'notes');
  assert.equal((await httpd.ask('/stratasys/none.txt')).status, 404);
  assert.match((await httpd.ask('/stratasys/')).text, /^<!doctype html>/i);
});

test('Require is honoured before anything is told', async (t) => {
  const httpd = await startWith(t, [serve('/open'), serve('/shut').replace('all granted', 'all denied')].join('\n'));
  await polledFleet(httpd, '/open/api/v1/printers');
  for (const path of ['/shut/api/v1/printers', '/shut/v1/p1/status', '/shut/', '/shut/api/v1/nothing', '/shut'])
    assert.equal((await httpd.ask(path)).status, 403, path);
});

test('two locations show the same fleet to different readers', async (t) => {
  const some = [serve('/all', 'api', 'StratasysExpose identity people'), serve('/some', 'api', 'StratasysExpose people')];
  const httpd = await startWith(t, [...some, serve('/none', 'api')].join('\n'));
  await polledFleet(httpd, '/all/api/v1/printers');
  const shown = async (path) => {
    const [printer] = (await httpd.ask(`${path}/api/v1/printers`)).json().items;
    return ['job_name', 'owner', 'serial', 'controller_version'].map((key) => key in printer);
  };
  assert.deepEqual(await shown('/all'), [true, true, true, true]);
  assert.deepEqual(await shown('/some'), [true, true, false, false]);
  assert.deepEqual(await shown('/none'), [false, false, false, false]);
});

test('a location within a location is stricter, or shows more, or is a place of its own', async (t) => {
  const httpd = await startWith(t, [
    serve('/', 'gui api'), serve('/v1', 'v1'),
    '<Location "/api/v1/printers/p2">\n  Require all denied\n</Location>',
    '<Location "/api/v1/printers/p1">\n  StratasysExpose people\n</Location>',
  ].join('\n'));
  const fleet = await polledFleet(httpd, '/api/v1/printers');
  assert.equal('job_name' in fleet.items[0], false);
  assert.equal('job_name' in (await httpd.ask('/api/v1/printers/p1')).json(), true);
  assert.deepEqual([(await httpd.ask('/api/v1/printers/p2')).status, (await httpd.ask('/api/v1/printers/p2/busy')).status], [403, 403]);
  assert.deepEqual([(await httpd.ask('/v1/p3/status')).status, (await httpd.ask('/v1/')).status], [200, 404]);
});

test('virtual hosts share the fleet', async (t) => {
  const hosts = ['one', 'two'].map((name) => `<VirtualHost *>\n  ServerName ${name}\n  ${serve(`/${name}`)}\n</VirtualHost>`).join('\n');
  const httpd = await startWith(t, hosts);
  const ask = (host, path) => httpd.ask(path, { headers: { Host: host } });
  const fleet = await until('the fleet was polled', async () => {
    const answer = await ask('one', '/one/api/v1/printers');
    return answer.status === 200 && answer.json().items.every((p) => p.answered_at) && answer.json();
  });
  assert.equal(fleet.total, 3);
  assert.deepEqual((await ask('two', '/two/api/v1/printers')).json().items.map((p) => p.printer), ['p1', 'p2', 'p3']);
  assert.equal((await ask('two', '/one/api/v1/printers')).status, 404);
});

test('StratasysPoller Off polls nothing and says so', async (t) => {
  const httpd = await startWith(t, `StratasysPoller Off\n${serve('/stratasys')}`);
  const health = await httpd.ask('/stratasys/api/v1/health');
  assert.deepEqual([health.status, health.json().poller], [503, 'off']);
  assert.equal(httpd.pollerPid(), 0);
});

test('a database that does not outlive a reboot gets a warning at the start, another one none', async (t) => {
  const warning = /StratasysDatabase \S+ is below (\S+) and does not outlive a reboot/;
  const start = (path, parent) => startHttpd(t, { own: `${loadStratasys}\nStratasysDatabase ${path}\n${serve('/stratasys')}\n`, parent });
  assert.equal(warning.exec((await start('db/a.db', '/tmp')).log())?.[1], '/tmp');
  const lasting = await start('db/a.db', '/var/tmp');
  assert.doesNotMatch(lasting.log(), warning);
  const runtime = await start('run/db/a.db', '/var/tmp');
  assert.equal(warning.exec(runtime.log())?.[1].replace(/\/$/, ''), join(runtime.place, 'run'));
});
