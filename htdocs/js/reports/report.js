// A report: one question to the API, and the figures that show its answer.
import { figureCreate } from '../charts/figure.js';
import { texts } from '../texts.js';
import { reportCsv, reportIgnores, reportUrl } from './ask.js';

const words = texts.reports;
const LEAST_S = 60;

/** Whether a question has all it needs: some are about people, or about them where the location exposes them. */
const isAskable = ({ aboutPeople }, { hasPeople }) =>
  ({ only: hasPeople === true, perhaps: hasPeople !== null })[aboutPeople] ?? true;

/**
 * `definition` is {path, ask(at), aboutPeople, isCut, figures}: `ask` gives further parameters of the question, false while
 * they cannot be known; `aboutPeople` is 'only' or 'perhaps'; `isCut`: the first page of the answer is enough. A figure is {id, title, note, draw(items, at)};
 * `draw` gives what figure.js takes, with `limited`, a sentence about what the chart leaves out.
 * Returns {roots, follow(at), close()}; `at` is what the reader looks at (page.js).
 */
export function reportCreate(definition, context) {
  const figures = definition.figures.map((one) => ({ ...one, figure: figureCreate(one) }));
  const source = context.source((next) => {
    data = next;
    fill();
  });
  let data = { body: null, failure: null, isAsking: true };
  let at = null;
  let csvHref = null;

  function fill() {
    if (at === null) return;
    if (definition.aboutPeople === 'only' && at.hasPeople === false) return fillHidden();
    const shown = data.failure?.kind === 'refused' ? { ...data, body: null } : data; // other numbers would belie the filters
    for (const { figure, draw, note } of figures) {
      const common = { isBusy: data.isAsking, csvHref, about: at.about };
      figure.set({ ...common, ...(shown.body ? drawn(draw, note, shown) : { notice: { data: shown }, note: notes(note) }) });
    }
  }

  function drawn(draw, note, shown) {
    const { items, total } = shown.body;
    if (items.length === 0) return { note: notes(note), notice: { data: shown, isEmpty: true, empty: words.empty, hint: words.empty_hint } };
    const { limited, isEmpty = false, ...given } = draw(items, { ...at, total });
    const notice = { data: shown, isEmpty, empty: words.empty, hint: words.empty_hint };
    return { ...given, notice, note: notes(note, limited, shown.body.isCut && words.cut) };
  }

  /** What a note has to add: filters that do not apply, and what is left out. */
  function notes(note, ...more) {
    const ignored = reportIgnores(definition.path, at.query).map((field) => texts.filters.fields[field]);
    return [note, ...more, ignored.length > 0 && words.ignored(ignored.join(', '))].filter(Boolean).join(' ');
  }

  function fillHidden() {
    for (const { figure } of figures)
      figure.set({ csvHref: null, notice: { data: { body: {} }, isEmpty: true, empty: words.no_people, hint: words.no_people_hint } });
  }

  for (const { figure } of figures) figure.set({ isBusy: true, notice: { data } });

  return {
    roots: figures.map(({ figure }) => figure.root),
    follow(next) {
      at = next;
      const asked = isAskable(definition, at) && definition.ask(at);
      csvHref = asked ? reportCsv(definition.path, at, asked) : null;
      if (asked) source.follow(reportUrl(definition.path, at, asked), { least_s: LEAST_S, all: !definition.isCut });
      fill();
    },
    close() {
      for (const { figure } of figures) figure.close();
    },
  };
}
