// Reports a run of node's test runner: what failed with its reason, what was skipped and why, and the count at the end.

const isFile = (event) => event.data.name.endsWith('.test.mjs');
const isSkip = (event) => event.data.skip !== undefined || event.data.todo !== undefined;

function reasonOf(event) {
  const error = event.data.details?.error;
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause?.message ?? cause ?? '').replace(/^/gm, '    ');
}

/** A parent that failed because its subtests did is told by them. */
function isOnlyParent(event) {
  return event.data.details?.error?.failureType === 'subtestsFailed';
}

export default async function* report(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const event of source) {
    if (event.type === 'test:pass' && isSkip(event)) {
      counts.skipped += 1;
      yield `skipped: ${event.data.name}: ${event.data.skip === true ? '' : event.data.skip ?? 'to do'}\n`;
    } else if (event.type === 'test:pass' && !isFile(event)) {
      counts.passed += 1;
      if (event.data.nesting === 0) yield `ok: ${event.data.name} (${(event.data.details.duration_ms / 1000).toFixed(1)} s)\n`;
    } else if (event.type === 'test:fail' && !isOnlyParent(event)) {
      counts.failed += 1;
      yield `FAILED: ${event.data.name} (${event.data.file ?? ''})\n${reasonOf(event)}\n`;
    } else if (event.type === 'test:stderr') {
      yield event.data.message;
    }
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  yield `${counts.passed} passed, ${counts.failed} failed${skipped}\n`;
}
