// Hooks: a resource that follows its session, an action with its problem, the current route.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { get, sessionPath, withQuery } from '../lib/api.js';
import { followSnapshots } from '../lib/history.js';
import { isForDumps } from '../lib/origin.js';
import { startResource } from '../lib/resource.js';
import { parse } from '../lib/router.js';
import { useSession } from './basics.jsx';

const WAITING = { data: null, problem: null, loading: true };

// Loads `path` (null: nothing) and again whenever the surrounding session pulses. `load` replaces the plain GET. `still`:
// what is there never changes, as with snapshots; a busy heap is no reason to ask for it again.
export function useResource(path, load = get, { still = false } = {}) {
    const session = useSession();
    const [state, setState] = useState(WAITING);
    const running = useRef(null);
    const last = useRef(null);
    const asked = useRef(null);
    useEffect(() => {
        // Another query of the same resource: what is shown stays until the answer is there.
        const place = path?.split('?')[0];
        setState((shown) => (place && place === last.current ? { ...shown, loading: true } : WAITING));
        last.current = place;
        asked.current = path;
        if (path === null) return undefined;
        const resource = startResource((signal) => load(path, { signal }), setState);
        running.current = resource;
        return () => {
            running.current = null;
            resource.stop();
        };
    }, [path]);
    const pulse = session?.pulse;
    const first = useRef(true);
    useEffect(() => {
        if (first.current) first.current = false;
        else if (!still) running.current?.refresh();
    }, [pulse]);
    // From the moment on at which another path is wanted, and not only once it is asked for.
    return { ...state, loading: state.loading || asked.current !== path, refresh: useCallback(() => running.current?.refresh(), []) };
}

// [run, {busy, problem, dismiss}]: run(...) calls `act`, keeps what went wrong, and has the session looked at again.
export function useAction(act) {
    const session = useSession();
    const [busy, setBusy] = useState(false);
    const [problem, setProblem] = useState(null);
    async function run(...args) {
        setBusy(true);
        setProblem(null);
        try {
            return await act(...args);
        } catch (error) {
            setProblem(error);
            return undefined;
        } finally {
            setBusy(false);
            session?.refresh();
        }
    }
    return [run, { busy, problem, dismiss: () => setProblem(null) }];
}

const MISSING = {
    title: 'A part of this page could not be loaded',
    detail: 'heapd does not answer, or another version of it runs by now: load the page again.',
};

// A part of the dashboard that is loaded when it is first shown: ready(module) is called once it is there. Answers what went
// wrong, or null.
export function usePart(load, ready) {
    const [problem, setProblem] = useState(null);
    useEffect(() => {
        let gone = false;
        load().then(
            (part) => gone || ready(part),
            () => gone || setProblem({ document: MISSING }),
        );
        return () => {
            gone = true;
        };
    }, []);
    return problem;
}

// A session's list of snapshots, newest first; at each pulse only what is new is asked for. `list`: 'history' has the difference of
// each to the one before. `put(row)`: it was changed here.
export function useSnapshots(session, list = 'snapshots') {
    const path = sessionPath(session, list);
    const { load, put } = useMemo(() => followSnapshots(path), [path]);
    return { ...useResource(path, load), put };
}

// Where the newest snapshot came from, of a session that may be one for dumps.
export const useNewest = (info) =>
    useResource(isForDumps(info) ? withQuery(sessionPath(info.id, 'snapshots'), { limit: 1 }) : null);

// Of a snapshot or a difference.
export const useStored = (path, load = get) => useResource(path, load, { still: true });

// What the address says, with the address itself as `hash`.
const routeHere = () => ({ ...parse(location.hash), hash: location.hash });

export function useRoute() {
    const [route, setRoute] = useState(routeHere);
    useEffect(() => {
        const change = () => setRoute(routeHere());
        addEventListener('hashchange', change);
        return () => removeEventListener('hashchange', change);
    }, []);
    return route;
}
