// The OpenAPI document as a client reads it: its operations, what it says of their answers, and values for their parameters.
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const OUR_WORDS = ['components', 'example', 'x-needs', 'x-unit'];

/** What a validator of OpenAPI complains about; null: nothing. */
export async function faultsOf(document) {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  return valid ? null : errors;
}

/** Every $ref of one step followed: the parameter, header or response itself. */
export const resolved = (document, part) =>
  part.$ref ? part.$ref.slice(2).split('/').reduce((at, name) => at[name], document) : part;

/** [{id, path, url, parameters, responses, tags}]; url is the path with the server before it. */
export function operationsOf(document) {
  return Object.entries(document.paths).map(([path, item]) => {
    const { operationId, parameters, responses, ...rest } = item.get;
    const server = (item.servers ?? document.servers)[0].url.replace(/\/$/, '');
    return {
      ...rest, id: operationId, path, url: server + path,
      parameters: parameters.map((parameter) => resolved(document, parameter)),
      responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, resolved(document, response)])),
    };
  });
}

/** Gives a function of a schema and a value: what is wrong with the value, null where nothing is. */
export function checkerOf(document) {
  const ajv = new Ajv({ strictTypes: false, allErrors: false });
  addFormats.default(ajv);
  OUR_WORDS.forEach((word) => ajv.addKeyword(word));
  const compiled = new Map();
  return (schema, value) => {
    const key = JSON.stringify(schema);
    if (!compiled.has(key)) compiled.set(key, ajv.compile({ allOf: [schema], components: { schemas: document.components.schemas } }));
    const validate = compiled.get(key);
    return validate(value) ? null : ajv.errorsText(validate.errors) + ' ' + JSON.stringify(validate.errors[0].params);
  };
}

/** The schema of the objects in a list's items, and the name by which it is known. */
export function itemsOf(document, operation) {
  const list = resolved(document, operation.responses[200].content['application/json'].schema);
  return resolved(document, list.properties.items.items);
}

/** The alternatives of a pattern of words: [dimensions, periods]. */
function wordsOfPattern(pattern) {
  const both = /^\^\(\(([^()]+)\)\(,\(([^()]+)\)\)\?/.exec(pattern);
  return (both ? both.slice(1) : [/^\^\(([^()]+)\)\$$/.exec(pattern)[1], '']).map((words) => words.split('|').filter(Boolean));
}

function pairsOf([dimensions, periods]) {
  return dimensions.flatMap((dimension) => periods.flatMap((period) => [`${dimension},${period}`, `${period},${dimension}`]));
}

/** All values that a schema names, or the bounds of those that it allows; what has none of these is `free`. */
export function valuesOf(schema, free = []) {
  if (schema.oneOf) return schema.oneOf.flatMap((one) => valuesOf(one, free));
  if (schema.enum) return schema.enum;
  if (schema.type === 'array') return schema.items.enum;
  if (schema.type === 'integer') return [schema.minimum, schema.maximum].filter((number) => number !== undefined);
  if (schema.pattern?.includes('|') && free.length === 0) {
    const words = wordsOfPattern(schema.pattern);
    return [...words.flat(), ...pairsOf(words)];
  }
  return free;
}
