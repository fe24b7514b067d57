// What strangers send: hostile requests, and printers whose texts anybody on the network may write.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { chance } from './lib/chance.mjs';
import { startHttpd } from './lib/httpd.mjs';
import { atEnd, makePlace, until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

// ---- requests -----------------------------------------------------------------------------------------------------

/** Sends bytes on a connection of their own; gives the status of the answer, or 0 where there was none. */
async function sendBytes(port, bytes) {
  const socket = connect(port, '127.0.0.1');
  const parts = [];
  socket.on('data', (part) => parts.push(part)).on('error', () => {});
  socket.end(bytes);
  await once(socket, 'close');
  return Number(/^HTTP\/1\.[01] (?!100)(\d{3}) /m.exec(Buffer.concat(parts).toString('latin1'))?.[1] ?? 0);
}

const requestOf = (target, method = 'GET', more = '') =>
  Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${more}\r\n`, 'latin1');

const LONG = 'a'.repeat(10240);
const TARGETS = [
  '', '/', '//', '/.', '/..', '/../', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/assets/..%2findex.html',
  '/assets/%2e%2e/index.html', '/assets/../../stratasys/', '/api/v1/printers/..', '/api/v1/printers/../printers/p1', '/api/v1/printers/%2e%2e',
  '/api/v1/printers/..%2fp1', '/api/v1/printers/p1%2fraw', '/api/v1/printers/p1%00', '/%00', '/api/v1/printers/%', '/%zz', '/%2', '/%25', '/%c0%ae%c0%ae/',
  '/api/v1/printers/p1/raw/../../..', '/api/v1/printers//p1', '//api//v1//printers', '/api/v1/', '/api/v1', '/api/', '/api/v1/printers/', '/v1', '/v1/',
  '/v1//status', '/v1/uprint/status/x', '/v1/%2e%2e%2f%2e%2e%2fhttpd.conf/raw', '/api/v1/printers/..%2f..%2fdb%2fstratasys.db/raw',
  "/api/v1/printers/p1'--", '/api/v1/printers/p1%22;drop', '/api/v1/printers/%F0%9F%92%A9', '/api/v1/printers/\xff\xfe', '/api/v1/printers/p1;a=b',
  '/api/v1/printers/p1\\raw', '/api/v1/printers?', '/api/v1/printers?limit=-1', '/api/v1/printers?%00', `/api/v1/printers?${LONG.slice(0, 6000)}`,
  `/api/v1/printers/${'a'.repeat(64)}`, `/api/v1/printers/${'a'.repeat(65)}`, `/api/v1/printers/${'a'.repeat(7000)}`, `/${LONG}`, `/api/v1/printers/${LONG}`,
  `/${'../'.repeat(2000)}`, `/${'%2e%2e%2f'.repeat(800)}`, `/api/v1/printers/${'/'.repeat(7000)}`, '/api/v1/printers/ID', '/v1/ID/status', '/assets/%5c..',
].map((path) => `/stratasys${path}`);

const MORE = [
  'If-None-Match: ' + '"a",'.repeat(1500), 'If-None-Match: W/W/W/', 'If-None-Match: "\\"', 'Accept-Encoding: gzip;q=' + '0'.repeat(5000), 'Accept-Encoding: ,,,;;;q=,gzip;',
  'Range: bytes=0-0,1-1,2-2,5-,-1', 'Range: bytes=-1', 'Range: bytes=5-1', 'If-Range: "x"\r\nRange: bytes=0-5', 'Content-Length: 5\r\nExpect: 100-continue',
  'Transfer-Encoding: chunked', 'If-Modified-Since: never', 'Host: a\r\nHost: b', 'X: ' + LONG, 'Accept: application/xml', 'Upgrade: h2c',
].map((line) => `${line}\r\n`);

const PIECES = ['api', 'v1', 'printers', 'p1', 'p2', 'raw', 'busy', 'health', 'status', 'queue', 'uprint', 'assets', 'index.html', 'metrics', 'jobs',
  '..', '.', '', '%2e', '%2f', '%00', '%', '%ff', '~', '*', ':', ';', '\\', "'", '"', '<', '>', '|', '\x01', '\x7f', '\xe4', 'ID', 'printers/ID'];

function randomTarget(random) {
  const piece = () => PIECES[random(PIECES.length)];
  const odd = () => (random(6) ? '' : String.fromCharCode(33 + random(220)));
  const path = Array.from({ length: random(8) }, () => piece() + odd()).join(['/', '/', '//', '%2f'][random(4)]);
  const query = Array.from({ length: random(5) }, () => `${piece()}=${piece()}`).join('&');
  return `/stratasys/${path}${random(3) ? '' : `?${query}`}`;
}

/** The lines of the error log above debug since `begin`, but for the core's own words about what it refuses. */
const complaints = (log, begin) =>
  log.slice(begin).split('\n').filter((line) => /\[(?!core:)(\w*:)?(info|notice|warn|error|crit|alert|emerg)\]/.test(line));

test('hostile requests are answered by 2xx, 3xx or 4xx, and nothing is logged', async (t) => {
  const sim = await startSim(t, ['--printers', '2']);
  const httpd = await startHttpd(t, { config: `LogLevel info\nStratasysInterval 1h\n${printerLines(sim)}` });
  await until('both were polled', async () => (await httpd.api('printers')).items?.every((p) => p.answered_at));
  const begin = httpd.log().length;
  const { next: random } = chance(7);
  const requests = [
    ...TARGETS.map((target) => requestOf(target)), ...TARGETS.map((target) => requestOf(target, 'HEAD')),
    ...MORE.flatMap((more) => ['/stratasys/', '/stratasys/api/v1/printers'].map((target) => requestOf(target, 'GET', more))),
    ...Array.from({ length: 300 }, () => requestOf(randomTarget(random), ['GET', 'GET', 'HEAD', 'OPTIONS', 'POST'][random(5)])),
  ];
  const statuses = {};
  for (const bytes of requests) {
    const status = await sendBytes(httpd.port, bytes);
    assert.ok(status >= 200 && status < 500, `${status} for ${bytes.toString('latin1').slice(0, 200)}`);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  assert.ok(statuses[200] > 20 && statuses[404] > 50 && statuses[400] > 5, JSON.stringify(statuses));
  assert.deepEqual(complaints(httpd.log(), begin), []);
});

test('no request reaches a file that is not meant to be served', async (t) => {
  const { httpd } = await startTexts(t, [textOf('x')]);
  const files = ['/httpd.conf', '/../httpd.conf', '/..%2fhttpd.conf', '/%2e%2e/httpd.conf'];
  for (const path of [...files, '/../db/stratasys.db', '/../../etc/passwd', '/../run/stratasys/p1.sts'])
    for (const prefix of ['', '/stratasys', '/stratasys/assets', '/stratasys/api/v1/printers', '/stratasys/v1'])
      assert.ok([400, 403, 404].includes(await sendBytes(httpd.port, requestOf(prefix + path))), prefix + path);
});

test('readers who leave in the middle of an answer harm nobody', async (t) => {
  const sim = await startSim(t, ['--printers', '20']);
  const httpd = await startHttpd(t, { config: `LogLevel info\nStratasysInterval 1h\n${printerLines(sim)}` });
  await until('all were polled', async () => (await httpd.api('printers')).items?.every((p) => p.answered_at));
  const begin = httpd.log().length;
  const many = 'GET /stratasys/api/v1/printers HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50);
  for (let i = 0; i < 10; i++) {
    const socket = connect(httpd.port, '127.0.0.1').on('error', () => {});
    socket.write(many);
    await once(socket, 'readable');
    socket.resetAndDestroy();
    await once(socket, 'close');
  }
  assert.equal((await httpd.api('printers')).total, 20);
  assert.deepEqual(complaints(httpd.log(), begin), []);
});

test('printers that all hold back the end of a long text do not fill the memory', async (t) => {
  const frame = (text) => Buffer.alloc(64, 0).fill(text, 0, text.length);
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', () => {
      socket.write(Buffer.concat([frame('SendFile'), frame('NA')]));
      socket.once('data', () => {
        socket.write(frame('1000000'));
        socket.once('data', () => socket.write(Buffer.alloc(999999, 'x')));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(t, () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address();
  const lines = Array.from({ length: 90 }, (_, i) => `StratasysPrinter p${i} 127.0.0.1:${port}`);
  const httpd = await startHttpd(t, { config: `StratasysInterval 1h\nStratasysTimeout 20s\n${lines.join('\n')}` });
  const refused = await until('some are refused', async () => {
    const { items } = await httpd.api('printers');
    const told = items?.filter((p) => p.trouble) ?? [];
    return told.length > 20 && told;
  });
  for (const printer of refused) assert.equal(printer.trouble, 'its text is too long while many others are received');
  const private_kb = Number(/Private_Dirty:\s+(\d+)/.exec(readFileSync(`/proc/${httpd.pollerPid()}/smaps_rollup`, 'utf8'))[1]);
  assert.ok(private_kb < 100 * 1024, `${private_kb} KB`);
});

// ---- printers -----------------------------------------------------------------------------------------------------

const NAMES = {
  markup: `<img src=x onerror=alert(1)>"'&;`,
  script: '</script><script>alert(1)</script>',
  direction: 'a\u202egnp.exe\u2066\u2067b\u2069',
  emoji: 'Getriebe \u{1F9E9}\u{1F600} v2',
  newlines: 'one\ntwo\r\nthree\tfour\u2028five',
  escape: '\x1b[31mred\x1b]0;title\x07\x1b[2J\x9b1m',
  long: 'n'.repeat(250),
  percent: '%s%n%x%%',
  formula: '=HYPERLINK("x")',
  sql: `'); DROP TABLE printer; --`,
};

