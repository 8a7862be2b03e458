// The objects of a snapshot by type, and those of one type by what they retain.
import { post, sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery, href } from '../lib/router.js';
import { Bytes, Count, Empty, Loaded, Panel, TypeName } from '../ui/basics.jsx';
import { Find } from '../ui/find.jsx';
import { useStored } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { RETAINED, Retainers } from './retained.jsx';
import { Share } from './types.jsx';

const MOST_TYPES = 10_000;
const MOST_OBJECTS = 500;

const columns = (total) => [
    { key: 'type', label: 'Type', render: (row) => <TypeName type={row.type} /> },
    { key: 'count', label: 'Objects', numeric: true, width: '8rem', render: (row) => <Count n={row.count} /> },
    {
        key: 'bytes',
        label: 'Bytes',
        numeric: true,
        width: '8rem',
        help: 'size',
        render: (row) => <Bytes n={row.bytes} />,
    },
    RETAINED,
    {
        key: 'share',
        label: 'Share of bytes',
        sortable: false,
        width: '26%',
        render: (row) => <Share part={row.bytes} whole={total} />,
    },
];

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

const sqlOf = (n, type) =>
    `SELECT id, type, size, retained AS retained_size, retained_count,\n` +
    `  coalesce(text, (SELECT 'in ' || source_type || ' ' || label FROM snapshot_refs r\n` +
    `    WHERE r.snapshot = ${Number(n)} AND r.target = o.address LIMIT 1)) AS name\n` +
    `FROM snapshot_objects o WHERE snapshot = ${Number(n)} AND type = ${quoted(type)}\n` +
    `ORDER BY retained DESC LIMIT ${MOST_OBJECTS}`;

// Asks in SQL, which knows more ways to look at them than this page: the question can be taken over.
function Objects({ session, n, type }) {
    const sql = sqlOf(n, type);
    const list = useStored(`${n} ${type}`, (_, { signal }) =>
        post(sessionPath(session, 'query'), { sql, limit: MOST_OBJECTS }, { signal }),
    );
    return (
        <Panel
            title={`Objects of type ${type}`}
            aside={
                <>
                    <a class="button" href={href('suspects', { session }, { n, type })}>
                        What keeps them alive
                    </a>
                    <a class="button" href={href('query', { session }, { sql })}>
                        As SQL
                    </a>
                    <button type="button" class="quiet" onClick={() => changeQuery({ type: '' })}>
                        Close
                    </button>
                </>
            }
        >
            <Loaded resource={list}>
                {(data) => {
                    const names = data.columns.map((column) => column.name);
                    const rows = data.rows.map((row) => Object.fromEntries(row.map((cell, i) => [names[i], cell])));
                    return (
                        <Retainers name="objects" caption="Objects" rows={rows} height={330} />
                    );
                }}
            </Loaded>
        </Panel>
    );
}

export function SnapshotTypes({ session, n, query }) {
    const types = useStored(withQuery(sessionPath(session, 'snapshots', n, 'types'), { limit: MOST_TYPES }));
    const wanted = query.find?.toLowerCase();
    return (
        <>
            <Panel title="Objects by type" aside={<Find value={query.find} label="Find a type" />}>
                <Loaded resource={types}>
                    {(data) => {
                        const rows = wanted
                            ? data.items.filter((row) => row.type.toLowerCase().includes(wanted))
                            : data.items;
                        if (data.items.length === 0) return <Empty title="No objects" />;
                        return (
                            <>
                                <p class="note">
                                    {format.plural(data.objects, 'object')}, {format.bytes(data.bytes)}. Pick a type to
                                    see its objects.
                                </p>
                                {rows.length ? (
                                    <Table
                                        caption="Objects by type"
                                        columns={columns(data.bytes)}
                                        rows={rows}
                                        rowKey={(row) => row.type}
                                        sort="-bytes"
                                        onPick={(row) => changeQuery({ type: row.type })}
                                        picked={query.type}
                                        height={420}
                                    />
                                ) : (
                                    <p class="muted pad">No type is called “{query.find}”.</p>
                                )}
                            </>
                        );
                    }}
                </Loaded>
            </Panel>
            {query.type && <Objects key={query.type} session={session} n={n} type={query.type} />}
        </>
    );
}
