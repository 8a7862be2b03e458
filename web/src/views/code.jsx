// The code pane: a program, run in a session's heap, and what it did there step by step. With a session around it, or on
// a page of its own that makes one.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { get, post, remove, sessionPath } from '../lib/api.js';
import * as format from '../lib/format.js';
import { decodeProgram, encodeProgram } from '../lib/program.js';
import { isStill, PROGRAMS } from '../lib/programs.js';
import { errorOf, MOST_STEPS, recordProgram } from '../lib/recorder.js';
import { changeQuery, href, parse } from '../lib/router.js';
import { graphOf, lost, memoryOf, whatHappened, whoDid } from '../lib/steps.js';
import { Badge, Bytes, Panel, ProblemNote, Repr, TypeName } from '../ui/basics.jsx';
import { Copy } from '../ui/copy.jsx';
import { Editor } from '../ui/editor.jsx';
import { useAction } from '../ui/hooks.js';
import { StepGraph } from '../ui/stepgraph.jsx';

// What stands in the margin: the bytes that a line made and that are still there, with the rest of its numbers on hover.
function bytesOf(profile) {
    const marks = new Map();
    const most = Math.max(1, ...(profile?.lines ?? []).map((line) => line.alive));
    for (const line of profile?.lines ?? []) {
        if (!line.allocated && !line.released) continue;
        marks.set(line.line, {
            text: line.alive ? format.bytes(line.alive) : '',
            share: line.alive / most,
            title:
                `line ${line.line}: began ${format.plural(line.hits, 'time')}\n` +
                `${format.exactBytes(line.allocated)} allocated, ${format.exactBytes(line.released)} released\n` +
                `${format.exactBytes(line.alive)} in ${format.plural(line.blocks, 'block')} still there at the end`,
        });
    }
    return marks;
}

// A mistake that is found before anything runs has its place in the program, and no step.
const neverRan = (run) => Boolean(run.exception?.line);

function Steps({ run, at, onStep }) {
    const last = run ? run.steps.length - 1 : 0;
    const none = run && neverRan(run);
    const move = (to) => onStep(Math.min(Math.max(to, 0), last));
    const can = run && run.steps.length > 0 && !none;
    return (
        <div class="steps" role="group" aria-label="Steps">
            <button type="button" disabled={!can || at === 0} onClick={() => move(0)} aria-label="First step">
                «
            </button>
            <button type="button" disabled={!can || at === 0} onClick={() => move(at - 1)} aria-label="Step back">
                ◀ Back
            </button>
            <button type="button" disabled={!can || at === last} onClick={() => move(at + 1)} aria-label="Step forward">
                Forward ▶
            </button>
            <button type="button" disabled={!can || at === last} onClick={() => move(last)} aria-label="Last step">
                »
            </button>
            <input
                type="range"
                min="0"
                max={last}
                value={at}
                disabled={!can}
                aria-label="Step"
                aria-valuetext={can ? `step ${at + 1} of ${last + 1}` : 'nothing recorded'}
                onInput={(event) => move(Number(event.currentTarget.value))}
            />
            <span class="muted num" data-step={can ? at : -1}>
                {can ? `${format.count(at + 1)} of ${format.count(last + 1)}` : none ? 'no step: it did not run' : 'not run yet'}
            </span>
        </div>
    );
}

const CURVE = { width: 600, height: 44, margin: 4 };