/** A status text with that bytes as the name, the owner and the comment of its job; made up. */
function textOf(name, { status = 'Building' } = {}) {
  const begin = `set machineStatus(general) {
\t-modelerType paia
\t-controllerVersion 4001
\t-modelerStatus {${status}}
\t-partCurrentTemp 310
\t-serverTime 1583224500
\t-startTime 1583220000
\t-elapsedBuildTime 1000
};

set machineStatus(cassette) {
{
\t-name {P430_IVR}
\t-initialMatl 30
\t-remainingMatl 12.75
\t-status Loaded
}
{
\t-name {SR30}
\t-initialMatl 30
\t-remainingMatl 8.5
\t-status Loaded
}
};

set machineStatus(mariner) {
\t-internalState sttBuilding
\t-productSerialNumber {U10001}
};

set machineStatus(currentJob) {
\t-position {0}
\t-jobName {`;
  const end = `}
\t-jobId 5
\t-submitTime 1583219000
\t-estimatedBuildTime 4000
\t-startTime 1583220000
\t-buildTime 1000
\t-totalLayers 100
\t-currentLayer 20
};

set machineStatus(queue) {
\t};
`;
  return Buffer.concat([Buffer.from(begin), Buffer.from(name), Buffer.from(end)]);
}

/** One httpd with one printer for each text; gives it and the printers as they were first seen. */
async function startTexts(t, texts) {
  const place = makePlace(t);
  const files = texts.map((text, i) => join(place, `${i + 1}.sts`));
  files.forEach((file, i) => writeFileSync(file, texts[i]));
  const sim = await startSim(t, ['--printers', String(files.length), ...files.flatMap((file) => ['--replay', file])]);
  const locations = '<Location "/public">\n  StratasysServe api v1\n  Require all granted\n</Location>';
  const httpd = await startHttpd(t, { config: `LogLevel debug\nStratasysInterval 1h\n${printerLines(sim)}\n${locations}` });
  const items = await until('all were polled', async () => {
    const fleet = await httpd.api('printers');
    return fleet.items?.length === files.length && fleet.items.every((p) => p.polled_at) && fleet.items;
  });
  return { httpd, items };
}

