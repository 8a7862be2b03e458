// How many objects of each type there are, and their bytes.
import { getAll, sessionPath } from '../lib/api.js';
import * as format from '../lib/format.js';
import { href } from '../lib/router.js';
import { Bytes, Count, Empty, Loaded, Panel } from '../ui/basics.jsx';
import { useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';

export function Share({ part, whole, kind = '' }) {
    return (
        <span class="share" title={format.percent(part, whole)}>
            <span
                class={`share-fill ${kind}`}
                style={{ width: `${whole ? Math.min(100, (100 * Math.abs(part)) / whole) : 0}%` }}
            />
        </span>
    );
}

function columns(session, total) {
    return [
        {
            key: 'type',
            label: 'Type',
            render: (row) => <a href={href('objects', { session }, { type: row.type })}>{row.type}</a>,
        },
        { key: 'count', label: 'Objects', numeric: true, width: '9rem', render: (row) => <Count n={row.count} /> },
        {
            key: 'bytes',
            label: 'Bytes',
            numeric: true,
            width: '9rem',
            help: 'size',
            render: (row) => <Bytes n={row.bytes} />,
        },
        {
            key: 'average',
            label: 'Each',
            numeric: true,
            width: '8rem',
            value: (row) => row.bytes / row.count,
            render: (row) => <Bytes n={Math.round(row.bytes / row.count)} />,
        },
        {
            key: 'share',
            label: 'Share of bytes',
            sortable: false,
            width: '30%',
            render: (row) => <Share part={row.bytes} whole={total} />,
        },
    ];
}

export function Types({ session }) {
    const types = useResource(sessionPath(session, 'types'), getAll);
    return (
        <Loaded resource={types}>
            {({ items }) => {
                const total = items.reduce((sum, row) => sum + row.bytes, 0);
                const objects = items.reduce((sum, row) => sum + row.count, 0);
                return items.length ? (
                    <Panel
                        title="Types"
                        aside={
                            <span class="muted">
                                {format.plural(items.length, 'type')}, {format.plural(objects, 'object')},{' '}
                                {format.bytes(total)}
                            </span>
                        }
                    >
                        <Table
                            caption="Types"
                            columns={columns(session, total)}
                            rows={items}
                            rowKey={(row) => row.type}
                            sort="-bytes"
                            height={720}
                        />
                    </Panel>
                ) : (
                    <Empty title="No objects">
                        Nothing is in this heap yet: run a program under <a href={href('code', { session })}>Code</a>, or put a value
                        into it under <a href={href('heap', { session })}>Heap</a>.
                    </Empty>
                );
            }}
        </Loaded>
    );
}
