// Status texts, read by a few lines that have nothing in common with libproto.
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { captures, project } from './place.mjs';

const BARE_END = /[\s]/;

function closingBrace(text, begin) {
  for (let depth = 0, i = begin; i < text.length; i++) {
    if (text[i] === '{') depth++;
    if (text[i] === '}' && --depth === 0) return i;
  }
  throw new Error(`no closing brace: ${text.slice(begin, begin + 40)}`);
}

/** The elements of a list of bare words, "quoted" and {braced} texts, without what encloses them. */
export function listOf(text) {
  const elements = [];
  for (let i = 0; i < text.length; i++) {
    if (BARE_END.test(text[i])) continue;
    const begin = i;
    if (text[i] === '{') i = closingBrace(text, i);
    else if (text[i] === '"') i = text.indexOf('"', i + 1);
    else while (i + 1 < text.length && !BARE_END.test(text[i + 1])) i++;
    elements.push(/["{]/.test(text[begin]) ? text.slice(begin + 1, i) : text.slice(begin, i + 1));
  }
  return elements;
}

function groupOf(elements) {
  const group = {};
  for (let i = 0; i < elements.length; i += 2) group[elements[i].slice(1)] = elements[i + 1];
  return group;
}

/** {NAME: group or [group, …]}; cassette and queue are lists, the machine section is `machine`. */
export function readStatus(text) {
  const sections = {};
  for (const match of text.matchAll(/^set machineStatus\((\w+)\) /gm)) {
    const begin = match.index + match[0].length;
    const elements = listOf(text.slice(begin + 1, closingBrace(text, begin)));
    const isList = ['cassette', 'queue'].includes(match[1]);
    const isKnown = isList || ['general', 'currentJob', 'previousJob'].includes(match[1]);
    sections[isKnown ? match[1] : 'machine'] = isList ? elements.map((one) => groupOf(listOf(one))) : groupOf(elements);
  }
  return sections;
}

const textsIn = (folder) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sts')).sort().map((name) => join(folder, name)) : [];

/** The made-up status texts, and the real ones where they are. */
export const fixtureFiles = textsIn(join(project, 'tests/unit/fixtures'));
export const captureFiles = textsIn(captures);
