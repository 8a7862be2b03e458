// Hearing that a session changed. The event stream tells at once; while it is broken or cannot be had, the session's
// sequence number is asked for every two seconds. Whatever the source, listeners hear at most one pulse per PACE
// milliseconds: a session under load must not make its dashboard load it further.

const EVENTS = ['change', 'collection', 'snapshot', 'log', 'unraisable', 'session', 'ended', 'lagged'];
const PACE = 400;
const POLL = 2000;
const RETRY = 5000;

// onState('connecting' | 'live' | 'polling' | 'offline'), onPulse(), onImport({state, label, received, ...}) while a file is
// read. `world` holds what a test replaces.
export function startLive({ url, poll, onState, onPulse, onImport, world = globalThis }) {
    let source = null;
    let stopped = false;
    let seen = null;
    let open = false;
    let missed = false; // the stream broke or nobody answered: what happened since is not known
    let pollTimer = null;
    let retryTimer = null;
    let paceTimer = null;
    let last = -Infinity;

    function pulse() {
        if (paceTimer !== null || stopped) return;
        const wait = Math.max(0, last + PACE - world.performance.now());
        paceTimer = world.setTimeout(() => {
            paceTimer = null;
            last = world.performance.now();
            if (!stopped) onPulse();
        }, wait);
    }

    async function ask() {
        pollTimer = null;
        try {
            const mark = await poll();
            if (stopped || source?.readyState === 1) return;
            onState('polling');
            if (missed || (mark !== seen && seen !== null)) pulse();
            missed = false;
            seen = mark;
        } catch {
            missed = true;
            if (!stopped && source?.readyState !== 1) onState('offline');
        }
        startPolling();
    }

    function startPolling() {
        if (!stopped && pollTimer === null) pollTimer = world.setTimeout(ask, POLL);
    }

    function stopPolling() {
        if (pollTimer !== null) world.clearTimeout(pollTimer);
        pollTimer = null;
    }

    function connect() {
        retryTimer = null;
        if (stopped) return;
        if (!url) {
            ask();
            return;
        }
        source = new world.EventSource(url);
        source.onopen = () => {
            stopPolling();
            open = true;
            missed = false;
            onState('live');
            pulse(); // what happened while nobody listened
        };
        source.onerror = () => {
            missed ||= open;
            open = false;
            startPolling();
            if (source.readyState === 2 && retryTimer === null) retryTimer = world.setTimeout(connect, RETRY);
        };
        source.onmessage = pulse;
        for (const name of EVENTS) source.addEventListener(name, pulse);
        source.addEventListener('import', (event) => onImport?.(JSON.parse(event.data)));
    }

    onState('connecting');
    connect();
    return {
        stop() {
            stopped = true;
            source?.close();
            stopPolling();
            world.clearTimeout(retryTimer);
            world.clearTimeout(paceTimer);
        },
        pulse,
    };
}
