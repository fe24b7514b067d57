// What is remembered while other pages are shown: a reader who comes back from a job finds the list as it was.
import { cursorsCreate } from './cursors.js';

export const memory = {
  query: {}, // of the list, as last shown
  cursors: cursorsCreate(),
  job: null, // whose page was opened last
};
