// The cyclic garbage collector: generations with their counts and thresholds, collecting by hand, past collections.
import { useState } from 'preact/hooks';
import uPlot from 'uplot';
import { patch, post, sessionPath, withQuery } from '../lib/api.js';
import { duration, plural } from '../lib/format.js';
import {
    Bytes,
    Count,
    Duration,
    Empty,
    Facts,
    Help,
    Loaded,
    Meter,
    Panel,
    ProblemNote,
    Time,
    useSession,
} from '../ui/basics.jsx';
import { Chart, fromZero } from '../ui/chart.jsx';
import { useAction, useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';

const COLLECTIONS = 5000;
const PLOTTED = 400;
const GENERATIONS = ['--tone0', '--tone1', '--tone3'];

const COLUMNS = [
    { key: 'collection', label: '#', numeric: true, width: '4.5rem', render: (row) => <Count n={row.collection} /> },
    { key: 'time', label: 'When', width: '10.5rem', render: (row) => <Time at={row.time} /> },
    { key: 'generation', label: 'Generation', numeric: true, width: '8rem', help: 'generation' },
    { key: 'cause', label: 'Cause', width: '7rem' },
    { key: 'examined', label: 'Examined', numeric: true, width: '7rem', render: (row) => <Count n={row.examined} /> },
    {
        key: 'collected',
        label: 'Collected',
        numeric: true,
        width: '7rem',
        render: (row) => <Count n={row.collected} />,
    },
    {
        key: 'uncollectable',
        label: 'Uncollectable',
        numeric: true,
        width: '9rem',
        help: 'uncollectable',
        render: (row) => <Count n={row.uncollectable} />,
    },
    {
        key: 'finalized',
        label: 'Finalized',
        numeric: true,
        width: '8rem',
        help: 'finalizer',
        render: (row) => <Count n={row.finalized} />,
    },
    {
        key: 'freed_bytes',
        label: 'Freed',
        numeric: true,
        width: '6.5rem',
        render: (row) => <Bytes n={row.freed_bytes} />,
    },
    {
        key: 'duration_us',
        label: 'Pause',
        numeric: true,
        width: '6rem',
        render: (row) => <Duration us={row.duration_us} />,
    },
];

const WORDS = ['young: what was allocated last', 'middle: survived one collection', 'old: survived two and more'];

function Generation({ n, gc, busy, onThreshold, onCollect }) {
    const [text, setText] = useState(null); // what is being typed; null: nothing
    const threshold = gc.threshold[n];
    const stats = gc.stats?.[n] ?? {};
    const changed = text !== null && text !== String(threshold) && /^\d+$/.test(text);
    return (
        <div class="generation">
            <h3>
                Generation {n} <span class="muted">{WORDS[n]}</span>
            </h3>
            <p class="generation-count">
                <span class="big">
                    <Count n={gc.count[n]} />
                </span>
                <span class="muted">
                    of <Count n={threshold} />
                </span>
            </p>
            <Meter value={gc.count[n]} limit={threshold} label={`Generation ${n}: count towards its threshold`} calm />
            <Facts
                rows={[
                    ['Objects', <Count n={gc.generations?.[n]} />, 'generation'],
                    ['Collections', <Count n={stats.collections} />],
                    ['Collected', <Count n={stats.collected} />],
                    ['Uncollectable', <Count n={stats.uncollectable} />, 'uncollectable'],
                ]}
            />
            <form
                class="actions"
                onSubmit={(event) => {
                    event.preventDefault();
                    if (changed) onThreshold(n, Number(text)).then(() => setText(null));
                }}
            >
                <span>
                    threshold
                    <Help term="threshold" />
                </span>
                <input
                    class="short"
                    inputMode="numeric"
                    value={text ?? threshold}
                    onInput={(event) => setText(event.currentTarget.value)}
                    aria-label={`Threshold of generation ${n}`}
                />
                {changed && <button disabled={busy}>Set</button>}
                <span class="top-space" />
                <button type="button" disabled={busy} onClick={() => onCollect(n)}>
                    Collect {n}
                </button>
            </form>
        </div>
    );
}

export const Collected = ({ result }) => (
    <>
        Collected {plural(result.collected, 'object')}
        {result.uncollectable ? `, ${result.uncollectable} uncollectable` : ''}, freed <Bytes n={result.freed_bytes} /> in{' '}
        {duration(result.duration_us)}.
    </>
);

// One bar for each collection in the order in which they ran: many of them share a moment, so time is no axis for them.
function Pauses({ items }) {
    const rows = items.slice(0, PLOTTED).reverse();
    const data = [
        rows.map((row) => row.collection),
        ...GENERATIONS.map((_, n) => rows.map((row) => (row.generation === n ? row.duration_us : null))),
    ];
    return (
        <Chart
            label={`Pauses of the last ${rows.length} collections`}
            data={data}
            x={{ label: 'collection', value: (n) => `#${n}` }}
            series={GENERATIONS.map((color, n) => ({
                label: `generation ${n}`,
                color,
                fill: color,
                value: duration,
                paths: uPlot.paths.bars({ size: [0.7, 24, 1] }),
                points: { show: false },
            }))}
            axes={[
                { values: (_, ticks) => ticks.map((n) => (Number.isInteger(n) ? `#${n}` : '')) },
                { size: 70, values: (_, ticks) => ticks.map(duration) },
            ]}
            scales={fromZero}
            height={190}
        />
    );
}

function History({ session }) {
    const history = useResource(withQuery(sessionPath(session, 'gc/history'), { limit: COLLECTIONS })); // newest first
    return (
        <Loaded resource={history}>
            {({ items }) => {
                if (items.length === 0)
                    return (
                        <Empty
                            title="No collection yet"
                            curl={`curl -X POST ${location.origin}${sessionPath(session, 'gc/collect')}`}
                        >
                            The collector runs by itself when generation 0 outgrows its threshold, or when asked:
                        </Empty>
                    );
                return (
                    <>
                        {items.length > 1 && <Pauses items={items} />}
                        <Table
                            caption="Past collections"
                            columns={COLUMNS}
                            rows={items}
                            rowKey={(row) => row.collection}
                            sort="-collection"
                            height={420}
                        />
                    </>
                );
            }}
        </Loaded>
    );
}

function Controls({ session }) {
    const path = sessionPath(session, 'gc');
    const gc = useResource(path);
    const [result, setResult] = useState(null);
    const [change, changing] = useAction(async (body) => {
        await patch(path, body);
        gc.refresh();
    });
    const [collect, collecting] = useAction(async (generation) =>
        setResult(await post(`${path}/collect`, { generation })),
    );
    const [move, moving] = useAction((what) => post(`${path}/${what}`));
    const busy = changing.busy || collecting.busy || moving.busy;
    return (
        <Loaded resource={gc}>
            {(data) => (
                <Panel
                    title="Collector"
                    help="collect"
                    aside={
                        <label class="check">
                            <input
                                type="checkbox"
                                role="switch"
                                checked={data.enabled}
                                disabled={busy}
                                onChange={(event) => change({ enabled: event.currentTarget.checked })}
                            />
                            automatic collection {data.enabled ? 'on' : 'off'}
                        </label>
                    }
                >
                    <ProblemNote
                        problem={changing.problem ?? collecting.problem ?? moving.problem}
                        onDismiss={() => [changing, collecting, moving].forEach((action) => action.dismiss())}
                    />
                    <div class="generations">
                        {data.threshold.map((_, n) => (
                            <Generation
                                key={n}
                                n={n}
                                gc={data}
                                busy={busy}
                                onCollect={collect}
                                onThreshold={(at, value) =>
                                    change({ threshold: data.threshold.map((old, i) => (i === at ? value : old)) })
                                }
                            />
                        ))}
                    </div>
                    {result && (
                        <p class="note" role="status">
                            <Collected result={result} />
                        </p>
                    )}
                    <div class="row">
                        <Facts
                            rows={[
                                ['Frozen', <Count n={data.frozen} />, 'freeze'],
                                [
                                    'In gc.garbage',
                                    <Count n={data.garbage_count ?? data.garbage.length} />,
                                    'uncollectable',
                                ],
                                [
                                    'Debug flags',
                                    data.debug.length ? (
                                        <code>{data.debug.join(' ')}</code>
                                    ) : (
                                        <span class="muted">none</span>
                                    ),
                                ],
                            ]}
                        />
                        <div class="actions">
                            <button type="button" disabled={busy} onClick={() => move('freeze')}>
                                Freeze all
                            </button>
                            <button type="button" disabled={busy || !data.frozen} onClick={() => move('unfreeze')}>
                                Unfreeze
                            </button>
                        </div>
                    </div>
                </Panel>
            )}
        </Loaded>
    );
}

export function Collector({ session }) {
    const { ended } = useSession();
    return (
        <>
            {!ended && <Controls session={session} />}
            <Panel title="Past collections">
                <History session={session} />
            </Panel>
        </>
    );
}
