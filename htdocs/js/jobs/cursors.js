// Which page of a list is shown: the cursors of the pages seen so far, and how many rows there are in all.

/** They begin anew whenever `turnTo(question)` names another question. */
export function cursorsCreate() {
  let question = null;
  let cursors = [null]; // of each page, as far as known
  let page = 0;
  let total = null;

  return {
    turnTo(next) {
      if (next === question) return;
      question = next;
      cursors = [null];
      page = 0;
      total = null;
    },
    /** The address of the page shown. */
    url: () => (cursors[page] === null ? question : `${question}&cursor=${encodeURIComponent(cursors[page])}`),
    /** Takes the answer of the page shown: only the first one counts the rows. */
    take({ next, total: counted }) {
      cursors.length = page + 1;
      if (next) cursors.push(new URL(next, 'http://localhost').searchParams.get('cursor'));
      if (typeof counted === 'number') total = counted;
    },
    step(by) {
      if (page + by >= 0 && page + by < cursors.length) page += by;
    },
    page: () => page,
    total: () => total,
    hasNext: () => page + 1 < cursors.length,
  };
}
