// Hearing that a session changed, or which sessions there are. The event stream tells at once; while it is broken or cannot
// be had, a mark of what there is (a session's sequence number, say) is asked for every two seconds. Whatever the source,
// listeners hear at most one pulse per PACE milliseconds: a session under load must not make its dashboard load it further.
//
// A page that nobody sees does not listen, and of those that are seen only a few do (places.js): browsers open six connections
// to one address for all their windows together, and six that listen would leave the seventh without any. The others ask.
import { takePlace } from './places.js';

const EVENTS = ['change', 'collection', 'snapshot', 'log', 'unraisable', 'session', 'ended', 'lagged'];
const PACE = 400;
const POLL = 2000;
const RETRY = 5000;

// onState('connecting' | 'live' | 'polling' | 'offline'), onPulse(), onImport({state, label, received, ...}) while a file is
// read. A poll that heapd refuses is a pulse: whoever listens sees for itself what became of what it shows. `world` holds
// what a test replaces.
export function startLive({ url, poll, onState, onPulse, onImport, world = globalThis }) {
    let source = null;
    let leave = null; // the place that the stream has, or waits for
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
        } catch (problem) {
            missed = true;
            if (!stopped && source?.readyState !== 1) onState('offline');
            if (problem.status) pulse();
        }
        startPolling();
    }

    function startPolling() {
        if (!stopped && !world.document.hidden && pollTimer === null) pollTimer = world.setTimeout(ask, POLL);
    }

    function stopPolling() {
        if (pollTimer !== null) world.clearTimeout(pollTimer);
        pollTimer = null;
    }

    function connect() {
        if (stopped || world.document.hidden) return;
        if (url) leave = takePlace(world.navigator?.locks, listen, ask);
        else ask();
    }

    function listen() {
        retryTimer = null;
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
            if (source.readyState === 2 && retryTimer === null) retryTimer = world.setTimeout(listen, RETRY);
        };
        source.onmessage = pulse;
        for (const name of EVENTS) source.addEventListener(name, pulse);
        source.addEventListener('import', (event) => onImport?.(JSON.parse(event.data)));
    }

    function disconnect() {
        source?.close();
        source = null;
        leave?.();
        leave = null;
        open = false;
        stopPolling();
        world.clearTimeout(retryTimer);
        retryTimer = null;
    }

    // Seen again, or not seen any more.
    function look() {
        disconnect();
        missed = true;
        connect();
    }

    onState('connecting');
    missed = true; // until it listens, or has asked once
    connect();
    world.document.addEventListener('visibilitychange', look);
    return {
        stop() {
            stopped = true;
            world.document.removeEventListener('visibilitychange', look);
            disconnect();
            world.clearTimeout(paceTimer);
        },
    };
}
