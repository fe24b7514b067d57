// What the OpenAPI text says of each address, in the shape that the page shows; no DOM.

const EXAMPLE_QUERY = { from: '7d', step: '10min', after: '0' };
const NOT_SHOWN = new Set(['id', 'uid', 'If-None-Match']);
const CSV = 'format';

/** [{name, about, operations}] in the order of the tags; `examples` are values of {id} and {uid}, or null. */
export function operationsByTag(document, examples) {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    item.get ? [operationOf(document, path, item, examples)] : [],
  );
  return (document.tags ?? [])
    .map(({ name, description }) => ({ name, about: description ?? null, operations: operations.filter(({ tag }) => tag === name) }))
    .filter((tag) => tag.operations.length > 0);
}

function operationOf(document, path, item, examples) {
  const parameters = (item.get.parameters ?? []).map((parameter) => resolved(document, parameter)).filter(Boolean);
  const names = new Set(parameters.map(({ name }) => name));
  const address = addressOf(path, item, examples);
  const query = new URLSearchParams(Object.entries(EXAMPLE_QUERY).filter(([name]) => names.has(name))).toString();
  return {
    path: (placeOf(item) + path).replace(/^\//, ''),
    tag: item.get.tags?.[0],
    summary: item.get.summary ?? null,
    description: item.get.description ?? null,
    parameters: parameters.filter(({ name }) => !NOT_SHOWN.has(name)).map(parameterOf),
    open: address && (query ? `${address}?${query}` : address),
    csv: address && names.has(CSV) ? `${address}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(query)), format: 'csv' })}` : null,
  };
}

/** The document's own addresses are below api/v1; others name their server, one step above. */
const placeOf = (item) => (item.servers ? '' : 'api/v1');

function addressOf(path, item, examples) {
  let isKnown = true;
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    isKnown &&= examples[name] !== null && examples[name] !== undefined;
    return encodeURIComponent(examples[name]);
  });
  return isKnown ? `${placeOf(item)}${filled}`.replace(/^\//, '') : null;
}

function resolved(document, parameter) {
  if (!parameter.$ref) return parameter;
  return document.components?.parameters?.[parameter.$ref.split('/').pop()] ?? null;
}

function parameterOf({ name, description, schema = {}, example }) {
  const values = schema.enum ?? schema.items?.enum ?? null;
  return { name, description: description ?? null, values, example: values || example === undefined ? null : String(example), standard: schema.default ?? null };
}
