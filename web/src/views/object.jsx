// One object: what it is, its bytes, what it refers to and what refers to it.
import { remove, sessionPath, withQuery } from '../lib/api.js';
import { count, newest, plural } from '../lib/format.js';
import { href } from '../lib/router.js';
import { graphFromObject } from '../graph/load.js';
import {
    Address,
    Badge,
    Bytes,
    Count,
    Empty,
    Facts,
    Loaded,
    Panel,
    Repr,
    Traceback,
    TypeName,
    useSession,
} from '../ui/basics.jsx';
import { Copy } from '../ui/copy.jsx';
import { Destroy } from '../ui/dialog.jsx';
import { Dump } from '../ui/dump.jsx';
import { Exports } from '../ui/exports.jsx';
import { GraphPane } from '../ui/graph.jsx';
import { useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { Retained } from './retained.jsx';

const MOST = 500;
const MOST_FIELDS = 1000; // of each block: a list has one for each of its items

const NEIGHBOURS = [
    { key: 'label', label: 'By', width: '24%', render: (row) => <code class="edge">{row.label}</code> },
    { key: 'type', label: 'Type', width: '6.5rem', render: (row) => <TypeName type={row.type} /> },
    {
        key: 'id',
        label: 'Address',
        width: '10rem',
        render: (row) =>
            row.id ? (
                <Address id={row.id} />
            ) : (
                <span class="muted">{row.frame ? `frame ${row.frame}` : 'session'}</span>
            ),
    },
    { key: 'repr', label: 'Value', render: (row) => <Repr text={row.repr} length={60} /> },
];

function Neighbours({ title, help, path, inwards, empty }) {
    const list = useResource(withQuery(path, { limit: MOST }));
    const total = list.data?.total ?? list.data?.items.length;
    return (
        <Panel
            title={title}
            help={help}
            aside={
                list.data && (
                    <span class="muted">
                        {list.data.next
                            ? `first ${MOST} of ${total > MOST ? count(total) : 'more'}`
                            : plural(total, 'reference')}
                    </span>
                )
            }
        >
            <Loaded resource={list}>
                {({ items }) => {
                    const rows = items.map((item, n) => ({ ...item, n }));
                    return rows.length ? (
                        <Table
                            name={inwards ? 'in' : 'out'}
                            caption={title}
                            columns={NEIGHBOURS}
                            rows={rows}
                            rowKey={(row) => `${row.n} ${row.id}`}
                            height={330}
                        />
                    ) : (
                        <p class="muted pad">{empty}</p>
                    );
                }}
            </Loaded>
        </Panel>
    );
}

function Generation({ gc }) {
    if (!gc?.tracked) return <span class="muted">not tracked</span>;
    return (
        <>
            {gc.frozen ? 'frozen' : gc.generation}
            {gc.finalized && <Badge>finalized</Badge>}
        </>
    );
}

function facts(object) {
    return [
        ['Size', <Bytes n={object.size} />, 'size'],
        object.deep_size != null && ['With all it reaches', <Bytes n={object.deep_size} />, 'deep size'],
        object.immortal
            ? ['References', 'immortal', 'immortal']
            : ['References', <Count n={object.refcount} />, 'reference count'],
        ['Generation', <Generation gc={object.gc} />, 'generation'],
        [
            'Names',
            object.names?.length ? (
                object.names.map((name) => <code class="name-word">{name}</code>)
            ) : (
                <span class="muted">none</span>
            ),
            'name',
        ],
        ['Weak references', <Count n={object.weakrefs ?? 0} />, 'weak reference'],
        [
            'Allocated at',
            newest(object.allocated_at) ? (
                <Traceback frames={object.allocated_at} whole />
            ) : (
                <span class="muted">not traced</span>
            ),
            'traceback',
        ],
    ];
}

export function ObjectPage({ session, id }) {
    const path = sessionPath(session, 'objects', id);
    const object = useResource(path);
    const layout = useResource(withQuery(`${path}/layout`, { limit: MOST_FIELDS }));
    const living = useSession();
    if (object.problem?.status === 410)
        return (
            <Empty title={`No live object is at ${id}`}>
                It was freed: its last reference went away, or the collector found that only its own cycle held it.{' '}
                <a href={href('heap', { session })}>Back to the heap</a>
            </Empty>
        );
    return (
        <Loaded resource={object}>
            {(data) => (
                <>
                    <Panel class="object-head">
                        <div class="object-title">
                            <TypeName type={data.type} />
                            <code class="object-id">{data.id}</code>
                            <Copy text={data.id} ariaLabel="Copy the address" />
                            <Repr text={data.repr_cut ? `${data.repr}…` : data.repr} length={200} />
                            <span class="top-space" />
                            {data.held > 0 && (
                                <Destroy
                                    label="Release…"
                                    confirm="Release"
                                    question="The session’s own reference is dropped. If it was the last one, the object is freed."
                                    act={async () => {
                                        await remove(path);
                                        living.refresh();
                                    }}
                                />
                            )}
                        </div>
                        <Facts rows={facts(data)} />
                    </Panel>
                    <Retained session={session} id={data.id} />
                    <Panel title="Byte by byte" help="layout">
                        <Loaded resource={layout}>
                            {({ fields, total }) => (
                                <>
                                    <Dump fields={fields} />
                                    {total > fields.length && (
                                        <p class="note row spread">
                                            <span>
                                                {count(fields.length)} of {count(total)} fields: the first of each block
                                            </span>
                                            <Exports links={[['all as CSV', `${path}/layout?format=csv`, `${id}.csv`, 'Every field with its bytes']]} />
                                        </p>
                                    )}
                                </>
                            )}
                        </Loaded>
                    </Panel>
                    <div class="two">
                        <Neighbours
                            key={`out ${id}`}
                            title="Refers to"
                            help="referents"
                            path={`${path}/referents`}
                            empty="It refers to no other object."
                        />
                        <Neighbours
                            key={`in ${id}`}
                            title="Held by"
                            inwards
                            help="referrers"
                            path={`${path}/referrers`}
                            empty="No object in the heap refers to it."
                        />
                    </div>
                    <Panel title="Around it" class="object-graph">
                        <GraphPane
                            label={`Graph around ${id}`}
                            mark={`${session} ${id}`}
                            begin={(signal) => graphFromObject(session, id, 2, signal)}
                        />
                    </Panel>
                </>
            )}
        </Loaded>
    );
}
