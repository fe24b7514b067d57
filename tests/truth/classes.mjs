// Differences between the history and the truth, counted in classes: of each how many, the worst, and its bound.

export class Classes {
  constructor() {
    this.classes = new Map();
    this.offenders = [];
  }

  /** Notes one difference of a class, within its bound or not; what: for people, when it is not. */
  note(name, difference, bound, what) {
    const own = this.classes.get(name) ?? { count: 0, beyond: 0, worst: 0, bound: 0, share: -1 };
    this.classes.set(name, own);
    own.count += 1;
    const share = bound > 0 ? difference / bound : difference > 0 ? Infinity : 0;
    if (share > own.share) Object.assign(own, { worst: difference, bound, share });
    if (difference <= bound) return;
    own.beyond += 1;
    this.offenders.push(`${name}: ${difference} > ${bound}: ${typeof what === 'function' ? what() : what}`);
  }

  /** Counts something that has no bound. */
  count(name) {
    const own = this.classes.get(name) ?? { count: 0 };
    this.classes.set(name, own);
    own.count += 1;
  }

  /** Something that must not be. */
  fail(name, what) {
    this.note(name, 1, 0, what);
  }

  countOf(name) {
    return this.classes.get(name)?.count ?? 0;
  }
}

const shortNumber = (number) => (number === undefined ? '' : String(Math.round(number * 1000) / 1000));

/** The table as text; "worst" is the difference that comes nearest to its bound, which stands beside it. */
export function tableOf(title, { classes }) {
  const rows = [['', 'count', 'worst', 'bound', 'beyond']];
  for (const [name, own] of [...classes].sort(([a], [b]) => (a < b ? -1 : 1)))
    rows.push([name, String(own.count), shortNumber(own.worst), shortNumber(own.bound), own.share === undefined ? '' : String(own.beyond)]);
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const lines = rows.map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
  return `${title}\n${lines.map((line) => `  ${line.trimEnd()}`).join('\n')}\n`;
}
