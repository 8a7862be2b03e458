// What all views of one session share: its head, the tabs, the live connection.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { get, hasToken, post, remove, sessionPath } from '../lib/api.js';
import { importsOf } from '../lib/imports.js';
import { startLive } from '../lib/live.js';
import { isForDumps, versionOf } from '../lib/origin.js';
import { go, href } from '../lib/router.js';
import { Badge, Bytes, Count, Empty, Help, Labels, Meter, ProblemNote, Session, useSession } from '../ui/basics.jsx';
import { Destroy } from '../ui/dialog.jsx';
import { useAction, useNewest, useResource } from '../ui/hooks.js';
import { Collected } from './collector.jsx';
import { DropHere, useDrop } from './import.jsx';

const TABS = [
    ['heap', 'Heap'],
    ['code', 'Code'],
    ['objects', 'Objects'],
    ['types', 'Types'],
    ['memory', 'Memory'],
    ['collector', 'Collector'],
    ['allocator', 'Allocator'],
    ['snapshots', 'Snapshots'],
    ['suspects', 'Suspects'],
    ['query', 'SQL'],
];
const TAB_OF = {
    object: 'objects',
    snapshot: 'snapshots',
    snapobject: 'snapshots',
    diff: 'snapshots',
    diffobjects: 'snapshots',
};

const OF_THE_HEAP = new Set(['heap', 'code', 'objects', 'object', 'types', 'allocator']);

const CONNECTION = {
    connecting: 'connecting…',
    live: 'live',
    polling: 'polling: there is no event stream for this window; changes show within two seconds',
    offline: 'offline: heapd does not answer; what is shown may be old',
    ended: 'this session has ended: its history remains, its heap does not',
};

function Connection({ state }) {
    return (
        <span class={`connection ${state}`} role="status" title={CONNECTION[state]}>
            <span class="dot" aria-hidden="true" />
            {state}
        </span>
    );
}

// The version of the session's heap; of dumps from elsewhere what their source says, and nothing that heapd would have made up.
function Origin({ info, dumps, source }) {
    if (!dumps) return <Badge>Python {info.python}</Badge>;
    const version = versionOf(source, info.labels);
    return (
        <span title={source && `The last one: ${source}`}>
            <Badge>{version ? `dumps of Python ${version}` : 'imported dumps'}</Badge>
        </span>
    );
}

// Of a heap that is gone only how far it came is to be told.
function Numbers({ info, live }) {
    return (
        <>
            {live && (
                <>
                    <span>
                        <Bytes n={info.memory.used} />
                        {info.memory.limit ? (
                            <>
                                {' '}
                                <span class="muted">
                                    of <Bytes n={info.memory.limit} />
                                </span>{' '}
                                <Meter value={info.memory.used} limit={info.memory.limit} label="Memory used" />
                            </>
                        ) : null}
                    </span>
                    <span>
                        <Count n={info.objects} /> <span class="muted">objects</span>
                    </span>
                </>
            )}
            <span>
                <span class="muted">step</span> <Count n={info.seq} />
                <Help term="sequence" />
            </span>
        </>
    );
}

// What a button of the head has done is not to be seen in every view.
function Done({ session, done, onDismiss }) {
    if (!done) return null;
    const { snapshot, collection } = done;
    return (
        <p class="done" role="status">
            {collection && <Collected result={collection} />}
            {snapshot && (
                <>
                    <a href={href('snapshot', { session, n: snapshot.snapshot })}>Snapshot {snapshot.snapshot}</a> is taken; under{' '}
                    <a href={href('snapshots', { session })}>Snapshots</a> two are compared.
                </>
            )}
            <button type="button" class="quiet" onClick={onDismiss} aria-label="Dismiss">
                ×
            </button>
        </p>
    );
}

function Head({ info, view, connection }) {
    const { name } = useSession();
    const newest = useNewest(info);
    const source = newest.data?.items[0]?.source;
    const dumps = isForDumps(info, source); // of the heap there is nothing to be said, and nothing to be done with it here
    const [done, setDone] = useState(null);
    useEffect(() => setDone(null), [view]);
    const [snapshot, taking] = useAction(async () =>
        setDone({ snapshot: await post(sessionPath(info.id, 'snapshots'), { objects: true }) }),
    );
    const [collect, collecting] = useAction(async () => setDone({ collection: await post(sessionPath(info.id, 'gc/collect')) }));
    const live = info.state === 'live';
    return (
        <header class="session-head">
            <div class="session-title">
                <h1>{info.name}</h1>
                <Origin {...{ info, dumps, source }} />
                <Labels labels={info.labels ?? {}} />
                <Connection state={live ? connection : 'ended'} />
            </div>
            <div class="session-numbers">
                {dumps ? (
                    <span>
                        <Count n={info.snapshots} /> <span class="muted">imported</span>
                    </span>
                ) : (
                    <Numbers info={info} live={live} />
                )}
                <span class="actions">
                    {!dumps && (
                        <>
                            <button
                                type="button"
                                disabled={!live || collecting.busy}
                                onClick={() => collect()}
                                title="Run a full collection (generation 2)"
                            >
                                Collect
                            </button>
                            <button
                                type="button"
                                disabled={!live || taking.busy}
                                onClick={() => snapshot()}
                                title="Take a snapshot: who holds what and, while tracing is on, where it was allocated"
                            >
                                Snapshot
                            </button>
                        </>
                    )}
                    <Destroy
                        label="Delete…"
                        question={
                            live
                                ? `The heap of ${info.name} and its history are dropped. This cannot be undone.`
                                : `What is stored of ${info.name} (${info.id}), which has ended, is dropped. This cannot be undone.`
                        }
                        act={async () => {
                            await remove(sessionPath(info.id));
                            go(href('sessions'));
                        }}
                    />
                </span>
            </div>
            <Done session={name} done={done} onDismiss={() => setDone(null)} />
            <ProblemNote problem={taking.problem} onDismiss={taking.dismiss} />
            <ProblemNote problem={collecting.problem} onDismiss={collecting.dismiss} />
        </header>
    );
}

