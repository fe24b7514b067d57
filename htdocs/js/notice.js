// One line in the place of data that is not there: still asked for, refused, or empty; each says what to do.
import { domAttribute, domClone, domShow, domText } from './dom.js';
import { iconSet } from './icons.js';
import { texts } from './texts.js';

/**
 * A notice below `root`. `fill(data, {isEmpty, empty, hint})` takes what a source tells: it shows nothing while there is a
 * body to see, and `empty` with `hint` where that body has nothing in it.
 */
export function noticeCreate(root) {
  const parts = domClone('notice');
  root.append(parts.root);
  domShow(parts.root, false);
  return {
    root: parts.root,
    fill(data, { isEmpty = false, empty = texts.nothing, hint = null } = {}) {
      const notice = data.body && !data.failure ? isEmpty && { icon: 'info', title: empty, text: hint } : noticeOf(data);
      domShow(parts.root, Boolean(notice));
      if (!notice) return;
      domAttribute(parts.root, 'data-notice', notice.icon);
      iconSet(parts.icon, notice.icon);
      domText(parts.title, notice.title);
      domText(parts.text, notice.text);
    },
  };
}

function noticeOf({ body, failure }) {
  if (!failure) return { icon: 'first', title: texts.loading, text: null };
  if (failure.kind === 'unreachable')
    return { icon: 'unreachable', title: texts.unreachable_title, text: body ? texts.unreachable_text : texts.unreachable_first };
  return { icon: 'warning', title: failure.title ?? texts.refused_title(failure.status), text: failure.detail ?? texts.refused_text };
}
