// The button that turns from 'as the system says' to light to dark.
import { domAttribute } from './dom.js';
import { iconSet } from './icons.js';
import { texts } from './texts.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };

export function themeSwitchCreate(button, icon) {
  const { dataset } = document.documentElement;
  const choice = () => (Object.hasOwn(NEXT, dataset.themeChoice) ? dataset.themeChoice : 'auto');

  function fill() {
    iconSet(icon, `theme_${choice()}`);
    domAttribute(button, 'aria-label', texts.themes[choice()]);
    domAttribute(button, 'title', texts.themes[choice()]);
  }

  button.addEventListener('click', () => {
    dataset.themeChoice = NEXT[choice()];
    fill();
  });
  fill();
}
