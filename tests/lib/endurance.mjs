// What the endurance tests look at: lasting printers, the log of the simulated ones, processes.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, makePlace } from './place.mjs';
import { startSim } from './sim.mjs';

const MOMENT = '1767225600';

/** The status text of a simulated printer at one moment: it stays as it is, and can always be reached. */
export const steadyText = (number) =>
  execFileSync(join(build, 'stratasim'), ['--at', MOMENT, '--printers', String(number), '--printer', String(number)]);

/** Simulated printers that say the same for ever, with their log: {…startSim, place, conversations()}. */
export async function startSteadySim(t, count, args = []) {
  const place = makePlace(t);
  const log = join(place, 'sim.log');
  const replays = Array.from({ length: count }, (_, i) => {
    const file = join(place, `${i + 1}.sts`);
    writeFileSync(file, steadyText(i + 1));
    return ['--replay', file];
  });
  const sim = await startSim(t, ['--printers', String(count), '--log', log, ...replays.flat(), ...args]);
  const conversations = () => readFileSync(log, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return { ...sim, place, conversations };
}

/** The lines of a log that match. */
export const linesOf = (log, pattern) => log.split('\n').filter((line) => pattern.test(line));

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const processIds = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

/** The processes whose command line names the path: httpd with its children, poller included. */
export const processesNaming = (path) => processIds().filter((pid) => readProc(pid, 'cmdline').includes(path));

/** The pollers among the processes whose command line names the path. */
export const pollersNaming = (path) =>
  processesNaming(path).filter((pid) => readProc(pid, 'comm').startsWith('stratasys-poll'));

function opens(pid, path) {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => readlinkSync(join(folder, fd)).startsWith(path));
  } catch {
    return false; // it ended, or is another user's
  }
}

/** The processes that have a file open whose path begins so. */
export const processesWithOpen = (path) => processIds().filter((pid) => opens(pid, path));

/** The process's memory of its own, in kB. */
export function privateMemory_kb(pid) {
  const fields = [...readProc(pid, 'smaps_rollup').matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)];
  return fields.reduce((sum, [, kb]) => sum + Number(kb), 0);
}
