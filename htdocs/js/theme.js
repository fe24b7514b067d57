// Light or dark, as the reader chose or else as the system says, before the first paint: this script alone blocks the page.
// The choice stands in data-theme-choice (auto, light, dark), where the switch of the page sets it.

const KEY = 'stratasys.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // no storage for this page: the system decides
  }
}

function apply() {
  const { themeChoice } = root.dataset;
  root.dataset.bsTheme = ['light', 'dark'].includes(themeChoice) ? themeChoice : dark.matches ? 'dark' : 'light';
}

root.dataset.themeChoice = stored() ?? 'auto';
dark.addEventListener('change', apply);
new MutationObserver(() => {
  apply();
  try {
    localStorage.setItem(KEY, root.dataset.themeChoice);
  } catch {
    // it holds until the page is closed
  }
}).observe(root, { attributeFilter: ['data-theme-choice'] });
apply();
