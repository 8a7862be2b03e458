// Dumps of real programs come in: dropped anywhere on the page or chosen, sent one after the other, each with its
// progress and, where it is refused, with the reason.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { get, remove, sessionPath } from '../lib/api.js';
import * as format from '../lib/format.js';
import { handBack, importsOf, stageOf, takeOver } from '../lib/imports.js';
import { go, href, parse } from '../lib/router.js';
import { ProblemNote, useSession } from '../ui/basics.jsx';

// A session was made for files of which none is a dump: it goes again, unless somebody has begun to use it, and what was
// wrong with them is said where they were dropped.
async function giveBack(name, imports) {
    const rows = imports.refused();
    if (!rows.length) return;
    const { objects, snapshots } = await get(sessionPath(name));
    if (objects || snapshots) return;
    handBack(rows);
    if (parse(location.hash).params.session === name) go(href('sessions'));
    await remove(sessionPath(name));
}

export function useImports(name) {
    const session = useSession();
    const [rows, setRows] = useState([]);
    const imports = useMemo(() => importsOf(name), [name]);
    useEffect(() => imports.watch(setRows, session.refresh), [imports]);
    useEffect(() => {
        const files = takeOver(name);
        if (files.length) imports.add(files).then(() => giveBack(name, imports));
    }, [imports]);
    useEffect(() => {
        const hear = (event) => imports.hear(event.detail);
        session.imports.addEventListener('import', hear);
        return () => session.imports.removeEventListener('import', hear);
    }, [imports, session.imports]);
    return [rows, imports];
}

export const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');

// Whether files are held over the page. What is dropped goes to onFiles, wherever it falls.
export function useDrop(onFiles) {
    const [over, setOver] = useState(false);
    const latest = useRef();
    latest.current = onFiles;
    useEffect(() => {
        let depth = 0; // enter and leave come for every element on the way
        const listeners = {
            dragenter: () => setOver(++depth > 0),
            dragleave: () => setOver(--depth > 0),
            dragover: (event) => (event.dataTransfer.dropEffect = 'copy'),
            drop: (event) => {
                depth = 0;
                setOver(false);
                latest.current([...event.dataTransfer.files]);
            },
        };
        const heard = Object.entries(listeners).map(([name, act]) => {
            const listener = (event) => {
                if (!carriesFiles(event)) return;
                event.preventDefault();
                act(event);
            };
            addEventListener(name, listener);
            return [name, listener];
        });
        return () => heard.forEach(([name, listener]) => removeEventListener(name, listener));
    }, []);
    return over;
}

export const DropHere = () => (
    <div class="drop-here" aria-hidden="true">
        <p>Drop dumps here to import them</p>
    </div>
);

export function ChooseFiles({ onFiles, children = 'Import a dump…', class: kind }) {
    const input = useRef();
    return (
        <>
            <button type="button" class={kind} onClick={() => input.current.click()}>
                {children}
            </button>
            <input
                ref={input}
                type="file"
                multiple
                hidden
                aria-label="Dump files"
                onChange={(event) => {
                    const files = [...event.currentTarget.files];
                    event.currentTarget.value = '';
                    onFiles(files);
                }}
            />
        </>
    );
}

const isNoSnapshot = (problem) => problem?.document?.type === '/problems/invalid-snapshot';

// What heapd says is exact; for someone who chose the wrong file this says it once more.
function Advice({ problem }) {
    if (isNoSnapshot(problem))
        return (
            <p class="note">
                A dump is what <code>tracemalloc.take_snapshot().dump("app.snapshot")</code> writes, what PyHeap dumps, or an agent&apos;s lines; as it is or
                gzipped.
            </p>
        );
    if (problem?.status === 413)
        return (
            <p class="note">
                The file is larger than this heapd takes. Start it with larger <code>--max-import</code> and{' '}
                <code>--max-import-memory</code>, or trace fewer frames: <code>tracemalloc.start(5)</code>.
            </p>
        );
    return null;
}

function Progress({ row }) {
    const share = row.size ? (100 * row.sent) / row.size : 0;
    const stage = stageOf(row);
    const read = row.told?.traces ? `, ${format.plural(row.told.traces, 'trace')} read` : '';
    return (
        <>
            <progress
                class="import-bar"
                max="100"
                value={stage === 'reading' || stage === 'storing' ? undefined : share}
                aria-label={`Import of ${row.name}`}
            />
            <span class="muted" role="status">
                {stage}
                {stage === 'sending' && `: ${format.bytes(row.sent)} of ${format.bytes(row.size)}`}
                {read}
            </span>
        </>
    );
}

function Row({ session, row, onDismiss }) {
    const over = row.state === 'done' || row.state === 'failed';
    const { snapshot } = row;
    return (
        <li class={`import ${row.state}`}>
            <div class="import-head">
                <code>{row.name}</code>
                <span class="muted">{format.bytes(row.size)}</span>
                {!over && <Progress row={row} />}
                {snapshot && (
                    <span>
                        is <a href={href('snapshot', { session, n: snapshot.snapshot })}>snapshot {snapshot.snapshot}</a>:{' '}
                        {format.bytes(snapshot.size)} in {format.plural(snapshot.count, 'block')}
                        {snapshot.import.objects > 0 && `, ${format.plural(snapshot.import.objects, 'object')}`}
                    </span>
                )}
                <span class="top-space" />
                <button
                    type="button"
                    class="quiet"
                    onClick={onDismiss}
                    aria-label={`${over ? 'Forget' : 'Give up'} the import of ${row.name}`}
                >
                    {over ? '×' : 'Give up'}
                </button>
            </div>
            {row.state === 'failed' && (
                <>
                    <ProblemNote problem={row.problem} />
                    <Advice problem={row.problem} />
                </>
            )}
        </li>
    );
}

export const Imports = ({ session, rows, onDismiss }) =>
    rows.length > 0 && (
        <ul class="imports" aria-label="Imports">
            {rows.map((row) => (
                <Row key={row.key} session={session} row={row} onDismiss={() => onDismiss(row.key)} />
            ))}
        </ul>
    );