function Tabs({ session, view }) {
    const current = TAB_OF[view] ?? view;
    const strip = useRef();
    // Where there is not room for all, the one that is shown is to be seen.
    useEffect(() => {
        const here = strip.current.querySelector('[aria-current]');
        if (here) strip.current.scrollLeft = here.offsetLeft - (strip.current.clientWidth - here.offsetWidth) / 2;
    }, [current]);
    return (
        <nav class="tabs" aria-label="Views of this session" ref={strip}>
            {TABS.map(([name, label]) => (
                <a key={name} href={href(name, { session })} aria-current={name === current ? 'page' : undefined}>
                    {label}
                </a>
            ))}
        </nav>
    );
}

function Ended() {
    const { name, snapshots } = useSession();
    return (
        <Empty title="This session has ended">
            Its heap is gone. What was recorded remains: <a href={href('snapshots', { session: name })}>snapshots</a>,{' '}
            <a href={href('memory', { session: name })}>memory over time</a> and{' '}
            <a href={href('collector', { session: name })}>past collections</a>
            {snapshots > 0 && (
                <>
                    ; <a href={href('suspects', { session: name })}>suspects</a> and <a href={href('query', { session: name })}>SQL</a>{' '}
                    ask its snapshots
                </>
            )}
            .
        </Empty>
    );
}

// While it was shown.
const Deleted = ({ name }) => (
    <Empty title={`${name} was deleted`}>
        Its heap is gone, and what was recorded of it. <a href={href('sessions')}>To the list of sessions</a>
    </Empty>
);

// What changes when there is something new to be seen: snapshots that come from elsewhere are no steps of the heap.
const markOf = ({ seq, snapshots, state }) => `${seq} ${snapshots} ${state}`;

// The session's own resource stands inside the context that its pulses come from, hence two components.
export function SessionFrame({ route, children }) {
    const name = route.params.session;
    const [pulse, setPulse] = useState(0);
    const refresh = useCallback(() => setPulse((n) => n + 1), []);
    const imports = useMemo(() => new EventTarget(), [name]);
    const session = useMemo(() => ({ name, pulse, refresh, imports }), [name, pulse]);
    return (
        <Session.Provider value={session}>
            <Living view={route.view}>{children}</Living>
        </Session.Provider>
    );
}

function Living({ view, children }) {
    const session = useSession();
    const path = sessionPath(session.name);
    const info = useResource(path);
    const [connection, setConnection] = useState('connecting');
    const deleted = info.problem?.status === 404;
    const state = deleted ? 'deleted' : info.data?.state;
    useEffect(() => {
        if (state !== 'live') return undefined;
        const live = startLive({
            url: hasToken() ? null : `${path}/events`, // an EventSource cannot send a token: then by polling
            poll: () => get(path).then(markOf),
            onState: setConnection,
            onPulse: session.refresh,
            onImport: (detail) => session.imports.dispatchEvent(new CustomEvent('import', { detail })),
        });
        return () => live.stop();
    }, [path, state]);

    // Wherever in the session they are dropped; where they come in is shown then.
    const over = useDrop((files) => {
        importsOf(session.name).add(files);
        if (view !== 'snapshots') go(href('snapshots', { session: session.name }));
    });

    const { objects, snapshots } = info.data ?? {};
    const within = useMemo(
        () => ({ ...session, ended: state === 'ended', bare: state === 'ended' || objects === 0, snapshots }),
        [session, state, objects === 0, snapshots],
    );

    if (info.data && deleted) return <Deleted name={info.data.name} />;
    if (!info.data) return info.problem ? <ProblemNote problem={info.problem} /> : <p class="loading">Loading…</p>;
    return (
        <>
            {over && <DropHere />}
            <Head info={info.data} view={view} connection={connection} />
            <Tabs session={session.name} view={view} />
            <ProblemNote problem={info.problem} />
            <Session.Provider value={within}>
                {within.ended && OF_THE_HEAP.has(view) ? <Ended /> : children}
            </Session.Provider>
        </>
    );
}
