// Two snapshots object by object: Chrome's columns by type, and the objects of one fate.
import { sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery } from '../lib/router.js';
import { Bytes, Count, Empty, Loaded, Panel } from '../ui/basics.jsx';
import { useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { DOMINATED } from './retained.jsx';

const number = (key, label, width = '7rem') => ({ key, label, numeric: true, width, render: (row) => <Count n={row[key]} /> });
const size = (key, label, width = '8rem') => ({ key, label, numeric: true, width, render: (row) => <Bytes n={row[key]} /> });

const COLUMNS = [
    { key: 'type', label: 'Type' },
    number('new', '# New'),
    number('deleted', '# Deleted'),
    {
        ...number('delta', '# Delta'),
        render: (row) => (
            <span class={format.tone(row.delta)}>
                <Count n={row.delta} signed />
            </span>
        ),
    },
    size('allocated_size', 'Alloc. size'),
    size('freed_size', 'Freed size'),
    {
        ...size('size_delta', 'Size delta'),
        help: 'size diff',
        render: (row) => (
            <span class={format.tone(row.size_delta)}>
                <Bytes n={row.size_delta} signed />
            </span>
        ),
    },
    number('grown', '# Grown'),
    size('grown_size', 'Grown by'),
];

function Objects({ path, fate, type }) {
    const list = useResource(withQuery(path, { fate, type, limit: 200 }));
    return (
        <Panel
            title={`Objects of type ${type}: ${fate}`}
            aside={
                <select aria-label="Fate" value={fate} onChange={(event) => changeQuery({ fate: event.currentTarget.value })}>
                    {['new', 'deleted', 'grown', 'shrunk', 'surviving'].map((word) => (
                        <option value={word}>{word}</option>
                    ))}
                </select>
            }
        >
            <Loaded resource={list}>
                {({ items }) =>
                    items.length ? (
                        <Table caption="Objects" columns={DOMINATED} rows={items} rowKey={(row) => row.id} height={330} />
                    ) : (
                        <p class="muted pad">None.</p>
                    )
                }
            </Loaded>
        </Panel>
    );
}

export function DiffObjects({ session, pair, query }) {
    const path = sessionPath(session, 'diffs', pair, 'objects');
    const changes = useResource(withQuery(path, { limit: 1000 }));
    const fate = query.fate || 'new';
    return (
        <>
            <Panel title={`Objects, ${pair.replace('..', ' to ')}`} help="same object">
                <Loaded resource={changes}>
                    {({ items, all }) =>
                        items.length ? (
                            <>
                                <p class="pad muted">
                                    {format.count(all.new)} new, {format.count(all.deleted)} deleted,{' '}
                                    {format.count(all.surviving)} survived, {format.count(all.grown)} of them grown.
                                </p>
                                <Table
                                    caption="Objects by type"
                                    columns={COLUMNS}
                                    rows={items}
                                    rowKey={(row) => row.type}
                                    sort={query.sort ?? '-allocated_size'}
                                    onSort={(sort) => changeQuery({ sort })}
                                    onPick={(row) => changeQuery({ type: row.type })}
                                    picked={query.type}
                                    height={420}
                                />
                            </>
                        ) : (
                            <Empty title="The same objects">None is new, gone, grown or shrunk.</Empty>
                        )
                    }
                </Loaded>
            </Panel>
            {query.type && <Objects path={path} fate={fate} type={query.type} />}
        </>
    );
}
