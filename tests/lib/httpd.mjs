// A real httpd for a test, with a port and a directory of its own.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askServer } from './ask.mjs';
import { atEnd, build, freePort, isRoot, makePlace, until } from './place.mjs';

export const apache = ['/usr/sbin/apache2', '/usr/sbin/httpd'].find(existsSync);
export const modules = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules'].find(existsSync);

/** The LoadModule lines of httpd's own modules; those without a file are built into it. */
const loadLines = (names) =>
  names.map((name) => [name, join(modules, `mod_${name}.so`)]).filter(([, file]) => existsSync(file))
    .map(([name, file]) => `LoadModule ${name}_module ${file}`).join('\n');

/** The user that httpd's children run as: www-data when the test is root, else the test's own. */
export const httpdUser = isRoot ? 'www-data' : execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
const httpdGroup = isRoot ? 'www-data' : execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();

/** The line that loads our module. */
export const loadStratasys = `LoadModule stratasys_module ${join(build, 'mod_stratasys.so')}`;

/** What any httpd needs, our module aside. */
function frameText({ place, port, mpm, extraModules }) {
  return `
ServerRoot ${place}
DefaultRuntimeDir ${place}/run
PidFile ${place}/run/httpd.pid
Listen 127.0.0.1:${port}
ServerName localhost
KeepAliveTimeout 60
ErrorLog ${place}/error.log
${isRoot ? `User ${httpdUser}\nGroup ${httpdGroup}` : ''}
${loadLines(['mpm_' + mpm, 'unixd', 'log_config', 'authz_core', 'mime', ...extraModules])}
TypesConfig /etc/mime.types
DocumentRoot ${place}/www
`;
}

const usualText = (config, location) => `${loadStratasys}
StratasysDatabase db/stratasys.db
${config}
<Location "/stratasys">
  StratasysServe gui api v1
  Require all granted
  ${location}
</Location>
`;

/**
 * Makes place, configuration and directories; gives what startHttpd and checkConfig need. `own` is all that follows the
 * frame, in place of our module, its database, `config` and the one location. `parent` is where the place is made.
 */
export async function makeHttpd(t, options = {}) {
  const { config = '', location = 'StratasysExpose identity people', own, mpm = 'event', extraModules = [], parent } = options;
  const place = makePlace(t, parent);
  const port = await freePort();
  for (const name of ['run', 'www']) mkdirSync(join(place, name));
  if (isRoot) {
    // The module makes db itself: a directory that only root can make.
    chmodSync(join(place, 'run'), 0o755);
    chownSync(join(place, 'www'), 0, 0);
  }
  const file = join(place, 'httpd.conf');
  writeFileSync(file, frameText({ place, port, mpm, extraModules }) + (own ?? usualText(config, location)));
  return { place, port, file, database: join(place, 'db/stratasys.db'), url: `http://127.0.0.1:${port}` };
}

/** What `httpd -t` says of the configuration: {ok, text}. */
export function checkConfig(made) {
  const run = spawnSync(apache, ['-t', '-f', made.file], { encoding: 'utf8' });
  return { ok: run.status === 0, text: run.stdout + run.stderr };
}

/** Ways to ask the server at that port of 127.0.0.1. */
export function serverAt(port) {
  const get = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
  const json = async (path, init) => (await get(path, init)).json();
  return { get, json, api: (path) => json('/stratasys/api/v1/' + path), ask: (path, init) => askServer(port, path, init) };
}

/** Starts httpd in the foreground and waits until it answers. It is stopped, with its poller, when the test is over. */
export async function startHttpd(t, options) {
  const made = await makeHttpd(t, options);
  // The prefork MPM ends its whole process group, which must not be the test's.
  const detached = options?.mpm === 'prefork';
  const child = spawn(apache, ['-DFOREGROUND', '-f', made.file], { stdio: ['ignore', 'inherit', 'inherit'], detached });
  const ended = once(child, 'exit');
  const log = () => (existsSync(join(made.place, 'error.log')) ? readFileSync(join(made.place, 'error.log'), 'utf8') : '');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  atEnd(t, stop);
  const server = serverAt(made.port);
  await until(`httpd answers; its log: ${log()}`, async () => {
    if (child.exitCode !== null) throw new Error(`httpd ended: ${log()}`);
    return server.get('/').then(() => true, () => false);
  });
  return {
    ...made, ...server, child, pid: child.pid, log, stop, ended,
    graceful: () => child.kill('SIGUSR1'),
    /** The process id of the running poller, 0 when there is none. */
    pollerPid: () => pollerOf(child.pid),
  };
}

/** The child of that process whose name is the poller's. */
export function pollerOf(parent) {
  const run = spawnSync('ps', ['-o', 'pid=,comm=', '--ppid', String(parent)], { encoding: 'utf8' });
  const line = run.stdout.split('\n').find((l) => l.includes('stratasys-poll'));
  return line ? Number(line.trim().split(/\s+/)[0]) : 0;
}

/** Waits until every printer was answered once, and gives the fleet. */
export async function polledFleet(httpd, path = '/stratasys/api/v1/printers') {
  return until('every printer was polled', async () => {
    const response = await httpd.get(path);
    if (response.status !== 200) return null;
    const fleet = await response.json();
    return fleet.items.length > 0 && fleet.items.every((p) => p.answered_at !== null) && fleet;
  });
}
