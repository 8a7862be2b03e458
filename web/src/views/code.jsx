// The code pane: a program, run in a session's heap, and what it did there step by step. With a session around it, or on
// a page of its own that makes one.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { get, post, remove, sessionPath } from '../lib/api.js';
import * as format from '../lib/format.js';
import { decodeProgram, encodeProgram } from '../lib/program.js';
import { isStill, PROGRAMS } from '../lib/programs.js';
import { errorOf, MOST_STEPS, recordProgram } from '../lib/recorder.js';
import { changeQuery, href, parse } from '../lib/router.js';
import { graphOf, lost } from '../lib/steps.js';
import { Badge, Coded, Panel, ProblemNote } from '../ui/basics.jsx';
import { Copy } from '../ui/copy.jsx';
import { Editor } from '../ui/editor.jsx';
import { useAction } from '../ui/hooks.js';
import { StepGraph } from '../ui/stepgraph.jsx';
import { bytesOf, Curve, Frames, Happened, neverRan, Output, Steps } from './recording.jsx';

// Fetches its session anew for each run where it is its own.
function useRun(prepare) {
    const [run, setRun] = useState(null);
    const [at, setAt] = useState(0);
    const [soFar, setSoFar] = useState(0);
    const stopper = useRef(null);
    const stop = () => stopper.current?.abort();
    const [start, state] = useAction(async (source, from) => {
        const { signal } = (stopper.current = new AbortController());
        setSoFar(0);
        const { session, version } = await prepare();
        const next = await recordProgram(session, source, { version, signal, onSteps: setSoFar });
        setRun(next);
        setAt(from === 'first' ? 0 : Math.max(next.steps.length - 1, 0));
    });
    return { run, at, setAt, soFar, start, stop, ...state };
}

// The program that the address carries; edits go there a little later. [source, loaded, edit, load]: `loaded` is what the
// editor is to begin with.
function useSource(query) {
    const [source, edit] = useState(null);
    const [loaded, setLoaded] = useState(null);
    const written = useRef(null);
    function load(text) {
        edit(text);
        setLoaded({ text });
    }
    useEffect(() => {
        if (source !== null && (query.program ?? '') === written.current) return undefined;
        let overtaken = false;
        decodeProgram(query.program).then((text) => {
            if (overtaken) return;
            written.current = query.program ?? '';
            if (text !== null || source === null) load(text ?? PROGRAMS[0].source);
        });
        return () => {
            overtaken = true;
        };
    }, [query.program]);
    useEffect(() => {
        if (source === null) return undefined;
        let overtaken = false; // by another edit; or another view is shown, whose address it is by then
        const timer = setTimeout(async () => {
            const program = await encodeProgram(source);
            if (overtaken) return;
            written.current = program;
            changeQuery({ program });
        }, 250);
        return () => {
            overtaken = true;
            clearTimeout(timer);
        };
    }, [source]);
    return [source, loaded, edit, load];
}

// The address as it is with the program as it is: what was just typed is not in it yet.
async function addressOf(source) {
    const { view, params, query } = parse(location.hash);
    const program = await encodeProgram(source);
    return location.href.split('#')[0] + href(view, params, { ...query, program });
}

