// A place to try things: a JSON value to bind, or a batch of operations. What it sends is shown as curl, so that it can
// be taken along.
import { useState } from 'preact/hooks';
import { post, sessionPath } from '../lib/api.js';
import { curlJson } from '../lib/curl.js';
import { effectsInWords } from '../lib/effects.js';
import { EXAMPLES } from '../lib/examples.js';
import { Address, Linked, Panel, ProblemNote } from '../ui/basics.jsx';
import { Commands } from '../ui/copy.jsx';
import { useAction } from '../ui/hooks.js';

const pretty = (value) => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');

// One operation to a line: short enough to read, and easy to edit.
const batchText = (operations) => `[\n${operations.map((operation) => '  ' + pretty(operation)).join(',\n')}\n]`;

function Result({ result, operation }) {
    const { effects, problem, ...rest } = result;
    const said = effectsInWords(effects);
    return (
        <li>
            <code class="op">{operation?.op ?? '?'}</code>{' '}
            {rest.id ? (
                <>
                    <Address id={rest.id} /> {rest.repr && <code class="repr">{rest.repr}</code>}
                </>
            ) : problem ? (
                <span class="bad">{problem.detail ?? problem.title}</span>
            ) : (
                <code class="repr">
                    <Linked text={pretty(rest)} />
                </code>
            )}
            {said && <span class="muted"> · {said}</span>}
        </li>
    );
}

// Texts travel as they were typed: JSON.parse here would round long integers and turn 1.0 into 1.
const objectBody = (text, name) => `{"value": ${text}${name ? `, "bind": ${JSON.stringify(name)}` : ''}}`;
const batchBody = (text) => (text.trim().startsWith('[') ? text : `[${text}]`);

function parseBatch(text) {
    const operations = JSON.parse(text);
    return Array.isArray(operations) ? operations : [operations];
}

export function Console({ session, open, onOpen }) {
    const [mode, setMode] = useState('value');
    const [text, setText] = useState('{"k": [1, 2, 3]}');
    const [name, setName] = useState('a');
    const [batch, setBatch] = useState(batchText(EXAMPLES[0].operations));
    const [says, setSays] = useState('');
    const [results, setResults] = useState(null);

    const [run, { busy, problem, dismiss }] = useAction(async () => {
        setResults(null);
        if (mode === 'value') {
            const made = await post(sessionPath(session, 'objects'), objectBody(text, name.trim()));
            setResults([{ operation: { op: 'new' }, result: made }]);
            return;
        }
        const operations = parseBatch(batch);
        const answer = await post(`${sessionPath(session, 'ops')}?effects=1`, batchBody(batch));
        setResults(answer.results.map((result, n) => ({ operation: operations[n], result })));
    });

    const command =
        mode === 'value'
            ? curlJson(location.origin + sessionPath(session, 'objects'), objectBody(text, name.trim()))
            : curlJson(`${location.origin}${sessionPath(session, 'ops')}?effects=1`, batchBody(batch));

    return (
        <Panel class="console">
            <details open={open} onToggle={(event) => onOpen(event.currentTarget.open)}>
                <summary>Try it</summary>
                <form
                    onSubmit={(event) => {
                        event.preventDefault();
                        run();
                    }}
                    onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && run()}
                >
                    <div class="choice" role="radiogroup" aria-label="What to send">
                        {[
                            ['value', 'Put a value'],
                            ['batch', 'Run operations'],
                        ].map(([key, label]) => (
                            <label>
                                <input
                                    type="radio"
                                    name="mode"
                                    value={key}
                                    checked={mode === key}
                                    onChange={() => setMode(key)}
                                />
                                <span>{label}</span>
                            </label>
                        ))}
                    </div>
                    {mode === 'value' ? (
                        <>
                            <label class="inline">
                                <span>Name</span>
                                <input
                                    value={name}
                                    onInput={(event) => setName(event.currentTarget.value)}
                                    spellcheck={false}
                                    aria-label="Name to bind"
                                />
                            </label>
                            <textarea
                                rows="3"
                                spellcheck={false}
                                value={text}
                                onInput={(event) => setText(event.currentTarget.value)}
                                aria-label="JSON value"
                            />
                        </>
                    ) : (
                        <>
                            <div class="chips">
                                {EXAMPLES.map((example) => (
                                    <button
                                        type="button"
                                        class="chip"
                                        title={example.says}
                                        onClick={() => {
                                            setBatch(batchText(example.operations));
                                            setSays(example.says);
                                        }}
                                    >
                                        {example.title}
                                    </button>
                                ))}
                            </div>
                            {says && <p class="muted">{says}</p>}
                            <textarea
                                rows="8"
                                spellcheck={false}
                                value={batch}
                                onInput={(event) => setBatch(event.currentTarget.value)}
                                aria-label="Operations"
                            />
                        </>
                    )}
                    <div class="actions spread">
                        <span class="muted">Ctrl+Enter runs</span>
                        <button class="primary" disabled={busy}>
                            Run
                        </button>
                    </div>
                </form>
                <ProblemNote problem={problem} onDismiss={dismiss} />
                {results && (
                    <ol class="results">
                        {results.map((row) => (
                            <Result {...row} />
                        ))}
                    </ol>
                )}
                <Commands text={command} />
            </details>
        </Panel>
    );
}
