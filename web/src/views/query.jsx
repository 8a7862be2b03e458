// SQL over the heap and its snapshots: what is asked stands in the address, so that a question can be shared.
import { useEffect, useState } from 'preact/hooks';
import { get, hasToken, post, sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery } from '../lib/router.js';
import { cellAddress, cellText, placeOf, tableOf } from '../lib/rows.js';
import { isNumber } from '../lib/sort.js';
import { Address, Badge, Coded, Duration, Loaded, Panel, ProblemNote } from '../ui/basics.jsx';
import { Table } from '../ui/table.jsx';

const LIMIT = 1000;

// The tables and examples do not change while a daemon runs: asked for once, not at each pulse.
function useTables(session) {
    const [state, setState] = useState({ data: null, problem: null, loading: true });
    useEffect(() => {
        const control = new AbortController();
        get(sessionPath(session, 'query'), { signal: control.signal })
            .then((data) => setState({ data, problem: null, loading: false }))
            .catch((problem) => control.signal.aborted || setState({ data: null, problem, loading: false }));
        return () => control.abort();
    }, [session]);
    return state;
}

// Asks again whenever `sql` or `run` changes. A question that is overtaken is given up, and the daemon notices.
function useAnswer(session, sql, run) {
    const [state, setState] = useState({});
    useEffect(() => {
        if (!sql) {
            setState({});
            return undefined;
        }
        const control = new AbortController();
        setState((shown) => ({ ...shown, busy: true, problem: null }));
        post(sessionPath(session, 'query'), { sql, limit: LIMIT }, { signal: control.signal, exact: true })
            .then((data) => setState({ data, sql }))
            .catch((problem) => control.signal.aborted || setState({ problem, sql }));
        return () => control.abort();
    }, [session, sql, run]);
    return state;
}

const Cell = ({ cell, type }) => {
    const address = cellAddress(cell, type);
    if (address) return <Address id={address} />;
    if (cell === null) return <span class="muted">NULL</span>;
    const text = cellText(cell);
    return isNumber(cell) ? <span class="num">{text}</span> : <code class="repr" title={text}>{text}</code>;
};

function Mistake({ problem, sql }) {
    const offset = problem?.document?.offset;
    if (offset == null) return null;
    const { line, column } = placeOf(sql, offset);
    return (
        <pre class="curl mistake" aria-label="Where the SQL is wrong">
            {line}
            {'\n'}
            {' '.repeat(column)}^
        </pre>
    );
}

function Take({ session, sql }) {
    if (hasToken()) return null; // a link cannot send a token
    return ['csv', 'ndjson'].map((kind) => (
        <a
            key={kind}
            class="button"
            href={withQuery(sessionPath(session, 'query'), { format: kind, sql })}
            download={`${session}.${kind}`}
        >
            {kind.toUpperCase()}
        </a>
    ));
}

function Answer({ session, answer }) {
    const { columns, rows } = tableOf(answer.data);
    const shown = columns.map((column) => ({
        ...column,
        render: (row) => <Cell cell={row[column.key]} type={column.type} />,
    }));
    return (
        <Panel
            title="Answer"
            aside={
                <>
                    <span class="muted">
                        {format.plural(rows.length, 'row')}
                        {answer.data.truncated && <Badge kind="warn">the first {LIMIT}</Badge>}, of{' '}
                        {format.count(answer.data.rows_visited)} visited in <Duration us={answer.data.duration_us} />
                    </span>
                    <Take session={session} sql={answer.sql} />
                </>
            }
        >
            {rows.length ? (
                <div class="answer">
                    <Table
                        caption="Answer"
                        columns={shown}
                        rows={rows}
                        rowKey={(row) => row.n}
                        height={560}
                    />
                </div>
            ) : (
                <p class="note">There are no such rows.</p>
            )}
        </Panel>
    );
}

function Tables({ tables }) {
    return (
        <Panel title="Tables">
            <div class="sql-tables">
                {tables.map((table) => (
                    <details>
                        <summary>
                            <code>{table.name}</code> <span class="muted">{table.description}</span>
                        </summary>
                        <dl>
                            {table.columns.map((column) => (
                                <div>
                                    <dt>
                                        <code>{column.name}</code>{' '}
                                        {column.indexed && <Badge>=</Badge>}
                                        {column.argument && <Badge>argument</Badge>}
                                    </dt>
                                    <dd>{column.description}</dd>
                                </div>
                            ))}
                        </dl>
                    </details>
                ))}
            </div>
        </Panel>
    );
}

function Question({ examples, sql, busy, onRun }) {
    const [text, setText] = useState(sql ?? examples[0].sql);
    useEffect(() => {
        if (sql) setText(sql); // the address has changed: an example, the browser's way back
    }, [sql]);
    function submit(event) {
        event.preventDefault();
        onRun(text);
    }
    return (
        <Panel title="SQL">
            <form
                class="question"
                onSubmit={submit}
                onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}
            >
                <div class="chips">
                    {examples.map((example) => (
                        <button
                            type="button"
                            class="chip"
                            title={example.sql}
                            onClick={() => {
                                setText(example.sql);
                                onRun(example.sql);
                            }}
                        >
                            <Coded text={example.title} />
                        </button>
                    ))}
                </div>
                <textarea
                    rows={Math.min(16, Math.max(5, text.split('\n').length + 1))}
                    spellcheck={false}
                    value={text}
                    onInput={(event) => setText(event.currentTarget.value)}
                    aria-label="SQL"
                />
                <div class="actions spread">
                    <span class="muted">Ctrl+Enter runs. Only reading is possible; the address of this page has the question in it.</span>
                    <button class="primary" disabled={busy}>
                        {busy ? 'Running…' : 'Run'}
                    </button>
                </div>
            </form>
        </Panel>
    );
}

export function Query({ session, query }) {
    const tables = useTables(session);
    const [run, setRun] = useState(0);
    const answer = useAnswer(session, query.sql, run);
    function ask(sql) {
        if (sql === query.sql) setRun(run + 1);
        else changeQuery({ sql, sort: '' });
    }
    return (
        <Loaded resource={tables}>
            {({ tables: known, examples }) => (
                <>
                    <Question examples={examples} sql={query.sql} busy={answer.busy} onRun={ask} />
                    <ProblemNote problem={answer.problem} />
                    <Mistake problem={answer.problem} sql={answer.sql} />
                    {answer.data && <Answer session={session} answer={answer} />}
                    <Tables tables={known} />
                </>
            )}
        </Loaded>
    );
}
