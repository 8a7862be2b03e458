// Snapshots of one session: taking them, seeing how the heap grew from one to the next, and choosing two to compare.
import { useState } from 'preact/hooks';
import { getAll, patch, post, remove, sessionPath } from '../lib/api.js';
import { bytes, tone } from '../lib/format.js';
import { changeQuery, go, href } from '../lib/router.js';
import { columnsOf } from '../lib/series.js';
import { sortRows } from '../lib/sort.js';
import { Bytes, Count, Empty, Loaded, Panel, ProblemNote, Time, useSession } from '../ui/basics.jsx';
import { byteAxis, Chart, fromZero } from '../ui/chart.jsx';
import { Destroy } from '../ui/dialog.jsx';
import { useAction, useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { Tracing } from './tracing.jsx';

function Label({ session, row }) {
    const [text, setText] = useState(null);
    const [save, { problem }] = useAction((label) => patch(sessionPath(session, 'snapshots', row.snapshot), { label }));
    if (text === null)
        return (
            <button
                type="button"
                class="quiet label-text"
                onClick={() => setText(row.label ?? '')}
                title="Change the label"
            >
                {row.label || <span class="muted">no label</span>}
            </button>
        );
    const done = () => {
        if (text !== (row.label ?? '')) save(text || null);
        setText(null);
    };
    return (
        <input
            class="label-input"
            value={text}
            autofocus
            aria-label={`Label of snapshot ${row.snapshot}`}
            title={problem?.message}
            onInput={(event) => setText(event.currentTarget.value)}
            onBlur={done}
            onKeyDown={(event) => (event.key === 'Enter' ? done() : event.key === 'Escape' && setText(null))}
        />
    );
}

function columns(session, chosen, choose) {
    return [
        {
            key: 'chosen',
            label: '',
            width: '2.5rem',
            render: (row) => (
                <input
                    type="checkbox"
                    checked={chosen.includes(row.snapshot)}
                    onChange={() => choose(row.snapshot)}
                    aria-label={`Choose snapshot ${row.snapshot} for a comparison`}
                />
            ),
        },
        {
            key: 'snapshot',
            label: '#',
            numeric: true,
            width: '4rem',
            render: (row) => <a href={href('snapshot', { session, n: row.snapshot })}>{row.snapshot}</a>,
        },
        { key: 'label', label: 'Label', render: (row) => <Label key={row.snapshot} session={session} row={row} /> },
        { key: 'taken_at', label: 'Taken', width: '11.5rem', render: (row) => <Time at={row.taken_at} /> },
        { key: 'size', label: 'Traced size', numeric: true, width: '8rem', render: (row) => <Bytes n={row.size} /> },
        {
            key: 'diff',
            label: 'Since the one before',
            numeric: true,
            width: '12.5rem',
            help: 'size diff',
            value: (row) => row.diff?.size_diff,
            render: (row) =>
                row.diff ? (
                    <a
                        class={tone(row.diff.size_diff)}
                        href={href('diff', { session, pair: `${row.diff.old}..${row.snapshot}` })}
                    >
                        <Bytes n={row.diff.size_diff} signed />
                    </a>
                ) : (
                    <span class="muted">–</span>
                ),
        },
        { key: 'count', label: 'Blocks', numeric: true, width: '7rem', render: (row) => <Count n={row.count} /> },
        { key: 'peak', label: 'Peak', numeric: true, width: '8rem', render: (row) => <Bytes n={row.peak} /> },
        { key: 'nframe', label: 'Frames', numeric: true, width: '7rem', help: 'traceback' },
        { key: 'source', label: 'Source', width: '7rem', render: (row) => <span class="muted">{row.source}</span> },
        {
            key: 'actions',
            label: '',
            width: '6.5rem',
            render: (row) => <DeleteSnapshot session={session} row={row} />,
        },
    ];
}

function DeleteSnapshot({ session, row }) {
    const living = useSession();
    return (
        <Destroy
            label="Delete…"
            ariaLabel={`Delete snapshot ${row.snapshot}`}
            question={`Snapshot ${row.snapshot}${row.label ? ` (${row.label})` : ''} is dropped. This cannot be undone.`}
            act={async () => {
                await remove(sessionPath(session, 'snapshots', row.snapshot));
                living.refresh();
            }}
        />
    );
}

function TakeSnapshot({ session }) {
    const [label, setLabel] = useState('');
    const [take, { busy, problem, dismiss }] = useAction(async () => {
        await post(sessionPath(session, 'snapshots'), label.trim() ? { label: label.trim() } : {});
        setLabel('');
    });
    return (
        <>
            <form
                class="actions"
                onSubmit={(event) => {
                    event.preventDefault();
                    take();
                }}
            >
                <input
                    value={label}
                    onInput={(event) => setLabel(event.currentTarget.value)}
                    placeholder="Label (optional)"
                    aria-label="Label of the new snapshot"
                />
                <button class="primary" disabled={busy}>
                    Take a snapshot
                </button>
            </form>
            <ProblemNote problem={problem} onDismiss={dismiss} />
        </>
    );
}

function TimeLine({ items }) {
    if (items.length < 2) return null;
    const data = columnsOf(
        sortRows(items, [{ key: 'snapshot' }], 'snapshot').map((row) => ({
            time: row.taken_at,
            size: row.size,
            peak: row.peak,
        })),
        ['size', 'peak'],
    );
    return (
        <Chart
            label="Traced size at each snapshot"
            data={data}
            series={[
                {
                    label: 'traced',
                    color: '--accent',
                    fill: '--accent-soft',
                    value: bytes,
                    points: { show: true, size: 7 },
                },
                { label: 'peak', color: '--amber', value: bytes, dash: [4, 4] },
            ]}
            axes={[{}, byteAxis]}
            scales={fromZero}
            height={180}
        />
    );
}

export function Snapshots({ session, query }) {
    const snapshots = useResource(sessionPath(session, 'history'), getAll);
    const { ended } = useSession();
    const [chosen, setChosen] = useState([]);
    const choose = (n) =>
        setChosen(chosen.includes(n) ? chosen.filter((other) => other !== n) : [...chosen.slice(-1), n]);
    const compare = () => go(href('diff', { session, pair: [...chosen].sort((a, b) => a - b).join('..') }));
    return (
        <>
            {!ended && <Tracing session={session} />}
            <Panel title="Snapshots" help="snapshot" aside={!ended && <TakeSnapshot session={session} />}>
                <Loaded resource={snapshots}>
                    {({ items }) =>
                        items.length ? (
                            <>
                                <TimeLine items={items} />
                                <div class="row spread">
                                    <span class="muted">
                                        {chosen.length === 2
                                            ? `${chosen.join(' and ')} are chosen`
                                            : 'Choose two to compare them.'}
                                    </span>
                                    <button type="button" disabled={chosen.length !== 2} onClick={compare}>
                                        Compare
                                    </button>
                                </div>
                                <Table
                                    caption="Snapshots"
                                    columns={columns(session, chosen, choose)}
                                    rows={items}
                                    rowKey={(row) => row.snapshot}
                                    sort={query.sort ?? '-snapshot'}
                                    onSort={(sort) => changeQuery({ sort })}
                                    height={520}
                                />
                            </>
                        ) : (
                            <Empty
                                title="No snapshot yet"
                                curl={`curl --json '{"label": "before"}' ${location.origin}${sessionPath(session, 'snapshots')}`}
                            >
                                Turn tracing on, take a snapshot, let the program work, take another: their comparison
                                shows what grew.
                            </Empty>
                        )
                    }
                </Loaded>
            </Panel>
        </>
    );
}
