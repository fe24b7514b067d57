// The page's addresses: '#/printers/lab?range=30d' is {parts: ['printers', 'lab'], query: {range: '30d'}}.

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // written by hand
  }
};

/** The parts and the query of a hash; of an empty one, none. */
export function routeParse(hash) {
  const [path, search = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  return { parts: path.split('/').filter(Boolean).map(decode), query: Object.fromEntries(new URLSearchParams(search)) };
}

/** The hash of parts and query; keys without a value are left out. */
export function routeHash(parts, query = {}) {
  const set = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const search = new URLSearchParams(set).toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

/** Tells `onRoute(route)` of each change of the address; `go(hash, {replace})` changes it. */
export function routerCreate(onRoute) {
  const tell = () => onRoute(routeParse(location.hash));
  window.addEventListener('hashchange', tell);
  return {
    tell,
    go(hash, { replace = false } = {}) {
      if (hash === location.hash) return;
      history[replace ? 'replaceState' : 'pushState'](null, '', hash);
      tell();
    },
  };
}
