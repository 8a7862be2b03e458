// The heap's objects as a list: by type, generation and size, page after page.
import { useState } from 'preact/hooks';
import { get, sessionPath, withQuery } from '../lib/api.js';
import { changeQuery, go, href } from '../lib/router.js';
import { Address, Bytes, Count, Empty, Loaded, Panel, Repr, TypeName } from '../ui/basics.jsx';
import { Field } from '../ui/field.jsx';
import { useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';

const PAGE = 200;
const USUAL = '-size';

const COLUMNS = [
    { key: 'address', label: 'Address', width: '10.5rem', render: (row) => <Address id={row.id} /> },
    { key: 'type', label: 'Type', width: '11rem', render: (row) => <TypeName type={row.type} /> },
    { key: 'size', label: 'Size', numeric: true, width: '7rem', help: 'size', render: (row) => <Bytes n={row.size} /> },
    {
        key: 'refcount',
        label: 'References',
        numeric: true,
        width: '8.5rem',
        help: 'reference count',
        render: (row) => (row.immortal ? <span class="muted">immortal</span> : <Count n={row.refcount} />),
    },
    {
        key: 'generation',
        label: 'Generation',
        numeric: true,
        width: '8.5rem',
        help: 'generation',
        sortable: false,
        render: (row) => (row.gc?.tracked ? row.gc.generation : <span class="muted">–</span>),
    },
    { key: 'repr', label: 'Value', sortable: false, render: (row) => <Repr text={row.repr} length={110} /> },
];

function Filters({ session, query }) {
    const [address, setAddress] = useState('');
    const change = (key, value) => changeQuery({ [key]: value, cursor: '' });
    return (
        <div class="filters">
            <label>
                Type
                <Field value={query.type ?? ''} onDone={(text) => change('type', text)} placeholder="any" spellcheck={false} />
            </label>
            <label>
                Generation
                <select value={query.generation ?? ''} onChange={(event) => change('generation', event.currentTarget.value)}>
                    <option value="">any</option>
                    {[0, 1, 2].map((n) => (
                        <option value={n}>{n}</option>
                    ))}
                </select>
            </label>
            <label>
                At least, bytes
                <Field
                    type="number"
                    min="0"
                    value={query.min_size ?? ''}
                    onDone={(text) => change('min_size', text)}
                    placeholder="0"
                />
            </label>
            <form
                onSubmit={(event) => {
                    event.preventDefault();
                    if (address.trim()) go(href('object', { session, id: address.trim() }));
                }}
            >
                <label>
                    Go to
                    <input
                        value={address}
                        onInput={(event) => setAddress(event.currentTarget.value)}
                        placeholder="0x…, or a name"
                        spellcheck={false}
                    />
                </label>
            </form>
        </div>
    );
}

export function Objects({ session, query }) {
    const { type, generation, min_size, cursor } = query;
    const sort = query.sort ?? USUAL;
    const path = withQuery(sessionPath(session, 'objects'), { type, generation, min_size, sort, cursor, limit: PAGE });
    const objects = useResource(path, get);
    return (
        <Panel title="Objects" aside={<Filters session={session} query={query} />}>
            <Loaded resource={objects}>
                {({ items, next, total }) =>
                    items.length ? (
                        <>
                            <Table
                                caption="Objects"
                                columns={COLUMNS}
                                rows={items}
                                rowKey={(row) => row.id}
                                sort={USUAL}
                                ordered
                                height={680}
                            />
                            <div class="pager">
                                {cursor && (
                                    <a class="button" href={href('objects', { session }, { ...query, cursor: '' })}>
                                        First page
                                    </a>
                                )}
                                {next && (
                                    <a class="button" href={href('objects', { session }, { ...query, cursor: next })}>
                                        Next {PAGE}
                                    </a>
                                )}
                                {total != null && (
                                    <span class="muted">
                                        <Count n={total} /> in all
                                    </span>
                                )}
                            </div>
                        </>
                    ) : (
                        <Empty
                            title="No object is like that"
                            curl={`curl --json '{"value": [1, 2, 3], "bind": "a"}' ${location.origin}${sessionPath(session, 'objects')}`}
                        >
                            Loosen the filters, or put something into the heap:
                        </Empty>
                    )
                }
            </Loaded>
        </Panel>
    );
}
