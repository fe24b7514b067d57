// Time zones: the reader's own, and whether another is the same under another name. Pure.

/** The browser's own name of a zone: the reader's where none is given, null of one it does not know. */
export function zoneOf(timeZone) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timeZone ?? undefined }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The reader's. */
export const ZONE = zoneOf();

/** Whether that zone, null where it is not known yet, is another one than the reader's. */
export const zoneDiffers = (timeZone) => timeZone !== null && timeZone !== ZONE && zoneOf(timeZone) !== ZONE;
