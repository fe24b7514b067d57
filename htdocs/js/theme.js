// Light or dark as the system says, before the first paint: this script alone blocks the page.

const dark = matchMedia('(prefers-color-scheme: dark)');

function apply() {
  document.documentElement.dataset.bsTheme = dark.matches ? 'dark' : 'light';
}

dark.addEventListener('change', apply);
apply();
