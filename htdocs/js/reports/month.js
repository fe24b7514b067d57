// The summary of a month on one sheet of paper, with the month before beside it.
import { tableFill } from '../charts/table.js';
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { rangeToday } from '../filters/range.js';
import { noticeCreate } from '../notice.js';
import { printerName } from '../printers.js';
import { locale, texts } from '../texts.js';
import { monthTables, QUESTIONS } from './month_tables.js';
import { monthShown, monthSpans, monthStep, monthValid } from './months.js';

const words = texts.reports.month;
const LEAST_S = 60;
const SIDES = ['month', 'before'];

const labels = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortLabels = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const labelOf = (month) => labels.format(Date.parse(month));

export function pageCreate(root, context) {
  const parts = domClone('month-page');
  root.append(parts.root);
  const notice = noticeCreate(parts.notice);
  const answers = answersCreate(context, fill);
  let query = {};

  parts.print.addEventListener('click', () => window.print());

  const today = () => rangeToday(context.clock.now(), context.store.get().time_zone);

  function refresh() {
    const month = monthShown(query.month, today());
    const { printers } = context.store.get();
    fillTools(parts, context, month, today());
    domText(parts.wrong, query.month && query.month !== month ? words.wrong(query.month) : null);
    if (printers) answers.follow(monthSpans(month, today()), printers.some((printer) => 'job_name' in printer));
    fill();
  }

  function fill() {
    const month = monthShown(query.month, today());
    const { until } = monthSpans(month, today());
    const { printers, time_zone } = context.store.get();
    const { data, isBusy, sides } = answers.get();
    const isEmpty = Boolean(sides) && sides.month.time[0].calendar_s === 0 && sides.month.jobs[0].jobs === 0;
    const names = new Map((printers ?? []).map((printer) => [printer.printer, printerName(printer)]));
    domText(parts.title, words.title(labelOf(month)));
    domText(parts.about, [sides && words.about(sides.month.time[0].printers), until && words.until(days.format(Date.parse(until)))].filter(Boolean).join(' · '));
    domText(parts.foot, words.made(moments.format(context.clock.now() * 1000), time_zone));
    domAttribute(parts.sheet, 'aria-busy', String(isBusy));
    notice.fill(data, { isEmpty, empty: words.empty(labelOf(month)), hint: words.empty_hint });
    domShow(parts.body, Boolean(sides) && !isEmpty);
    if (sides && !isEmpty) fillTables(parts.body, monthTables(sides.month, sides.before, { heads: headsOf(month, until), nameOf: (id) => names.get(id) ?? id }));
  }

  return {
    title: () => words.title(labelOf(monthShown(query.month, today()))),
    show(route) {
      query = route.query;
      refresh();
    },
    update: refresh,
    tick() {},
    leave() {},
  };
}

function headsOf(month, until) {
  const [now, then] = [month, monthStep(month, -1)].map((one) => shortLabels.format(Date.parse(one)));
  return until ? { month: words.until_head(now), before: words.same_days(then) } : { month: now, before: then };
}

function fillTools(parts, { href }, month, today) {
  const step = (link, steps) => {
    const to = monthStep(month, steps);
    const isThere = monthValid(to, today);
    if (isThere) domAttribute(link, 'href', href('month', [], { month: to }));
    else link.removeAttribute('href');
    domAttribute(link, 'aria-disabled', String(!isThere));
  };
  step(parts.earlier, -1);
  step(parts.later, 1);
  domText(parts.shown, labelOf(month));
  domAttribute(parts.reports, 'href', href('reports', [], { range: month }));
}

function fillTables(body, tables) {
  domList(body, tables, () => domClone('month-table'), (parts, { title, note, columns, rows, isWide = false }) => {
    domText(parts.title, title);
    domText(parts.caption, title);
    domText(parts.note, note);
    domAttribute(parts.box, 'aria-label', title);
    domShow(parts.box, rows.length > 0);
    parts.root.classList.toggle('month-wide', isWide);
    const key = JSON.stringify([columns, rows]);
    if (parts.shown !== key) tableFill(parts.box.querySelector('table'), columns, rows); // what somebody marks in it stays marked
    parts.shown = key;
  });
}

/**
 * Asks all questions of both months, those for owners where people are shown. `get()` gives {data, isBusy, sides}: `sides`
 * is {month, before} with the rows of each question once all have come, `data` what notice.js takes.
 */
function answersCreate({ source }, onChange) {
  const came = {};
  const own = {};
  for (const side of SIDES)
    for (const name of Object.keys(QUESTIONS)) {
      const key = `${side} ${name}`;
      own[key] = source((data) => {
        came[key] = data;
        onChange();
      });
    }
  let wanted = [];

  const rowsOf = (side) => Object.fromEntries(wanted.map((name) => [name, came[`${side} ${name}`].body.items]));

  return {
    follow(spans, hasPeople) {
      wanted = Object.keys(QUESTIONS).filter((name) => name !== 'owners' || hasPeople);
      for (const side of SIDES)
        for (const name of wanted) {
          const [path, asked] = QUESTIONS[name];
          const url = `api/v1/${path}?${new URLSearchParams({ ...spans[side], ...asked, limit: 1000 })}`;
          own[`${side} ${name}`].follow(url, { least_s: LEAST_S, all: true });
        }
    },
    get() {
      const all = SIDES.flatMap((side) => wanted.map((name) => came[`${side} ${name}`]));
      const failed = all.find((data) => data?.failure);
      const isWhole = wanted.length > 0 && all.every((data) => data?.body);
      return {
        data: failed ?? { body: isWhole ? {} : null },
        isBusy: !isWhole && !failed || all.some((data) => data?.isAsking),
        sides: isWhole ? { month: rowsOf('month'), before: rowsOf('before') } : null,
      };
    },
  };
}