// The memory in use from the first step to the last: what stays when a request is over is seen before it is understood.
function Curve({ run, at, onStep }) {
    const { values, least, most } = memoryOf(run.steps);
    if (values.length < 3 || most === least) return null;
    const { width, height, margin } = CURVE;
    const x = (n) => (n * width) / (values.length - 1);
    const y = (value) => height - margin - ((value - least) * (height - 2 * margin)) / (most - least);
    const line = values.map((value, n) => `${n ? `${x(n)},${y(values[n - 1])} ` : ''}${x(n)},${y(value)}`).join(' ');
    const pick = (event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onStep(Math.round(((event.clientX - box.left) / box.width) * (values.length - 1)));
    };
    const words = `${format.bytes(values[0])} at first, ${format.bytes(most)} at most, ${format.bytes(values.at(-1))} at the end`;
    return (
        <figure class="curve">
            <svg
                viewBox={`0 0 ${width} ${height}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={`Memory in use, step by step: ${words}`}
                onClick={pick}
            >
                <polygon points={`0,${height} ${line} ${width},${height}`} />
                <polyline points={line} />
                <line x1={x(at)} x2={x(at)} y1="0" y2={height} />
            </svg>
            <figcaption class="muted">Memory in use, step by step: {words}</figcaption>
        </figure>
    );
}

function howItEnded(run) {
    if (run.problem) return 'The program was stopped before its end.';
    if (!run.exception) return 'The program has ended.';
    if (neverRan(run)) return 'Nothing of it ran: the marked line is not Python.';
    return run.exception.type === 'SystemExit'
        ? 'The program ended itself with sys.exit().'
        : 'The program ended in an exception.';
}

function Happened({ run, at }) {
    const step = run.steps[at];
    const before = run.steps[at - 1];
    const said = at > 0 ? whatHappened(step, before) : [];
    return (
        <div class="happened" aria-live="polite">
            <p>
                {step.at === 'end' ? (
                    <strong>{howItEnded(run)}</strong>
                ) : (
                    <>
                        <strong>Line {step.line}</strong> is next
                    </>
                )}
                {step.used != null && (
                    <span class="muted">
                        {' '}
                        · <Bytes n={step.used} /> in use
                    </span>
                )}
            </p>
            {before && (
                <p>
                    <span class="muted">{whoDid(run, at)}</span>
                    {said.length === 0 && <span class="muted">nothing to the heap</span>}
                    {said.map((word, n) => (
                        <>
                            {n > 0 && <span class="muted"> · </span>}
                            <span class={`said ${word.kind ?? ''}`}>{word.text}</span>
                        </>
                    ))}
                </p>
            )}
        </div>
    );
}

function Frames({ step }) {
    const rebound = new Set(step.rebound.map((change) => `${change.frame} ${change.name}`));
    const frames = step.frames.filter((frame, n) => n === step.frames.length - 1 || frame.names.length > 0 || n === 0);
    return [...frames].reverse().map((frame) => (
        <div class="frame" key={`${frame.frame} ${frame.function}`}>
            <p>
                <code>{frame.function === '<module>' ? 'module' : frame.function}</code>{' '}
                {frame.line && <span class="muted">line {frame.line}</span>}
            </p>
            {frame.names.length === 0 && <p class="note">no names yet</p>}
            <ul class="name-list">
                {frame.names.map((name) => (
                    <li
                        class={`name-row ${rebound.has(`${frame.frame} ${name.name}`) ? 'rebound' : ''}`}
                        key={name.name}
                    >
                        <code class={`name-word ${frame.frame === 0 ? '' : 'frame-word'}`}>{name.name}</code>
                        <TypeName type={name.type} />
                        <Repr text={name.repr} length={44} />
                        <code class="muted where" title="its address in the heap">
                            {name.id}
                        </code>
                    </li>
                ))}
            </ul>
        </div>
    ));
}

function Output({ run, at, old }) {
    const step = run.steps[at];
    const ended = !step || step.at === 'end';
    const text = ended ? run.output : run.output.slice(0, step.printed);
    return (
        <Panel title="Output" class={old ? 'output old' : 'output'}>
            <pre tabIndex="0" aria-label="Output">
                {text}
                {ended && run.exception?.text && <span class="bad">{run.exception.text}</span>}
                {text === '' && !(ended && run.exception) && (
                    <span class="muted">{ended ? 'nothing was printed' : 'nothing printed yet'}</span>
                )}
            </pre>
            {ended && run.result && (
                <p class="note">
                    result <TypeName type={run.result.type} /> <Repr text={run.result.repr} />
                </p>
            )}
        </Panel>
    );
}

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
                                title={program.says}
                                aria-pressed={program === example}
                                onClick={() => choose(program)}
                            >
                                {program.title}
                            </button>
                        ))}
                    </div>
                    {example && (
                        <div class="says">
                            <p>{example.says}</p>
                            {run && <p class="look">{example.look}</p>}
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
        if (last.current) await remove(sessionPath(last.current)).catch(() => {});
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