function Pane({ query, prepare, tools, about }) {
    const [source, loaded, edit, load] = useSource(query);
    const [begun, setBegun] = useState(null);
    // What an example says stays while it is changed, as it asks for; an address may carry one, too.
    useEffect(() => setBegun(PROGRAMS.find((program) => isStill(program, loaded?.text ?? '')) ?? null), [loaded]);
    const example = begun && isStill(begun, source ?? '') ? begun : null;
    const { run, at, setAt, soFar, start, stop, busy, problem, dismiss } = useRun(prepare);
    const stale = run && run.source !== source;
    const old = stale || busy; // what the run before did is not what this program does
    const step = run && !stale ? run.steps[at] : null;
    const shown = run?.steps[at];
    const graph = useMemo(() => (shown ? graphOf(shown) : null), [shown]);
    const leaked = shown ? lost(shown) : [];
    const ended = step?.at === 'end' || (run && !stale && run.steps.length === 0);
    const marks = {
        current: step?.line ?? null,
        calling: step?.frames.map((frame) => frame.line),
        error: ended ? errorOf(run.exception) : null,
        bytes: run && !stale ? bytesOf(run.profile) : null,
    };
    const latest = useRef();
    latest.current = () => start(source, 'last');

    function choose(program) {
        load(program.source);
        start(program.source, 'first');
    }

    if (!loaded) return <p class="loading">Loading…</p>;
    return (
        <div class="code">
            <div class="code-side">
                <Panel
                    title="Program"
                    aside={
                        <>
                            {tools}
                            <Copy
                                label="Copy link"
                                text={() => addressOf(source)}
                                title="The address carries the program"
                                otherwise="the address above carries the program"
                                class=""
                            />
                        </>
                    }
                >
                    <div class="chips" role="group" aria-label="Examples">
                        {PROGRAMS.map((program) => (
                            <button
                                type="button"
                                class="chip"
                                title={program.says.replaceAll('`', '')}
                                aria-pressed={program === example}
                                onClick={() => choose(program)}
                            >
                                {program.title}
                            </button>
                        ))}
                    </div>
                    {example && (
                        <div class="says">
                            <p>
                                <Coded text={example.says} />
                            </p>
                            {run && (
                                <p class="look">
                                    <Coded text={example.look} />
                                </p>
                            )}
                        </div>
                    )}
                    <Editor loaded={loaded} marks={marks} onText={edit} onRun={() => latest.current()} />
                    <div class="run-bar">
                        <button type="button" class="primary" disabled={busy} onClick={() => start(source, 'last')}>
                            {busy ? 'Running…' : 'Run'}
                        </button>
                        <button type="button" disabled={busy} onClick={() => start(source, 'first')}>
                            Step through
                        </button>
                        {busy && (
                            <>
                                <button type="button" onClick={stop}>
                                    Stop
                                </button>
                                <span class="muted" role="status">
                                    {soFar < MOST_STEPS
                                        ? `${format.plural(soFar, 'step')} so far`
                                        : `${format.count(MOST_STEPS)} steps recorded; it goes on unrecorded`}
                                </span>
                            </>
                        )}
                        <Steps run={stale ? null : run} at={at} onStep={setAt} />
                    </div>
                    {run && !stale && !neverRan(run) && <Curve run={run} at={at} onStep={setAt} />}
                    <p class="note">
                        {stale
                            ? busy
                                ? 'What is shown beside it is of the run before, until this one has ended.'
                                : 'The program was changed: run it to see its steps. What is shown beside it is of the run before.'
                            : 'Ctrl+Enter runs; Escape leaves the editor. In the margin: bytes that a line made and that are still there at the end.'}
                    </p>
                </Panel>
                <ProblemNote problem={problem} onDismiss={dismiss} />
                {run?.problem && <ProblemNote problem={{ document: run.problem }} />}
                {run && <Output run={run} at={at} old={old} />}
                {about}
            </div>
            <div class={old ? 'code-heap old' : 'code-heap'} aria-busy={busy}>
                {shown ? (
                    <>
                        <Panel
                            title="What happened"
                            aside={
                                <>
                                    {leaked.length > 0 && (
                                        <Badge kind="warn">
                                            {format.plural(leaked.length, 'object')} without a name that leads there
                                        </Badge>
                                    )}
                                    {run.truncated && <Badge>the first {format.count(MOST_STEPS)} steps are recorded</Badge>}
                                </>
                            }
                        >
                            <Happened run={run} at={at} />
                        </Panel>
                        <Panel title="Objects" class="step-graph" help="referents">
                            <StepGraph graph={graph} step={shown} ran={!neverRan(run)} />
                        </Panel>
                        <Panel title="Names" help="name">
                            <Frames step={shown} />
                        </Panel>
                    </>
                ) : (
                    <Panel class="code-start">
                        <div class="empty">
                            <h3>See what a program does to its memory</h3>
                            <p>
                                Choose an example, or write your own, and run it: it runs in a real CPython heap. Then go
                                through it line by line, forward and back. On this side are its names, the objects that
                                they lead to with their reference counts, and what each line made and freed.
                            </p>
                            <ul class="legend">
                                <li>
                                    <span class="mark fresh" /> made or changed by the last line
                                </li>
                                <li>
                                    <span class="mark lost" /> still there, and no name leads to it: a leak, or the
                                    collector’s work to come
                                </li>
                            </ul>
                        </div>
                    </Panel>
                )}
            </div>
        </div>
    );
}

// In a session: globals stay from one run to the next.
export function Code({ session, query }) {
    const prepare = async () => ({ session });
    const program = query.program ? { program: query.program } : {};
    return (
        <Pane
            query={query}
            prepare={prepare}
            tools={
                <a class="button" href={href('run', {}, program)} title="The same program in a heap that has nothing else">
                    Fresh heap
                </a>
            }
            about={
                <p class="note">
                    What the program leaves stays in this session: <a href={href('heap', { session })}>its names and graph</a>.
                </p>
            }
        />
    );
}

const HOUR = 3600;

// Without a session: each run makes one, and the one before it goes, unless somebody kept it.
export function RunPage({ query }) {
    const [versions, setVersions] = useState([]);
    const [made, setMade] = useState(null);
    const last = useRef(null);
    const version = query.python ?? '';
    useEffect(() => {
        get('/v1/versions').then(
            (answer) => setVersions(answer.items.map((item) => item.python)),
            () => {}, // then there is the newest alone; running says what is wrong
        );
    }, []);
    async function prepare() {
        if (last.current) {
            setMade(null);
            await remove(sessionPath(last.current)).catch(() => {});
        }
        last.current = null;
        const body = { expires_after: HOUR, labels: { from: 'run-page' } };
        if (version) body.python = version;
        const session = await post('/v1/sessions', body);
        last.current = session.name;
        setMade(session);
        return { session: session.name, version: session.python };
    }
    const program = query.program ? { program: query.program } : {};
    return (
        <>
            <header class="page-head">
                <div>
                    <h1>Run Python</h1>
                    <p class="lead">Each run has a heap of its own, and you see every object in it.</p>
                </div>
                {made && (
                    <div class="actions">
                        <span class="muted">
                            ran in <code>{made.name}</code>, Python {made.python}
                        </span>
                        <a
                            class="button"
                            href={href('heap', { session: made.name })}
                            onClick={() => {
                                last.current = null; // somebody looks at it: it stays
                            }}
                        >
                            Look at its heap
                        </a>
                        <a
                            class="button"
                            href={href('code', { session: made.name }, program)}
                            onClick={() => {
                                last.current = null;
                            }}
                        >
                            Go on in it
                        </a>
                    </div>
                )}
            </header>
            <Pane
                query={query}
                prepare={prepare}
                tools={
                    <label class="inline">
                        Python
                        <select value={version} onChange={(event) => changeQuery({ python: event.currentTarget.value })}>
                            <option value="">newest</option>
                            {versions.map((name) => (
                                <option value={name}>{name}</option>
                            ))}
                        </select>
                    </label>
                }
            />
        </>
    );
}
