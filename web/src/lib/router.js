// Addresses of views. They stand behind the '#' and mirror the API's paths: what #/sessions/s1/types shows comes from
// /v1/sessions/s1/types. Parsing and making them is pure; the two functions at the end touch the browser.

const ROUTES = [
    ['sessions', ''],
    ['sessions', 'sessions'],
    ['heap', 'sessions/:session'],
    ['run', 'run'],
    ['code', 'sessions/:session/code'],
    ['objects', 'sessions/:session/objects'],
    ['object', 'sessions/:session/objects/:id'],
    ['types', 'sessions/:session/types'],
    ['memory', 'sessions/:session/memory'],
    ['collector', 'sessions/:session/gc'],
    ['allocator', 'sessions/:session/allocator'],
    ['snapshots', 'sessions/:session/snapshots'],
    ['snapshot', 'sessions/:session/snapshots/:n'],
    ['snapobject', 'sessions/:session/snapshots/:n/objects/:id'],
    ['diff', 'sessions/:session/diffs/:pair'],
    ['diffobjects', 'sessions/:session/diffs/:pair/objects'],
    ['suspects', 'sessions/:session/suspects'],
    ['query', 'sessions/:session/query'],
].map(([view, pattern]) => ({ view, parts: pattern ? pattern.split('/') : [] }));

function match(parts, path) {
    if (parts.length !== path.length) return null;
    const params = {};
    for (let i = 0; i < parts.length; i++) {
        if (parts[i].startsWith(':')) params[parts[i].slice(1)] = path[i];
        else if (parts[i] !== path[i]) return null;
    }
    return params;
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part; // a stray '%': show it as it is
    }
}

// '#/sessions/s1/types?sort=-size' -> {view, params, query}; an address that nothing answers to has view 'unknown'.
export function parse(hash) {
    const [path, search = ''] = hash.replace(/^#/, '').split('?', 2);
    const parts = path.split('/').filter(Boolean).map(decode);
    const query = Object.fromEntries(new URLSearchParams(search));
    for (const route of ROUTES) {
        const params = match(route.parts, parts);
        if (params) return { view: route.view, params, query };
    }
    return { view: 'unknown', params: {}, query };
}

// Query members that are null, '' or false are left out: an address says only what differs from the usual.
export function href(view, params = {}, query = {}) {
    const route = ROUTES.findLast((candidate) => candidate.view === view);
    const path = route.parts.map((part) => (part.startsWith(':') ? encodeURIComponent(params[part.slice(1)]) : part));
    const kept = Object.entries(query).filter(([, value]) => value != null && value !== '' && value !== false);
    const search = new URLSearchParams(kept).toString();
    return `#/${path.join('/')}${search ? `?${search}` : ''}`;
}

export function go(address) {
    location.hash = address;
}

// Changes the query of the current view in place, without a step in the browser's history.
export function changeQuery(change) {
    const { view, params, query } = parse(location.hash);
    history.replaceState(null, '', href(view, params, { ...query, ...change }));
    dispatchEvent(new HashChangeEvent('hashchange'));
}
