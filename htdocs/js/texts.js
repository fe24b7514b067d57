// The words of the page in the reader's language; numbers and times follow the reader's full locale.
import { en } from './texts/en.js';
import { de } from './texts/de.js';

const LANGUAGES = { en, de };
const languageOf = (tag) => tag.split('-')[0].toLowerCase();
const preferred = navigator.languages.find((tag) => languageOf(tag) in LANGUAGES) ?? 'en';

export const language = languageOf(preferred);
export const locale = preferred;
export const texts = LANGUAGES[language];
