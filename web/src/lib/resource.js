// Something that is loaded, shown, and loaded again when the heap changes. At most one load is under way; a change that
// comes meanwhile causes one more afterwards, so that a slow answer is neither cut off nor asked for in parallel.

// load(signal) -> promise; publish({data, problem, loading}) is called for each new state. Returns {refresh, stop}.
export function startResource(load, publish) {
    const abort = new AbortController();
    let busy = false;
    let again = false;
    let data = null;

    async function run() {
        busy = true;
        do {
            again = false;
            try {
                data = await load(abort.signal);
                if (!abort.signal.aborted) publish({ data, problem: null, loading: false });
            } catch (problem) {
                if (!abort.signal.aborted) publish({ data, problem, loading: false });
            }
        } while (again && !abort.signal.aborted);
        busy = false;
    }

    run();
    return {
        refresh() {
            if (busy) again = true;
            else run();
        },
        stop() {
            abort.abort();
        },
    };
}
