// A chart with what belongs to it: heading, what is counted, the same numbers as a table, as CSV and as a picture.
import { csvForExcel } from '../csv.js';
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';
import { chartCreate } from './chart.js';
import { tableFill } from './table.js';

const NO_PICTURE = { failure: { kind: 'refused', title: texts.charts.no_picture, detail: texts.charts.no_picture_hint } };

/**
 * A figure: {root, set, close}. `id` is unique on the page and names the picture; `note` tells what is counted.
 * `set({option, columns, rows, csvHref, height_px, isBusy, notice, note, about})`: `option(palette)` as in chart.js; columns
 * and rows as in table.js; `csvHref` null where there is none; `notice`, what notice.js takes as {data, isEmpty, empty, hint},
 * stands in the place of a chart without data; another `note`; `about`, what a page says once for all of its figures, stands
 * on the picture.
 */
export function figureCreate({ id, title, note = null }) {
  const parts = domClone('figure');
  const notice = noticeCreate(parts.notice);
  const picture = { title, note };
  const chart = chartCreate(parts.chart, { describe: texts.charts.describe(title) });
  let shown = null;
  let isTable = false;

  function showData(hasData) {
    domShow(parts.body, hasData);
    domShow(parts.tools, hasData);
  }

  const fillNotice = () => notice.fill(shown.notice?.data ?? { body: {} }, shown.notice);

  function fillTable() {
    domShow(parts.chart, !isTable);
    domShow(parts.table_box, isTable);
    domAttribute(parts.toggle, 'aria-pressed', String(isTable));
    if (isTable && shown) tableFill(parts.table, shown.columns, shown.rows);
  }

  parts.title.id = `figure-${id}`;
  domText(parts.title, title);
  domText(parts.note, note);
  domText(parts.caption, title);
  for (const node of [parts.root, parts.table_box]) domAttribute(node, 'aria-labelledby', parts.title.id);
  parts.toggle.addEventListener('click', () => {
    isTable = !isTable;
    fillTable();
  });
  parts.png.addEventListener('click', async () => {
    try {
      download(await chart.png(picture), `${id}.png`);
      fillNotice();
    } catch {
      notice.fill(NO_PICTURE);
    }
  });
  showData(false);
  fillTable();

  return {
    root: parts.root,
    set(next) {
      shown = next;
      const hasData = !next.notice || (Boolean(next.notice.data.body) && !next.notice.isEmpty);
      domAttribute(parts.root, 'aria-busy', String(Boolean(next.isBusy)));
      domText(parts.note, next.note ?? note);
      picture.note = [next.about, next.note ?? note].filter(Boolean).join(' · ');
      fillNotice();
      showData(hasData);
      domShow(parts.csv, Boolean(next.csvHref));
      domShow(parts.excel, Boolean(next.csvHref));
      if (next.csvHref) {
        domAttribute(parts.csv, 'href', next.csvHref);
        domAttribute(parts.excel, 'href', csvForExcel(next.csvHref));
      }
      if (!hasData) return;
      chart.set(next.option, { height_px: next.height_px });
      fillTable();
    },
    close() {
      chart.close();
      parts.root.remove();
    },
  };
}

function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
