// Allocation tracing: on or off, how deep, what it has seen and what it costs.
import { useState } from 'preact/hooks';
import { patch, post, sessionPath } from '../lib/api.js';
import { Bytes, Count, Facts, Loaded, Panel, ProblemNote } from '../ui/basics.jsx';
import { useAction, useResource } from '../ui/hooks.js';

export function Tracing({ session }) {
    const path = sessionPath(session, 'trace');
    const trace = useResource(path);
    const [nframe, setNframe] = useState('10');
    const [act, { busy, problem, dismiss }] = useAction(async (run) => {
        await run();
        trace.refresh();
    });
    const start = () => patch(path, { tracing: true, nframe: Number(nframe) || 1 });
    return (
        <Panel
            title="Tracing"
            help="tracing"
            aside={
                trace.data &&
                (trace.data.tracing ? (
                    <div class="actions">
                        <button type="button" disabled={busy} onClick={() => act(() => post(`${path}/reset_peak`))}>
                            Reset peak
                        </button>
                        <button type="button" disabled={busy} onClick={() => act(() => post(`${path}/clear`))}>
                            Forget traces
                        </button>
                        <button
                            type="button"
                            disabled={busy}
                            onClick={() => act(() => patch(path, { tracing: false }))}
                        >
                            Stop
                        </button>
                    </div>
                ) : (
                    <form
                        class="actions"
                        onSubmit={(event) => {
                            event.preventDefault();
                            act(start);
                        }}
                    >
                        <label class="inline">
                            frames
                            <input
                                class="short"
                                type="number"
                                min="1"
                                max="65535"
                                value={nframe}
                                onInput={(event) => setNframe(event.currentTarget.value)}
                            />
                        </label>
                        <button class="primary" disabled={busy}>
                            Start tracing
                        </button>
                    </form>
                ))
            }
        >
            <ProblemNote problem={problem} onDismiss={dismiss} />
            <Loaded resource={trace}>
                {(data) => (
                    <Facts
                        rows={[
                            ['State', data.tracing ? 'tracing' : <span class="muted">off</span>],
                            ['Traced now', <Bytes n={data.current} />],
                            ['Peak', <Bytes n={data.peak} />],
                            ['Blocks', <Count n={data.traces} />],
                            ['Frames each', <Count n={data.nframe} />, 'traceback'],
                            [
                                'Overhead',
                                <Bytes
                                    n={
                                        typeof data.overhead === 'object' && data.overhead
                                            ? data.overhead.bytes
                                            : data.overhead
                                    }
                                />,
                                'overhead',
                            ],
                        ]}
                    />
                )}
            </Loaded>
        </Panel>
    );
}
