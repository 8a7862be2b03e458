// What a program did, as it was recorded: the buttons that go from step to step, the curve of its memory, what happened on the
// way to a step, its names and frames, its output, and the bytes for the margin.
import * as format from '../lib/format.js';
import { memoryOf, whatHappened, whoDid } from '../lib/steps.js';
import { Bytes, Panel, Repr, TypeName } from '../ui/basics.jsx';

// What stands in the margin: the bytes that a line made and that are still there, with the rest of its numbers on hover.
export function bytesOf(profile) {
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
export const neverRan = (run) => Boolean(run.exception?.line);

export function Steps({ run, at, onStep }) {
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
export function Curve({ run, at, onStep }) {
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

export function Happened({ run, at }) {
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

export function Frames({ step }) {
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

export function Output({ run, at, old }) {
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
