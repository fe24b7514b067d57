// What is wrong between the reader and the printers, each with what to do. A banner is kept while its trouble lasts.
import { domArrange, domAttribute, domClone, domText } from './dom.js';
import { formatDuration } from './format.js';
import { iconSet } from './icons.js';
import { texts } from './texts.js';

const REFUSED_TEXTS = { 401: texts.refused_401, 403: texts.refused_403, 404: texts.refused_404 };

/** The view below `root`; `retry()` asks the server at once. */
export function bannersCreate(root, retry) {
  const shown = new Map();
  let failure = null;

  function bannerOf(id) {
    if (!shown.has(id)) {
      const parts = domClone('banner');
      parts.retry.addEventListener('click', retry);
      shown.set(id, parts);
    }
    return shown.get(id);
  }

  return {
    update(state) {
      failure = state.failure;
      const banners = bannersOf(state);
      for (const id of shown.keys()) if (!banners.some((banner) => banner.id === id)) shown.delete(id);
      domArrange(root, banners.map((banner) => bannerOf(banner.id).root));
      for (const banner of banners) fill(bannerOf(banner.id), banner);
    },
    tick() {
      for (const parts of shown.values()) fillRetry(parts, failure);
    },
  };
}

function bannersOf({ printers, health, failure }) {
  return [failure && ofFailure(failure, printers), !isUnreachable(failure) && ofHealth(health, printers)].filter(Boolean);
}

const isUnreachable = (failure) => failure?.kind === 'unreachable';

function ofFailure(failure, printers) {
  if (isUnreachable(failure)) {
    const text = printers ? texts.unreachable_text : texts.unreachable_first;
    return { id: 'unreachable', tone: 'danger', icon: 'unreachable', title: texts.unreachable_title, text, canRetry: true };
  }
  const said = failure.detail ?? failure.title;
  const text = [said, REFUSED_TEXTS[failure.status] ?? texts.refused_text].filter(Boolean).join(' ');
  return { id: 'refused', tone: 'danger', icon: 'unreachable', title: texts.refused_title(failure.status), text, canRetry: true };
}

/** Without printers a poller has nothing to do: the empty page says what is next, only a database can be in trouble. */
function ofHealth(health, printers) {
  if (!health || (printers?.length === 0 && health.database === 'ok')) return null;
  const known = troubleOf(health, printers);
  if (!known && health.status === 'ok') return null;
  const title = known?.title ?? health.problem ?? texts.trouble_title;
  return { id: 'health', tone: 'warning', icon: 'warning', title, text: known ? known.text : health.remedy, canRetry: false };
}

/** What is known of that trouble in the reader's words; also that nobody polls where the poller is off here. */
function troubleOf({ poller, database }, printers) {
  const { databases, pollers } = texts.health;
  const isNobody = poller === 'off' && printers?.length > 0 && printers.every(({ state }) => state === 'unobserved');
  if (database !== 'ok') return wordsOf(texts.health.database, databases, database);
  if (isNobody) return { title: texts.nobody_polls, text: pollers.off.note };
  return ['running', 'off'].includes(poller) ? null : wordsOf(texts.health.poller, pollers, poller);
}

const wordsOf = (section, table, key) => Object.hasOwn(table, key) && { title: `${section}: ${table[key].word}.`, text: table[key].note };

function fill(parts, { id, tone, icon, title, text, canRetry }) {
  domAttribute(parts.root, 'data-banner', id);
  domAttribute(parts.root, 'class', `banner alert alert-${tone}`);
  iconSet(parts.icon, icon);
  domText(parts.title, title);
  domText(parts.text, text);
  parts.canRetry = canRetry;
  parts.retry_area.hidden = !canRetry;
}

function fillRetry(parts, failure) {
  if (!parts.canRetry || !failure) return;
  const left_s = (failure.retry_at_ms - Date.now()) / 1000;
  domText(parts.countdown, left_s > 0 ? texts.retry_in(formatDuration(Math.ceil(left_s))) : texts.retrying);
}
