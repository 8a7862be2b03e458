// The form for a new session. What is left empty is the daemon's default.
import { useId, useState } from 'preact/hooks';
import { post } from '../lib/api.js';
import { go, href } from '../lib/router.js';
import { parseLabels, parseSize } from '../lib/sizes.js';
import { Help, ProblemNote } from '../ui/basics.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { useAction, useResource } from '../ui/hooks.js';

const START = { name: '', python: '', memory: '', labels: '', trace: true, nframe: '10' };

// The help's button stands beside the label, not in it: a label presses the first control that it holds.
function Field({ label, help, children }) {
    const id = useId();
    return (
        <div class="field">
            <span>
                <label for={id}>{label}</label>
                {help && <Help term={help} />}
            </span>
            {children(id)}
        </div>
    );
}

function bodyOf(form) {
    const body = {};
    if (form.name.trim()) body.name = form.name.trim();
    if (form.python) body.python = form.python;
    if (form.memory.trim()) body.memory_limit = parseSize(form.memory);
    if (form.labels.trim()) body.labels = parseLabels(form.labels);
    if (form.trace) body.trace = { tracing: true, nframe: Number(form.nframe) || 1 };
    return body;
}

export function CreateSession({ onClose }) {
    const versions = useResource('/v1/versions');
    const [form, setForm] = useState(START);
    const set = (key) => (event) => {
        const { type, checked, value } = event.currentTarget;
        setForm({ ...form, [key]: type === 'checkbox' ? checked : value });
    };
    const [create, { busy, problem }] = useAction(async () => {
        const made = await post('/v1/sessions', bodyOf(form));
        go(href('heap', { session: made.name }));
    });
    const badSize = parseSize(form.memory) === undefined;
    const badLabels = parseLabels(form.labels) === undefined;
    return (
        <Dialog title="New session" onClose={onClose}>
            <form
                class="form"
                onSubmit={(event) => {
                    event.preventDefault();
                    create();
                }}
            >
                <Field label="Name">
                    {(id) => (
                        <input
                            id={id}
                            value={form.name}
                            onInput={set('name')}
                            placeholder="chosen by heapd"
                            autofocus
                        />
                    )}
                </Field>
                <Field label="Python">
                    {(id) => (
                        <select id={id} value={form.python} onChange={set('python')}>
                            <option value="">default</option>
                            {(versions.data?.items ?? []).map((version) => (
                                <option value={version.python}>{version.python}</option>
                            ))}
                        </select>
                    )}
                </Field>
                <Field label="Memory limit" help="limit">
                    {(id) => (
                        <input
                            id={id}
                            value={form.memory}
                            onInput={set('memory')}
                            placeholder="64 MiB; empty: the default"
                            aria-invalid={badSize}
                        />
                    )}
                </Field>
                <Field label="Labels" help="labels">
                    {(id) => (
                        <input
                            id={id}
                            value={form.labels}
                            onInput={set('labels')}
                            placeholder="app:web, env:test"
                            aria-invalid={badLabels}
                        />
                    )}
                </Field>
                <div class="check">
                    <label class="check">
                        <input type="checkbox" checked={form.trace} onChange={set('trace')} />
                        Trace allocations
                    </label>
                    <Help term="tracing" />
                    <span class="muted">
                        with up to{' '}
                        <input
                            class="short"
                            type="number"
                            min="1"
                            max="65535"
                            value={form.nframe}
                            onInput={set('nframe')}
                            aria-label="Frames per traceback"
                        />{' '}
                        frames
                    </span>
                </div>
                <ProblemNote problem={versions.problem ?? problem} />
                <div class="actions">
                    <button type="button" onClick={onClose}>
                        Cancel
                    </button>
                    <button class="primary" disabled={busy || badSize || badLabels}>
                        Create
                    </button>
                </div>
            </form>
        </Dialog>
    );
}
