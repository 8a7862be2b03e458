// The small parts that every view is made of: numbers with their exact value on hover, addresses as links, help, states.
import { createContext } from 'preact';
import { useContext, useId, useMemo, useRef, useState } from 'preact/hooks';
import * as format from '../lib/format.js';
import { splitAddresses } from '../lib/address.js';
import { HELP } from '../lib/help.js';
import { href } from '../lib/router.js';
import { Commands } from './copy.jsx';
import { TokenForm } from './token.jsx';

// {name, pulse, refresh(), imports, ended, bare, snapshots, snapshot}: the session that the current view is about. `pulse`
// changes when the heap may have; `bare`: its heap has nothing, and what there is are its `snapshots`, so many; `imports`
// tells of files that are read. `snapshot`: its number where objects are those of a snapshot and not of the heap as it is.
export const Session = createContext(null);

export const useSession = () => useContext(Session);

export function InSnapshot({ n, children }) {
    const session = useSession();
    const within = useMemo(() => ({ ...session, snapshot: n ? Number(n) : null }), [session, n]);
    return <Session.Provider value={within}>{children}</Session.Provider>;
}

export const Bytes = ({ n, signed }) => (
    <span class="num" title={format.exactBytes(n)}>
        {signed ? format.signed(n, format.bytes) : format.bytes(n)}
    </span>
);

export const Count = ({ n, signed }) => <span class="num">{signed ? format.signed(n) : format.count(n)}</span>;

export const Duration = ({ us }) => (
    <span class="num" title={us == null ? '' : `${format.count(us)} µs`}>
        {format.duration(us)}
    </span>
);

export const Time = ({ at }) => (
    <time class="num" dateTime={at} title={at}>
        {format.time(at)}
    </time>
);

export function Address({ id, children }) {
    const { name, snapshot } = useSession();
    const there = snapshot
        ? href('snapobject', { session: name, n: snapshot, id })
        : href('object', { session: name, id });
    return (
        <a class="address" href={there}>
            {children ?? id}
        </a>
    );
}

// A text in which every heap address is a link.
export const Linked = ({ text }) =>
    splitAddresses(String(text)).map((part) => (part.address ? <Address id={part.address} /> : part));

export const TypeName = ({ type }) => (
    <span class="type" title={type?.length > LONG_NAME ? type : undefined}>
        {type}
    </span>
);

// Longer ones may be cut off where they stand.
const LONG_NAME = 24;

export function Repr({ text, length = 120 }) {
    const cut = format.shorten(text ?? '', length);
    return (
        <code class="repr" title={cut === text ? undefined : text}>
            {cut}
        </code>
    );
}

// A text with words of a program in it, each between two backticks.
export const Coded = ({ text }) => text.split('`').map((part, at) => (at % 2 ? <code>{part}</code> : part));

// A traceback in one line, newest frame first, as one reads it when looking for the culprit.
export function Traceback({ frames, group, whole }) {
    if (!frames?.length) return <code class="trace">{group ?? <span class="muted">unknown</span>}</code>;
    const shown = whole ? frames : frames.slice(-1);
    return (
        <code class="trace" title={frames.map(format.frameLine).join('\n')}>
            <bdi>{[...shown].reverse().map((frame, n) => (
                <>
                    {n > 0 && <span class="muted"> ← </span>}
                    {frame.file}
                    {frame.line ? <span class="line">:{frame.line}</span> : null}
                </>
            ))}
            {!whole && frames.length > 1 && <span class="muted"> +{frames.length - 1}</span>}
            </bdi>
        </code>
    );
}

// A question mark that explains a term. A button, so that it is reached by keyboard and by touch.
export function Help({ term }) {
    const id = useId();
    const button = useRef();
    const [place, setPlace] = useState(null);
    function open(event) {
        if (event.newState !== 'open') return;
        const box = button.current.getBoundingClientRect();
        setPlace({ left: `${Math.max(8, Math.min(box.left, innerWidth - 336))}px`, top: `${box.bottom + 6}px` });
    }
    return (
        <>
            <button ref={button} type="button" class="help" popovertarget={id} aria-label={`What is: ${term}?`}>
                ?
            </button>
            <div id={id} popover="auto" class="help-text" onBeforeToggle={open} style={place}>
                <strong>{term}</strong>
                {HELP[term]}
            </div>
        </>
    );
}

