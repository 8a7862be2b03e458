// Snapshots of one session: taking them, seeing how the heap grew from one to the next, and choosing two to compare.
import { useRef, useState } from 'preact/hooks';
import { patch, post, remove, sessionPath } from '../lib/api.js';
import { tone } from '../lib/format.js';
import { changeQuery, href } from '../lib/router.js';
import { Badge, Bytes, Count, Empty, Loaded, Panel, ProblemNote, Time, useSession } from '../ui/basics.jsx';
import { Destroy } from '../ui/dialog.jsx';
import { Exports } from '../ui/exports.jsx';
import { useAction, useSnapshots } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { ChooseFiles, Imports, useImports } from './import.jsx';
import { Leaks } from './leaks.jsx';
import { AxisChoice, Chosen, TimeLine } from './timeline.jsx';
import { Tracing } from './tracing.jsx';

function Label({ session, row, put }) {
    const [text, setText] = useState(null);
    const over = useRef(false);
    const [save, { problem }] = useAction(async (label) => {
        const changed = await patch(sessionPath(session, 'snapshots', row.snapshot), { label });
        put(changed);
        return changed;
    });
    if (text === null)
        return (
            <button
                type="button"
                class="quiet label-text"
                onClick={() => {
                    over.current = false;
                    setText(row.label ?? '');
                }}
                title={row.label ? `${row.label}\nClick to change the label` : 'Give it a label'}
            >
                {row.label || <span class="muted">no label</span>}
            </button>
        );
    // Enter and Escape take the field away, and what is taken away loses the focus, too. A label that is refused stays to be mended.
    const done = async (label) => {
        if (over.current) return;
        over.current = true;
        if (label === (row.label ?? '') || (await save(label || null))) setText(null);
        else over.current = false;
    };
    return (
        <input
            class="label-input"
            value={text}
            autofocus
            aria-label={`Label of snapshot ${row.snapshot}`}
            aria-invalid={problem ? 'true' : undefined}
            title={problem?.message}
            onInput={(event) => setText(event.currentTarget.value)}
            onBlur={() => done(text)}
            onKeyDown={(event) => {
                if (event.key === 'Enter') done(text);
                if (event.key === 'Escape') done(row.label ?? '');
            }}
        />
    );
}

function columns(session, chosen, choose, put) {
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
        { key: 'label', label: 'Label', render: (row) => <Label key={row.snapshot} session={session} row={row} put={put} /> },
        { key: 'taken_at', label: 'Taken', width: '11.5rem', render: (row) => <Time at={row.taken_at} /> },
        { key: 'size', label: 'Traced size', numeric: true, width: '7rem', render: (row) => <Bytes n={row.size} /> },
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
        { key: 'count', label: 'Blocks', numeric: true, width: '6rem', render: (row) => <Count n={row.count} /> },
        {
            key: 'peak',
            label: 'Peak',
            numeric: true,
            width: '6.5rem',
            render: (row) => (row.peak ? <Bytes n={row.peak} /> : <span class="muted">–</span>), // a dump does not say
        },
        { key: 'nframe', label: 'Frames', numeric: true, width: '6.5rem', help: 'traceback' },
        {
            key: 'source',
            label: 'Source',
            width: '14rem',
            render: (row) => (
                <span class="muted" title={row.source}>
                    {row.objects && <Badge>objects</Badge>} {row.source}
                </span>
            ),
        },
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
    const [objects, setObjects] = useState(true);
    const [take, { busy, problem, dismiss }] = useAction(async () => {
        await post(sessionPath(session, 'snapshots'), { ...(label.trim() && { label: label.trim() }), objects });
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
                <label
                    class="check"
                    title="Every object and who refers to whom: dominators, suspects, comparison object by object"
                >
                    <input
                        type="checkbox"
                        checked={objects}
                        onChange={(event) => setObjects(event.currentTarget.checked)}
                    />
                    <span>with objects</span>
                </label>
                <button class="primary" disabled={busy}>
                    Take a snapshot
                </button>
            </form>
            <ProblemNote problem={problem} onDismiss={dismiss} />
        </>
    );
}

const numbersOf = (text) => (text ?? '').split(',').map(Number).filter(Boolean);

function List({ session, items, query, put }) {
    const there = new Set(items.map((row) => row.snapshot));
    const chosen = numbersOf(query.chosen).filter((n) => there.has(n));
    const choose = (n) => {
        const next = chosen.includes(n) ? chosen.filter((other) => other !== n) : [...chosen.slice(-1), n];
        changeQuery({ chosen: next.join(',') });
    };
    return (
        <>
            {items.length > 1 && (
                <>
                    <TimeLine items={items} axis={query.axis} chosen={chosen} choose={choose} />
                    <Chosen session={session} items={items} chosen={chosen} />
                </>
            )}
            {items.length > 1 && items.every((row) => row.count === 0) && (
                <p class="note">
                    Nothing was traced when these were taken, so there is no size to draw: compared, they tell of the objects
                    that came and went. While tracing is on, they also tell which line made them.
                </p>
            )}
            {items.length === 1 && (
                <p class="note">One snapshot shows who holds what. Take or import another to see what grows.</p>
            )}
            <Table
                caption="Snapshots"
                columns={columns(session, chosen, choose, put)}
                rows={items}
                rowKey={(row) => row.snapshot}
                sort="-snapshot"
                height={520}
            />
        </>
    );
}

function Nothing({ session }) {
    const path = `${location.origin}${sessionPath(session, 'snapshots')}`;
    return (
        <Empty
            title="No snapshot yet"
            curl={[
                '# of a program of yours:',
                `python3 -X tracemalloc=10 -c 'import app, tracemalloc; tracemalloc.take_snapshot().dump("app.snapshot")'`,
                `curl --data-binary @app.snapshot '${path}/import?label=before'`,
                '',
                '# of the heap in this session:',
                `curl --json '{"label": "before", "objects": true}' ${path}`,
            ].join('\n')}
        >
            <b>A program of yours:</b> drop the files of tracemalloc’s <code>Snapshot.dump()</code> onto this page.{' '}
            <b>The heap of this session:</b> turn tracing on, take a snapshot, let the program work, take another. Either
            way, the comparison of two shows what grew.
        </Empty>
    );
}

export function Snapshots({ session, query }) {
    const snapshots = useSnapshots(session, 'history');
    const { ended } = useSession();
    const [rows, imports] = useImports(session);
    return (
        <>
            <Panel
                title="Snapshots"
                help="snapshot"
                aside={
                    <>
                        {snapshots.data?.items.length > 0 && (
                            <Exports
                                links={[
                                    [
                                        'SQLite',
                                        sessionPath(session, 'export'),
                                        `${session}.sqlite`,
                                        'The whole history of the session in one file',
                                    ],
                                ]}
                            />
                        )}
                        {snapshots.data?.items.length > 1 && <AxisChoice axis={query.axis} />}
                        <ChooseFiles onFiles={imports.add} />
                        {!ended && <TakeSnapshot session={session} />}
                    </>
                }
            >
                <Imports session={session} rows={rows} onDismiss={imports.dismiss} />
                <Loaded resource={snapshots}>
                    {({ items }) =>
                        items.length ? (
                            <List session={session} items={items} query={query} put={snapshots.put} />
                        ) : (
                            rows.length === 0 && <Nothing session={session} />
                        )
                    }
                </Loaded>
            </Panel>
            <Leaks session={session} query={query} items={snapshots.data?.items ?? []} />
            {!ended && <Tracing session={session} />}
        </>
    );
}
