// Cards or a list: what the address says, else what the reader chose last, else what suits so many printers.

export const VIEWS = ['cards', 'list'];

const KEY = 'stratasys.fleet_view';
const CARDS_MOST = 24;

export function viewOf(query, count) {
  return [query.view, chosen()].find((view) => VIEWS.includes(view)) ?? (count > CARDS_MOST ? 'list' : 'cards');
}

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // no storage for this page
  }
}

export function viewRemember(view) {
  try {
    localStorage.setItem(KEY, view);
  } catch {
    // it stands in the address
  }
}
