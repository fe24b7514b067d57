// Simulated printers for a test: stratasim as a child process, with its commands.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { atEnd, build } from './place.mjs';

/** A loopback network of the test's own: 127.x.y.1. */
export function ownAddress() {
  const byte = () => 1 + Math.floor(Math.random() * 250);
  return `127.${byte()}.${byte()}.1`;
}

/**
 * Starts stratasim with further arguments; printers is [{number, address, port, family}]. `tell('heal 3')` gives its
 * answer line; it ends with the test.
 */
export async function startSim(t, args = []) {
  const child = spawn(join(build, 'stratasim'), ['--address', ownAddress(), '--port', '0', '--until-eof', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  atEnd(t, async () => {
    child.stdin.end();
    child.kill('SIGTERM');
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const printers = [];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error('stratasim ended before it was ready');
    if (value === 'ready') break;
    const [, number, address, port, family] = value.split(' ');
    printers.push({ number: Number(number), address, port: Number(port), family });
  }
  const tell = async (command) => {
    child.stdin.write(command + '\n');
    const { value } = await lines.next();
    if (!value?.startsWith('ok')) throw new Error(`stratasim: ${command}: ${value}`);
    return value;
  };
  return { child, printers, tell };
}

/** StratasysPrinter lines for all its printers, named p1, p2, … */
export function printerLines(sim, options = '') {
  return sim.printers.map((p) => `StratasysPrinter p${p.number} ${p.address}:${p.port} ${options}`).join('\n');
}
