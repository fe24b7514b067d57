// The picture of a printer's webcam, renewed without flicker while somebody can see it.
import { domAttribute, domShow } from '../dom.js';
import { formatFull, isolated } from '../format.js';
import { texts } from '../texts.js';
import { printerName } from '../printers.js';
import { webcamAddress, webcamMayShow } from '../webcam_address.js';

const RENEW_S = 10;
const RETRY_S = 60;

/** The same picture, but not the copy that the browser has. */
const fresh = (address, now_s) => `${address}${address.includes('?') ? '&' : '?'}at=${Math.floor(now_s)}`;

/** The panel of the webcam: `fill(printer)`, `tick(now_s)` asks for pictures, `close()` ends it. */
export function webcamCreate(parts) {
  let address = null;
  let name = '';
  let isNear = false;
  let next_s = 0;
  let loading = null;

  const nearness = new IntersectionObserver((entries) => (isNear = entries.at(-1).isIntersecting));
  nearness.observe(parts.webcam);

  function swap(image, now_s) {
    loading = null;
    parts.webcam_box.firstChild?.removeAttribute('src'); // a picture that never ends goes on otherwise
    image.alt = texts.printer.webcam_of(isolated(name));
    parts.webcam_box.replaceChildren(image);
    domShow(parts.webcam_failed, false);
    domShow(parts.webcam_box, true);
    parts.webcam_note.textContent = formatFull(now_s);
  }

  function failed(now_s) {
    loading = null;
    next_s = now_s + RETRY_S;
    domShow(parts.webcam_failed, true);
    domShow(parts.webcam_box, false);
    parts.webcam_note.textContent = '';
  }

  function ask(now_s) {
    const image = new Image();
    loading = image;
    next_s = now_s + RENEW_S;
    image.className = 'sheet-picture';
    image.onload = () => loading === image && swap(image, now_s);
    image.onerror = () => loading === image && failed(now_s);
    image.src = fresh(address, now_s);
  }

  function forget() {
    loading?.removeAttribute('src');
    loading = null;
    next_s = 0;
    parts.webcam_box.replaceChildren();
    domShow(parts.webcam_failed, false);
  }

  return {
    fill(printer) {
      name = printerName(printer);
      const href = webcamAddress(printer.webcam);
      const shown = href && webcamMayShow(href) ? href.replace(/#.*$/, '') : null;
      if (shown !== address) forget();
      address = shown;
      domShow(parts.webcam, shown !== null);
      if (shown) domAttribute(parts.webcam_open, 'href', href);
    },
    tick(now_s) {
      const due_s = next_s + (loading ? RETRY_S : 0); // a slow one gets its time
      if (address && isNear && !document.hidden && now_s >= due_s) ask(now_s);
    },
    close() {
      nearness.disconnect();
      forget();
    },
  };
}
