// A session at a glance: the names and frames from which everything hangs, and the graph of what hangs there.
import { useState } from 'preact/hooks';
import { get, getAll, operate, sessionPath } from '../lib/api.js';
import { frameLine, plural } from '../lib/format.js';
import { changeQuery, href } from '../lib/router.js';
import { graphFromRoots } from '../graph/load.js';
import { Address, Empty, Loaded, Panel, ProblemNote, Repr, TypeName, useSession } from '../ui/basics.jsx';
import { GraphPane } from '../ui/graph.jsx';
import { useAction, useResource } from '../ui/hooks.js';
import { Console } from './console.jsx';

const MOST_NAMES = 200;

// Frames that were pushed; the module's own is always there, and its variables are the names.
const called = (frames) => frames.items.filter((frame) => frame.frame !== 0);

const namesOf = (path, options) => getAll(`${path}?frame=0`, { ...options, most: MOST_NAMES, page: MOST_NAMES });

function Name({ name, onDrop }) {
    return (
        <li class="name-row">
            <code class="name-word" title={name.name}>
                {name.name}
            </code>
            <TypeName type={name.type} />
            <Address id={name.id}>
                <Repr text={name.repr} length={34} />
            </Address>
            <button
                type="button"
                class="quiet drop"
                onClick={() => onDrop(name.name)}
                aria-label={`Drop the name ${name.name}`}
                title="Drop this name (del)"
            >
                ×
            </button>
        </li>
    );
}

function Names({ names }) {
    const session = useSession();
    const [drop, { problem, dismiss }] = useAction((name) => operate(session.name, { op: 'del', name, frame: 0 }));
    return (
        <>
            <ProblemNote problem={problem} onDismiss={dismiss} />
            <ul class="name-list">
                {names.items.map((name) => (
                    <Name key={name.name} name={name} onDrop={drop} />
                ))}
            </ul>
            {names.next && <p class="muted pad">and more; these are the first {MOST_NAMES}.</p>}
        </>
    );
}

function Frames({ frames }) {
    return called(frames)
        .reverse()
        .map((frame) => (
            <div class="frame" key={frame.frame}>
                <p>
                    <code>{frame.function}</code> <code class="muted">{frameLine(frame)}</code>
                </p>
                <ul class="name-list">
                    {(frame.locals ?? []).map((local) => (
                        <li class="name-row" key={local.name}>
                            <code class="name-word frame-word">{local.name}</code>
                            <TypeName type={local.type ?? ''} />
                            <Address id={local.id}>
                                <Repr text={local.repr ?? local.id} length={34} />
                            </Address>
                        </li>
                    ))}
                </ul>
            </div>
        ));
}

// A session that only took what a live program or a file brought has nothing here, and all of it there.
function SnapshotsOnly() {
    const { name, bare, snapshots } = useSession();
    if (!bare || !snapshots) return null;
    return (
        <div class="panel pad" role="note">
            <p>
                This heap is empty; what the session has are{' '}
                <a href={href('snapshots', { session: name })}>{plural(snapshots, 'snapshot')}</a>: compare two of them to
                see what grew, or see what looks like a leak, the{' '}
                <a href={href('suspects', { session: name })}>suspects</a>.
            </p>
        </div>
    );
}

function rootsOf(names, frames) {
    const roots = names.items.map((name) => ({ label: name.name, kind: 'name', target: name }));
    for (const frame of called(frames))
        for (const local of frame.locals ?? [])
            roots.push({ label: `${frame.function}.${local.name}`, kind: 'frame', target: local });
    return roots;
}

export function Heap({ session, query }) {
    const names = useResource(sessionPath(session, 'names'), namesOf);
    const frames = useResource(sessionPath(session, 'frames'));
    const [trying, setTrying] = useState(false);
    const depth = Number(query.depth) || 2;
    const nothing = names.data?.items.length === 0 && called(frames.data ?? { items: [] }).length === 0;

    async function begin(signal) {
        const [bound, stack] = await Promise.all([
            namesOf(sessionPath(session, 'names'), { signal }),
            get(sessionPath(session, 'frames'), { signal }),
        ]);
        return graphFromRoots(session, rootsOf(bound, stack), depth, signal);
    }

    return (
        <div class="heap">
            <div class="heap-side">
                {nothing && <SnapshotsOnly />}
                <Panel
                    title="Names"
                    help="name"
                    aside={names.data && <span class="muted">{plural(names.data.items.length, 'name')}</span>}
                >
                    <Loaded resource={names}>
                        {(data) =>
                            data.items.length ? (
                                <Names names={data} />
                            ) : (
                                <Empty
                                    title="Nothing is bound"
                                    curl={`curl -X PUT --json '{"value": {"k": [1, 2, 3]}}' ${location.origin}${sessionPath(session, 'names', 'a')}`}
                                >
                                    Bind a name with the console below, or from a terminal:
                                </Empty>
                            )
                        }
                    </Loaded>
                </Panel>
                {frames.data && called(frames.data).length > 0 && (
                    <Panel title="Frames" help="frame" aside={<span class="muted">newest first</span>}>
                        <Frames frames={frames.data} />
                    </Panel>
                )}
                <Console session={session} open={trying || nothing} onOpen={setTrying} />
            </div>
            <Panel
                class="heap-graph"
                title="Object graph"
                help="referents"
                aside={
                    <label class="inline">
                        steps
                        <select value={depth} onChange={(event) => changeQuery({ depth: event.currentTarget.value })}>
                            {[1, 2, 3, 4, 5].map((n) => (
                                <option value={n}>{n}</option>
                            ))}
                        </select>
                    </label>
                }
            >
                <GraphPane
                    label="Object graph"
                    mark={`${session} ${depth}`}
                    begin={begin}
                    empty={
                        <Empty title="An empty graph">
                            Names and frames are the roots: what they refer to is drawn here. A click on an object
                            follows its references.
                        </Empty>
                    }
                />
            </Panel>
        </div>
    );
}