// A problem document, legibly: what happened, where, and what the heap raised.
export function ProblemNote({ problem, onDismiss }) {
    if (!problem) return null;
    const doc = problem.document ?? { title: problem.message };
    return (
        <div class="problem" role="alert">
            <div class="problem-head">
                <strong>{doc.title ?? 'Something went wrong'}</strong>
                {doc.status ? <span class="badge">{doc.status}</span> : null}
                {doc.type?.startsWith('/problems/') && (
                    <a href={doc.type} target="_blank" rel="noopener">
                        what this means
                    </a>
                )}
                {onDismiss && (
                    <button type="button" class="quiet" onClick={onDismiss} aria-label="Dismiss">
                        ×
                    </button>
                )}
            </div>
            {doc.detail && doc.detail !== doc.title && <p>{doc.detail}</p>}
            {doc.status === 401 && <TokenForm />}
            {doc.exception && (
                <p>
                    <code>
                        {doc.exception.type}: {doc.exception.message}
                    </code>
                </p>
            )}
            {(doc.pointer || doc.op != null) && (
                <p class="muted">
                    {doc.op != null && <>operation {doc.op} </>}
                    {doc.pointer && (
                        <>
                            at <code>{doc.pointer}</code>
                        </>
                    )}
                </p>
            )}
        </div>
    );
}

// Nothing to show yet: says why, and how to change that with curl.
export const Empty = ({ title, children, curl }) => (
    <div class="empty">
        <h3>{title}</h3>
        {children && <p>{children}</p>}
        {curl && <Commands text={curl} />}
    </div>
);

// What a resource shows while it is not there: a problem, or a quiet line. Afterwards the children; while others are on their way
// that the view asks for by now, they are marked as what was before, and cannot be clicked.
export function Loaded({ resource, children }) {
    return (
        <>
            <ProblemNote problem={resource.problem} />
            {resource.data ? (
                <div class="loaded" aria-busy={resource.loading ? 'true' : undefined}>
                    {children(resource.data)}
                </div>
            ) : (
                resource.loading && <p class="loading">Loading…</p>
            )}
        </>
    );
}

export const Panel = ({ title, help, aside, children, class: extra = '' }) => (
    <section class={`panel ${extra}`}>
        {title && (
            <header class="panel-head">
                <h2>
                    {title}
                    {help && <Help term={help} />}
                </h2>
                {aside && <div class="panel-aside">{aside}</div>}
            </header>
        )}
        {children}
    </section>
);

// label/value pairs, aligned
export const Facts = ({ rows }) => (
    <dl class="facts">
        {rows.filter(Boolean).map(([label, value, help]) => (
            <div>
                <dt>
                    {label}
                    {help && <Help term={help} />}
                </dt>
                <dd>{value}</dd>
            </div>
        ))}
    </dl>
);

// `calm`: being full is nothing to worry about.
export function Meter({ value, limit, label, calm }) {
    const share = limit ? Math.min(100, (100 * value) / limit) : 0;
    return (
        <span
            class="meter"
            role="meter"
            aria-label={label}
            aria-valuenow={Math.round(share)}
            aria-valuemin="0"
            aria-valuemax="100"
        >
            <span class={share > 85 && !calm ? 'meter-fill high' : 'meter-fill'} style={{ width: `${share}%` }} />
        </span>
    );
}

export const Badge = ({ kind = '', title, children }) => (
    <span class={`badge ${kind}`} title={title}>
        {children}
    </span>
);

// What the agent of a live program tells of itself is one badge; the rest of it is seen on pointing there.
export function Labels({ labels, short }) {
    const all = Object.entries(labels);
    const told = all.filter(([key]) => key.startsWith('agent'));
    const share = labels['agent.share'];
    return (
        <>
            {told.length > 0 && (
                <span title={told.map(([key, value]) => `${key} ${value}`).join('\n')}>
                    <Badge kind="label">{short || !share ? 'agent' : `the agent takes ${format.percent(parseFloat(share), 100)} of the program’s time`}</Badge>
                </span>
            )}
            {all
                .filter((label) => !told.includes(label))
                .map(([key, value]) => (
                    <Badge kind="label" title={`${key}:${value}`}>
                        {key}:{value}
                    </Badge>
                ))}
        </>
    );
}
