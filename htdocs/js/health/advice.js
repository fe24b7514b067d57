// What to do about the trouble of a printer; the words of the trouble are those of link.c, session.c and the poller. No DOM.

/** Word in the trouble → key of the advice in the texts; the first that fits. */
const ADVICE = [
  [/refused/i, 'refused'],
  [/no connection within|unreachable|no route|timed out|host is down/i, 'silent'],
  [/name of its host|looked up|not known|resolution/i, 'name'],
  [/no complete answer|only \d+ of/i, 'slow'],
  [/expected|closed the connection|connection broke|reset|no status text|answers before/i, 'stranger'],
];

/** The key of the advice for that trouble; 'log' where none is known. */
export const adviceFor = (trouble) => ADVICE.find(([words]) => words.test(trouble))?.[1] ?? 'log';
