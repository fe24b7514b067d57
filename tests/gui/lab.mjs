// A laboratory for the tests of the GUI: a real httpd over simulated printers that have lived six months already.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpdUser, polledFleet, startHttpd } from '../lib/httpd.mjs';
import { isRoot, makePlace } from '../lib/place.mjs';
import { startSim } from '../lib/sim.mjs';
import { lapse } from '../truth/lapse.mjs';

const SEED = 4;
const ZONE = 'Europe/Berlin';
const DAY_S = 86400;
const GAP_S = [5 * DAY_S, 3.5 * DAY_S]; // so long ago nobody watched
const COARSE_S = 3600; // between two polls before the gap, changes aside
const FINE_S = 300; // and after it
const FAMILIES = {
  paia: 'uPrint', kapaa: 'Fortus 250', sst1230: 'Dimension', waikiki: 'Fortus 450', lffs: 'Fortus 900', solo: 'Mojo',
  dorado1: 'F170', dorado3: 'F370', zephyr9: 'Prototype',
};
const WEBCAM_PATH = '/webcam.svg';
const WEBCAM_FAMILY = 'waikiki';
/* A part in a chamber, seen through its window. */
const WEBCAM = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#1d232b"/>
<path d="M60 300h520l-70-70H130z" fill="#4a5562"/><path d="M250 270v-80h60v-40h60v120z" fill="#e6dcc4"/>
<path d="M40 96h560v10H40z" fill="#8a94a0"/><path d="M315 70h50v50l-18 26h-14l-18-26z" fill="#c2c9d1"/></svg>`;

/** Printers of six families, sim03 to sim08 as stratasim numbers them, and for how many days they have lived. */
export const SIX = { first: 3, count: 6, days: 183 };

const nameOf = ({ number, family }) => `${FAMILIES[family]} ${Math.ceil(number / Object.keys(FAMILIES).length)}`;
const idOf = ({ number }) => `sim${String(number).padStart(2, '0')}`;

function lineOf(printer, index, webcam) {
  const { address, port, family } = printer;
  const place = `location="Room ${101 + Math.floor(index / 5)}" fleet_group=${index % 2 ? 'research' : 'teaching'}`;
  return `StratasysPrinter ${idOf(printer)} ${address}:${port} name="${nameOf(printer)}" ${place}${
    family === WEBCAM_FAMILY ? ` webcam=${webcam}` : ''}`;
}

/** The StratasysPrinter lines of a fleet in a file, for httpd and timelapse alike. */
function writeLines(file, printers, webcam = WEBCAM_PATH) {
  writeFileSync(file, printers.map((printer, i) => `${lineOf(printer, i, webcam)}\n`).join(''));
  return file;
}

const printersOf = ({ first, count }) => Array.from({ length: count }, (_, i) => {
  const number = first + i;
  const families = Object.keys(FAMILIES);
  return { number, address: '127.0.0.1', port: number, family: families[(number - 1) % families.length] };
});

/** Lives a fleet's days up to now into a new database in the folder, and gives its path. */
export function makeHistory(folder, fleet = SIX) {
  const database = join(folder, 'stratasys.db');
  const now_s = Math.floor(Date.now() / 1000);
  const lives = {
    database, zone: ZONE, fleet: writeLines(join(folder, 'printers.conf'), printersOf(fleet)),
    printers: fleet.count, first: fleet.first, seed: SEED, from: now_s - fleet.days * DAY_S, 'at-changes': true,
  };
  const [gapFrom_s, gapTo_s] = GAP_S.map((ago_s) => now_s - ago_s);
  lapse({ ...lives, interval: COARSE_S, to: gapFrom_s });
  lapse({ ...lives, interval: FINE_S, gap: `${gapFrom_s},${gapTo_s}`, resume: true });
  return database;
}

let ownHistory = null;

/** The history of the six: the one that tests/run.mjs made for all test files, or one of this process. */
function sixHistory() {
  if (process.env.GUI_HISTORY) return process.env.GUI_HISTORY;
  if (ownHistory) return ownHistory;
  const folder = mkdtempSync(join(tmpdir(), 'gui-history-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return (ownHistory = makeHistory(folder));
}

/**
 * Starts stratasim and httpd over a copy of a history, whose jobs go on; resolves once every printer was polled, to {httpd,
 * sim, url, api(path)}: `url` is the page's, `sim.tell('fault 3 refuse')` is for sim03. `config` and `location` are further
 * lines of httpd's configuration, `webcam` what one of the printers has. All of it ends with the test.
 */
export async function startLab(t, { config = '', location, webcam = WEBCAM_PATH, fleet = SIX, history = sixHistory() } = {}) {
  const place = makePlace(t);
  const database = join(place, 'db/stratasys.db');
  const sim = await startSim(t, ['--printers', String(fleet.first + fleet.count - 1), '--seed', String(SEED)]);
  const lines = writeLines(join(place, 'printers.conf'), sim.printers.slice(fleet.first - 1), webcam);
  mkdirSync(join(place, 'db'), { mode: 0o2750 });
  copyFileSync(history, database);
  catchUp(database, lines, fleet);
  if (isRoot) execFileSync('chown', ['-R', `${httpdUser}:`, join(place, 'db')]);
  const httpd = await startHttpd(t, {
    location,
    config: `StratasysDatabase ${database}\nStratasysTimeZone ${ZONE}\nStratasysInterval 1s\nInclude ${lines}\n${config}`,
  });
  writeFileSync(join(httpd.place, 'www', WEBCAM_PATH), WEBCAM);
  await polledFleet(httpd);
  return { httpd, sim, url: `${httpd.url}/stratasys/`, api: httpd.api };
}

/** Polls what was lived since the history was made. */
function catchUp(database, lines, { first, count }) {
  lapse({ database, zone: ZONE, fleet: lines, printers: count, first, seed: SEED, from: 1, interval: FINE_S, 'at-changes': true, resume: true });
}
