// All sessions, live and ended; making and deleting them; and for who is here for the first time, a heap with a leak.
import { useEffect, useState } from 'preact/hooks';
import { get, getAll, hasToken, post, remove, sessionPath, withQuery } from '../lib/api.js';
import { handOver, takeBack } from '../lib/imports.js';
import { count, plural } from '../lib/format.js';
import { startLive } from '../lib/live.js';
import { isForDumps, versionOf } from '../lib/origin.js';
import { go, href } from '../lib/router.js';
import { Bytes, Count, Empty, Labels, Meter, Panel, ProblemNote, Time } from '../ui/basics.jsx';
import { Destroy } from '../ui/dialog.jsx';
import { Find } from '../ui/find.jsx';
import { useAction, useNewest, useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { runExample } from '../lib/example.js';
import { CreateSession } from './create.jsx';
import { ChooseFiles, DropHere, Imports, useDrop } from './import.jsx';

const EVERY = 10_000;

// heapd tells at once which sessions come and go; what they hold meanwhile is asked for again from time to time.
function useFollowing(refresh) {
    useEffect(() => {
        let asked = 0;
        const live = startLive({
            url: hasToken() ? null : '/v1/events', // an EventSource cannot send a token: then by polling
            poll: () => get(withQuery('/v1/sessions', { limit: 1 })).then(() => ++asked), // each answer may be another
            onState: (state) => state === 'offline' && refresh(), // which says so
            onPulse: refresh,
        });
        const timer = setInterval(() => document.hidden || refresh(), EVERY);
        return () => {
            clearInterval(timer);
            live.stop();
        };
    }, [refresh]);
}

// Where a session has no objects of its own, what was brought to it is what one comes for.
const viewOf = ({ objects, snapshots }) => (objects === 0 && snapshots > 0 ? 'snapshots' : 'heap');

// A name leads to the live session that has it, an id to its session alone: what has ended is reached by its id.
const addressOf = ({ state, name, id }) => (state === 'live' ? name : id);

const whatGoes = ({ state, name, id }) =>
    state === 'live'
        ? `The heap of ${name} and its history are dropped. This cannot be undone.`
        : `What is stored of ${name} (${id}), which has ended, is dropped. This cannot be undone.`;

// Dumps have the version that they come from, where it is known; not the one of the heap beside them, in which nothing was done.
function Python({ row }) {
    const newest = useNewest(row);
    const source = newest.data?.items[0]?.source;
    const version = isForDumps(row, source) ? versionOf(source, row.labels) : row.python;
    if (version) return <span class="num">{version}</span>;
    return newest.data && <span class="muted" title="Nothing was done in its heap, and its snapshots do not say of which version they are">dumps</span>;
}

const gone = (
    <span class="muted" title="The heap is gone; its history says what it had">
        –
    </span>
);

function columns(refresh) {
    return [
        {
            key: 'name',
            label: 'Session',
            least: '15rem',
            render: (row) => (
                <span class="session-cell">
                    <a class="strong" href={href(viewOf(row), { session: addressOf(row) })} title={row.name}>
                        {row.name}
                    </a>
                    {row.state !== 'live' && row.id !== row.name && <span class="muted">{row.id}</span>}
                    <Labels labels={row.labels ?? {}} short />
                </span>
            ),
        },
        {
            key: 'state',
            label: 'State',
            width: '6.5rem',
            render: (row) => <span class={`state ${row.state}`}>{row.state}</span>,
        },
        { key: 'python', label: 'Python', width: '6rem', render: (row) => <Python row={row} /> },
        {
            key: 'used',
            label: 'Memory used',
            numeric: true,
            width: '9rem',
            help: 'used',
            value: (row) => row.memory.used,
            render: (row) => (row.state === 'live' ? <Bytes n={row.memory.used} /> : gone),
        },
        {
            key: 'limit',
            label: 'of limit',
            width: '11rem',
            help: 'limit',
            value: (row) => (row.memory.limit ? row.memory.used / row.memory.limit : 0),
            render: (row) =>
                row.state !== 'live' ? (
                    gone
                ) : row.memory.limit ? (
                    <span class="limit">
                        <Meter value={row.memory.used} limit={row.memory.limit} label="Memory used of the limit" />
                        <span class="muted">
                            <Bytes n={row.memory.limit} />
                        </span>
                    </span>
                ) : (
                    <span class="muted">none</span>
                ),
        },
        { key: 'objects', label: 'Objects', numeric: true, width: '7rem', render: (row) => (row.state === 'live' ? <Count n={row.objects} /> : gone) },
        {
            key: 'snapshots',
            label: 'Snapshots',
            numeric: true,
            width: '8.5rem',
            help: 'snapshot',
            render: (row) => <a href={href('snapshots', { session: addressOf(row) })}>{row.snapshots}</a>,
        },
        { key: 'created_at', label: 'Created', width: '11.5rem', render: (row) => <Time at={row.created_at} /> },
        {
            key: 'actions',
            label: '',
            width: '6.5rem',
            render: (row) => (
                <Destroy
                    label="Delete…"
                    ariaLabel={`Delete ${row.name}`}
                    question={whatGoes(row)}
                    act={async () => {
                        await remove(sessionPath(row.id));
                        refresh();
                    }}
                />
            ),
        },
    ];
}

function matches(row, text) {
    if (!text) return true;
    const words = [row.name, row.id, row.python, row.state, ...Object.entries(row.labels ?? {}).map((pair) => pair.join(':'))];
    return words.some((word) => word.toLowerCase().includes(text.toLowerCase()));
}

function Example() {
    const [run, { busy, problem, dismiss }] = useAction(async () => {
        const { session, older, newer } = await runExample();
        go(href('diff', { session, pair: `${older}..${newer}` }, { view: 'sites' }));
    });
    return (
        <>
            <ProblemNote problem={problem} onDismiss={dismiss} />
            <button type="button" onClick={() => run()} disabled={busy}>
                {busy ? 'Building it…' : 'Show me a leak'}
            </button>
        </>
    );
}

// Dumps that are dropped here get a session of their own.
async function sessionFor(files) {
    const { name } = await post('/v1/sessions', { labels: { from: 'dumps' } });
    handOver(name, files);
    go(href('snapshots', { session: name }));
}

export function Sessions({ query }) {
    const list = useResource('/v1/sessions', getAll);
    const [refused, setRefused] = useState(takeBack);
    const [take, taking] = useAction(sessionFor);
    const over = useDrop((files) => files.length > 0 && take(files));
    const [creating, setCreating] = useState(false);
    useFollowing(list.refresh);
    const rows = (list.data?.items ?? []).filter((row) => matches(row, query.find));
    return (
        <>
            {over && <DropHere />}
            <header class="page-head">
                <div>
                    <h1>Sessions</h1>
                    <p class="lead">
                        Each session is a CPython heap of its own: real objects, at real addresses, in memory laid out
                        as that version lays it out.
                    </p>
                </div>
                <div class="actions">
                    <a class="button" href={href('run')}>
                        Run Python
                    </a>
                    <Example />
                    <ChooseFiles onFiles={(files) => files.length > 0 && take(files)} />
                    <button type="button" class="primary" onClick={() => setCreating(true)}>
                        New session
                    </button>
                </div>
            </header>
            <ProblemNote problem={taking.problem} onDismiss={taking.dismiss} />
            <Imports rows={refused} onDismiss={(key) => setRefused(refused.filter((row) => row.key !== key))} />
            <ProblemNote problem={list.problem} />
            {list.data?.items.length === 0 && (
                <Empty
                    title="No session yet"
                    curl={`curl --json '{"name": "s1", "python": "3.11"}' ${location.origin}/v1/sessions\ncurl --json '{"value": [1, 2, {"a": "b"}], "bind": "a"}' ${location.origin}/v1/sessions/s1/objects`}
                >
                    Make one with the button above, or from a terminal. “Show me a leak” makes one that grows, takes two
                    snapshots of it, and opens their comparison. Files of tracemalloc’s <code>Snapshot.dump()</code> can
                    be dropped onto this page.
                </Empty>
            )}
            {list.data?.items.length > 0 && (
                <Panel
                    title={`${rows.length < list.data.items.length ? `${count(rows.length)} of ` : ''}${plural(list.data.items.length, 'session')}`}
                    aside={<Find value={query.find} label="Find sessions" placeholder="Name, label, version" />}
                >
                    {rows.length > 0 ? (
                        <Table
                            caption="Sessions"
                            columns={columns(list.refresh)}
                            rows={rows}
                            rowKey={(row) => row.id}
                            sort="-created_at"
                            height={640}
                        />
                    ) : (
                        <p class="muted pad">No session has “{query.find}” in its name, its labels or its version.</p>
                    )}
                    {list.data.next && (
                        <p class="muted pad">These are the first {count(list.data.items.length)}; the API has the others.</p>
                    )}
                </Panel>
            )}
            {creating && <CreateSession onClose={() => setCreating(false)} />}
        </>
    );
}
