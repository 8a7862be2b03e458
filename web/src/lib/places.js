// Places for event streams, which all windows of one browser share: it opens six connections to one address, a stream keeps
// its own, and the requests of every window need some, too. Whoever finds no place does without until another window leaves
// one. The browser's locks know of windows that are closed or crash.

const PLACES = ['heapd-stream-1', 'heapd-stream-2', 'heapd-stream-3', 'heapd-stream-4'];

// Calls onPlace() once there is a place, before that onNone() if it has to wait for one. Answers how to leave, or to wait no
// longer. `locks`: navigator.locks, which browsers have for addresses that they trust; without them each window has its place.
export function takePlace(locks, onPlace, onNone) {
    if (!locks) {
        onPlace();
        return () => {};
    }
    const waiting = new AbortController();
    let leave = null; // once there is a place
    let left = false;
    // The lock is held until what this answers is settled.
    const sit = (lock) => {
        if (!lock || leave || left) return undefined;
        waiting.abort();
        const until = new Promise((resolve) => (leave = resolve));
        onPlace();
        return until;
    };
    const tryAt = (name) =>
        new Promise((resolve) => {
            const done = (lock) => {
                const until = sit(lock);
                resolve();
                return until;
            };
            locks.request(name, { ifAvailable: true }, done).catch(resolve);
        });
    (async () => {
        for (const name of PLACES) if (!leave && !left) await tryAt(name);
        if (leave || left) return;
        onNone();
        for (const name of PLACES) locks.request(name, { signal: waiting.signal }, sit).catch(() => {}); // no longer waited for
    })();
    return () => {
        left = true;
        waiting.abort();
        leave?.();
    };
}
