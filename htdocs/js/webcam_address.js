// Where a webcam is.

const NAMEABLE = /^[a-z0-9._-]+(:\d+)?$/; // a host that the server can name in the page's policy; another one would be refused

/** Its address as it may be opened, of http and https alone, or null. */
export function webcamAddress(address) {
  if (!address) return null;
  try {
    const { protocol, href } = new URL(address, location.href);
    return ['http:', 'https:'].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** Whether the page's policy lets a picture come from such an address. */
export function webcamMayShow(href) {
  const { username, origin, host } = new URL(href);
  return !username && (origin === location.origin || NAMEABLE.test(host));
}
