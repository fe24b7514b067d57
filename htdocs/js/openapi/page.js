// The API page: what can be called, from the server's own OpenAPI text, with links that work.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';
import { operationsByTag } from './operations.js';
import { proseFill } from './prose.js';

const DOCUMENT = 'api/v1/openapi.json';
const LEAST_S = 600;
const VALUES_SHOWN = 12;

export function pageCreate(root, context) {
  const parts = domClone('openapi-page');
  root.append(parts.root);
  const notice = noticeCreate(parts.root);
  const examples = { id: null, uid: null };
  let body = null;

  domText(parts.about, texts.openapi.about(new URL('api/v1', document.baseURI).href));
  const source = context.source((data) => {
    notice.fill(data);
    if (data.body === body) return;
    body = data.body;
    fill(parts, body, examples);
  });

  /** Links need a printer and a job that are there. */
  async function begin() {
    const { printers } = context.store.get();
    const jobs = await context.get('api/v1/jobs?limit=1');
    examples.uid = jobs.body?.items?.[0]?.job_uid ?? null;
    examples.id = printers?.[0]?.printer ?? jobs.body?.items?.[0]?.printer ?? null;
    source.follow(DOCUMENT, { least_s: LEAST_S });
  }
  begin();

  return { title: () => texts.nav.api, show() {}, update() {}, tick() {}, leave() {} };
}

function fill(parts, body, examples) {
  proseFill(parts.description, body.info?.description ?? '');
  parts.links.replaceChildren(linkTo(DOCUMENT, texts.openapi.document));
  parts.tags.replaceChildren(...operationsByTag(body, examples).map(tagOf));
}

function linkTo(address, word) {
  const { root, link } = domClone('openapi-link');
  domAttribute(link, 'href', address);
  domText(link, word);
  return root;
}

function tagOf({ name, about, operations }) {
  const parts = domClone('openapi-tag');
  domText(parts.name, name);
  domText(parts.about, about);
  parts.operations.append(...operations.map(operationRow));
  return parts.root;
}

function operationRow({ path, summary, description, parameters, open, csv }) {
  const parts = domClone('openapi-operation');
  domText(parts.path, path);
  domText(parts.summary, summary);
  proseFill(parts.description, description ?? '');
  fillLink(parts.open, open, open);
  fillLink(parts.csv, csv, texts.openapi.csv);
  domText(parts.count, texts.openapi.parameters(parameters.length));
  domShow(parts.parameters, parameters.length > 0);
  parts.rows.append(...parameters.map(parameterRow));
  return parts.root;
}

function fillLink(link, address, word) {
  domText(link, address && word);
  if (address) domAttribute(link, 'href', address);
}

function parameterRow({ name, description, values, example, standard }) {
  const parts = domClone('openapi-parameter');
  domText(parts.name, name);
  proseFill(parts.meaning, description ?? '');
  const shown = values && values.slice(0, VALUES_SHOWN).join(', ') + (values.length > VALUES_SHOWN ? ' …' : '');
  const facts = [shown, example && texts.openapi.example(example), standard !== null && texts.openapi.standard(standard)];
  parts.choices.textContent = facts.filter(Boolean).join(' · ');
  return parts.root;
}
