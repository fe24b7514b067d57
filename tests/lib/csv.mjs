// CSV by RFC 4180, by a few lines that have nothing in common with ours.

/** The rows, each a list of texts. */
export function rowsOfCsv(text, separator = ',') {
  const rows = [[]];
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\r\\n${separator}]*))(${separator}|\\r\\n)`, 'gy');
  let end = 0;
  for (const [whole, quoted, plain, behind] of text.matchAll(cell)) {
    end += whole.length;
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (behind === '\r\n') rows.push([]);
  }
  if (end !== text.length || rows.pop().length > 0) throw new Error(`no CSV: ${JSON.stringify(text.slice(end, end + 80))}`);
  return rows;
}

/** The rows as objects of texts by the names of the first one. */
export function objectsOfCsv(text) {
  const [head, ...rows] = rowsOfCsv(text);
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
}
