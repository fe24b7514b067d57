// The health of what watches: poller, database, how much was watched, printers with trouble and what to do.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatNumber, formatPercent, isolated, known } from '../format.js';
import { iconSet } from '../icons.js';
import { meterFill } from '../meter.js';
import { noticeCreate } from '../notice.js';
import { printerName, printersSorted } from '../printers.js';
import { texts } from '../texts.js';
import { adviceFor } from './advice.js';
import { eventsCreate } from './events.js';

const COVERAGE = 'api/v1/utilization?group_by=printer&from=7d&limit=1000&fields=printer,calendar_s,observed_s';
const COVERAGE_LEAST_S = 60;
const ALL_WATCHED = 0.999;

export function pageCreate(root, context) {
  const parts = domClone('health-page');
  root.append(parts.root);
  const notice = noticeCreate(parts.rows_notice);
  const events = eventsCreate(parts, context);
  let state = context.store.get();
  let coverage = { body: null, failure: null };

  context.source((data) => {
    coverage = data;
    fill();
  }).follow(COVERAGE, { least_s: COVERAGE_LEAST_S, all: true });

  function fill() {
    const now_s = context.clock.now();
    const byPrinter = new Map((coverage.body?.items ?? []).map((row) => [row.printer, row]));
    fillPoller(parts, state);
    fillDatabase(parts, state);
    fillWatched(parts, coverage);
    fillServer(parts, state);
    fillTroubles(parts, state, context);
    fillRows(parts, state, byPrinter, context, now_s);
    notice.fill({ body: state.printers, failure: state.failure }, { isEmpty: state.printers?.length === 0, empty: texts.no_printers_title });
  }

  return {
    title: () => texts.nav.health,
    show() {},
    update(next) {
      state = next;
      fill();
    },
    tick: (now_s) => events.tick(now_s),
    leave() {},
  };
}

/** Good, to be noted, trouble or not known: as a tone, an icon and a word. */
function fillTile(parts, name, { level, word, note }) {
  domAttribute(parts[name], 'data-level', level);
  iconSet(parts[`${name}_icon`], { good: 'completed', fair: 'warning', bad: 'warning', none: 'unknown' }[level]);
  domText(parts[`${name}_word`], word);
  domText(parts[`${name}_note`], note);
}

const noAnswer = (failure) => ({ level: 'none', word: texts.health.no_answer, note: failure ? texts.health.no_answer_note : texts.loading });

function fillPoller(parts, { health, health_failure }) {
  if (!health) return fillTile(parts, 'poller', noAnswer(health_failure));
  const { word, note } = texts.health.pollers[health.poller] ?? { word: health.poller, note: health.remedy };
  const level = health.poller === 'running' ? 'good' : health.poller === 'off' ? 'none' : 'bad';
  fillTile(parts, 'poller', { level, word, note });
}

function fillDatabase(parts, { health, health_failure }) {
  if (!health) return fillTile(parts, 'database', noAnswer(health_failure));
  const { word, note } = texts.health.databases[health.database] ?? { word: health.problem ?? health.database, note: health.remedy };
  fillTile(parts, 'database', { level: health.database === 'ok' ? 'good' : 'bad', word, note });
}

function fillWatched(parts, { body, failure }) {
  if (!body) return fillTile(parts, 'watched', noAnswer(failure));
  const sum = (key) => body.items.reduce((total, row) => total + row[key], 0);
  const ratio = sum('calendar_s') > 0 ? sum('observed_s') / sum('calendar_s') : null;
  if (ratio === null) return fillTile(parts, 'watched', { level: 'none', word: texts.unknown, note: texts.health.watched_none });
  const missed = formatDuration(sum('calendar_s') - sum('observed_s'));
  const isAll = ratio >= ALL_WATCHED;
  const note = isAll ? texts.health.watched_all : texts.health.watched_missed(missed);
  fillTile(parts, 'watched', { level: isAll ? 'good' : 'fair', word: texts.health.watched_ratio(formatPercent(ratio)), note });
}

function fillServer(parts, { health, printers, time_zone }) {
  const rows = [
    [texts.health.version, health?.version],
    [texts.health.zone, time_zone],
    [texts.health.printers, printers && formatNumber(printers.length)],
  ];
  domList(parts.server, rows, () => domClone('fact'), (row, [key, value]) => {
    domText(row.key, key);
    domText(row.value, known(value));
  });
}

// ---- printers -----------------------------------------------------------------------------------------------------------

function troublesOf({ printers }) {
  return (printers ?? []).flatMap((printer) => [
    ...(printer.trouble ? [{ printer, what: printer.trouble, advice: adviceFor(printer.trouble) }] : []),
    ...(printer.damage ? [{ printer, what: printer.damage, advice: 'damage' }] : []),
    ...(printer.state === 'unmapped' ? [{ printer, what: texts.says(isolated(printer.status_text ?? '')), advice: 'unmapped' }] : []),
  ]);
}

function fillTroubles(parts, state, { href }) {
  const troubles = troublesOf(state);
  domShow(parts.no_trouble, state.printers !== null && troubles.length === 0);
  domList(parts.troubles, troubles, () => domClone('health-trouble'), (row, { printer, what, advice }) => {
    fillName(row.name, printer, href);
    domText(row.what, what);
    domText(row.remedy, texts.health.advice[advice]);
  });
}

function fillName(link, printer, href) {
  domText(link, printerName(printer));
  domAttribute(link, 'href', href('printer', [printer.printer]));
}

function fillRows(parts, { printers, health, answered_at_s }, byPrinter, { href }, now_s) {
  const sorted = printers ? printersSorted(printers, health, answered_at_s) : [];
  domList(parts.rows, sorted, () => domClone('health-row'), (row, { printer, state }) => {
    fillName(row.name, printer, href);
    domAttribute(row.root, 'data-state', state);
    iconSet(row.icon, state);
    domText(row.state, texts.states[state]);
    domText(row.answered, formatClock(printer.answered_at, now_s) ?? texts.never_answered);
    domText(row.failed, formatNumber(printer.failed_polls) ?? texts.unknown);
    fillCoverage(row, byPrinter.get(printer.printer));
  });
}

function fillCoverage(row, covered) {
  const ratio = covered?.calendar_s > 0 ? covered.observed_s / covered.calendar_s : null;
  domText(row.coverage, formatPercent(ratio) ?? texts.unknown);
  domShow(row.bar, ratio !== null);
  if (ratio === null) return;
  meterFill(row, ratio);
}