const hasControls = (log) => /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(log);

test('hostile job names arrive whole as JSON and change nothing around them', async (t) => {
  const { httpd, items } = await startTexts(t, Object.values(NAMES).map((name) => textOf(name)));
  Object.values(NAMES).forEach((name, i) => {
    const { job_name, damage, state, time_ratio, spools } = items[i];
    assert.deepEqual([job_name, damage, state, time_ratio, spools.length], [name, null, 'building', 0.25, 2], Object.keys(NAMES)[i]);
  });
  for (const [i, name] of Object.values(NAMES).entries())
    assert.equal((await httpd.json(`/stratasys/v1/p${i + 1}/job`)).jobName, name.replace(/[{}"]/g, '').trim());
  assert.equal(hasControls(httpd.log()), false, JSON.stringify(httpd.log()));
});

test('bytes that are no UTF-8 are read as those of a Windows PC', async (t) => {
  const cp1252 = Buffer.from([0x4c, 0xfc, 0x66, 0x74, 0x65, 0x72, 0x80, 0x93, 0x81, 0xff]);
  const { items } = await startTexts(t, [textOf(cp1252), textOf(Buffer.from([0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5]))]);
  assert.equal(items[0].job_name, 'Lüfter€“\ufffdÿ');
  assert.deepEqual([items[1].state, items[1].damage], ['building', null]);
  assert.equal(items[1].job_name.isWellFormed?.() ?? true, true);
});

test('an unbalanced brace damages its section alone, is told, and logged in one clean line', async (t) => {
  const names = ['bad{name', 'bad}name', 'bad {\x1b[31m\r\n-owner x', '{{{{', '}};\nset machineStatus(general) {\n\t-modelerStatus {Idle}\n'];
  const { httpd, items } = await startTexts(t, names.map((name) => textOf(name)));
  items.slice(0, 4).forEach((printer, i) => {
    assert.match(printer.damage, /currentJob/, JSON.stringify(names[i]));
    assert.deepEqual([printer.state, printer.codename, printer.model_temp_c, printer.serial], ['building', 'paia', 310, 'U10001'], names[i]);
    assert.deepEqual(printer.spools.map((spool) => spool.left_in3), [12.75, 8.5], names[i]);
    assert.deepEqual(printer.queue, []);
  });
  assert.deepEqual(items.slice(0, 2).map((printer) => printer.job_name), ['bad{name', 'bad}name']);
  assert.notEqual(items[4].damage, null);
  for (const i of names.keys()) {
    for (const route of ['status', 'job', 'queue', 'material', 'extstatus'])
      assert.equal((await httpd.ask(`/stratasys/v1/p${i + 1}/${route}`)).status, 200, route);
    const told = httpd.log().split('\n').filter((line) => line.includes(`p${i + 1}`) && /damaged/.test(line));
    assert.equal(told.length, 1, JSON.stringify(names[i]));
  }
  assert.equal(hasControls(httpd.log()), false, JSON.stringify(httpd.log()));
});

test('a public location tells nothing of a damaged name', async (t) => {
  const { httpd } = await startTexts(t, [textOf('secret{name')]);
  for (const path of ['api/v1/printers', 'api/v1/printers/p1', 'api/v1/health', 'v1/p1/job', 'v1/p1/status'])
    assert.doesNotMatch((await httpd.ask(`/public/${path}`)).text, /secret/, path);
});

test('a hostile status word is shown as it is, in no more than one line of a log', async (t) => {
  const word = '<b>\x1b[31mOwned\u202e\x07';
  const { httpd, items } = await startTexts(t, [textOf('x', { status: word })]);
  assert.equal(items[0].state, 'unmapped');
  assert.match(items[0].status_text, /^<b>.*Owned/);
  assert.equal(hasControls(httpd.log()), false);
});

test('a text that is no status text is as good as no answer, and is told once without its bytes', async (t) => {
  const page = Buffer.from('\x1b[31m<html>busy</html>\r\n\x00\xff', 'latin1');
  const { httpd, items } = await startTexts(t, [page, Buffer.alloc(0), Buffer.from('{'.repeat(5000))]);
  for (const printer of items) {
    assert.deepEqual([printer.answered_at, printer.failed_polls], [null, 1]);
    assert.notEqual(printer.trouble, null);
    assert.equal(httpd.log().split('\n').filter((line) => new RegExp(`\\b${printer.printer}\\b.*said once`).test(line)).length, 1);
  }
  assert.equal(hasControls(httpd.log()), false, JSON.stringify(httpd.log()));
});

// ---- local users --------------------------------------------------------------------------------------------------

/** Makes every mkdir as fast an attacker as there can be: what was made is a link to VICTIM before anything else is done. */
const SWAP = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
int mkdir(const char *path, mode_t mode)
{
    int (*real)(const char *, mode_t) = (int (*)(const char *, mode_t))dlsym(RTLD_NEXT, "mkdir");
    char plain[PATH_MAX];
    snprintf(plain, sizeof plain, "%s", path);
    while (strlen(plain) > 1 && plain[strlen(plain) - 1] == '/')
        plain[strlen(plain) - 1] = 0;
    return real(path, mode) || rmdir(plain) || symlink(getenv("VICTIM"), plain);
}`;

test('a link put where a directory was just made gives nothing away', async (t) => {
  const place = makePlace(t);
  const [source, library, victim] = ['swap.c', 'swap.so', 'victim'].map((name) => join(place, name));
  writeFileSync(source, SWAP);
  execFileSync('gcc', ['-shared', '-fPIC', '-o', library, source]);
  mkdirSync(victim, { mode: 0o755 });
  const before = statSync(victim);
  Object.assign(process.env, { LD_PRELOAD: library, VICTIM: victim });
  const httpd = await startHttpd(t).finally(() => ['LD_PRELOAD', 'VICTIM'].forEach((name) => delete process.env[name]));
  for (const link of ['db', 'run/stratasys']) assert.ok(lstatSync(join(httpd.place, link)).isSymbolicLink(), link);
  const { uid, gid, mode } = statSync(victim);
  assert.deepEqual({ uid, gid, mode }, { uid: before.uid, gid: before.gid, mode: before.mode });
});
