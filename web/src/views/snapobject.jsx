// One object as a snapshot has it: what it is, what holds it on the way from a root, what it keeps alive, what refers to
// it and what it refers to. Its bytes and its value are not in a snapshot.
import { withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { href } from '../lib/router.js';
import { graphOfSnapshot } from '../graph/load.js';
import { Address, Bytes, Count, Empty, Facts, InSnapshot, Loaded, Panel, Repr, TypeName } from '../ui/basics.jsx';
import { Copy } from '../ui/copy.jsx';
import { GraphPane } from '../ui/graph.jsx';
import { useStored } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { graphPath, Retained } from './retained.jsx';

const MOST = 500;

const NEIGHBOURS = [
    { key: 'label', label: 'By', width: '24%', render: (row) => <code class="edge">{row.label || row.edge}</code> },
    { key: 'type', label: 'Type', least: '6rem', render: (row) => <TypeName type={row.type} /> },
    { key: 'id', label: 'Address', width: '9.5rem', render: (row) => <Address id={row.id} /> },
    { key: 'text', label: 'Value', least: '5.5rem', render: (row) => row.text && <Repr text={row.text} length={40} /> },
    {
        key: 'retained_size',
        label: 'Retained',
        numeric: true,
        width: '6rem',
        render: (row) => <Bytes n={row.retained_size} />,
    },
];

// The answer has the objects around and all references between them; these are the references of the one in the middle.
function rowsOf({ nodes, edges }, id, inwards) {
    const known = new Map(nodes.map((node) => [node.id, node]));
    return edges
        .filter((edge) => (inwards ? edge.to : edge.from) === id)
        .map((edge, key) => ({ ...known.get(inwards ? edge.from : edge.to), label: edge.label, edge: edge.edge, key }));
}

function Neighbours({ session, n, id, inwards, title, help, empty }) {
    const path = graphPath(session, n, 'objects', id, 'graph');
    const around = useStored(withQuery(path, { depth: 1, direction: inwards ? 'in' : 'out', limit: MOST }));
    return (
        <Panel
            title={title}
            help={help}
            aside={
                around.data && (
                    <span class="muted">
                        {around.data.cut
                            ? `the first ${MOST} objects`
                            : format.plural(rowsOf(around.data, id, inwards).length, 'reference')}
                    </span>
                )
            }
        >
            <Loaded resource={around}>
                {(data) => {
                    const rows = rowsOf(data, id, inwards);
                    return rows.length ? (
                        <Table
                            name={inwards ? 'in' : 'out'}
                            caption={title}
                            columns={NEIGHBOURS}
                            rows={rows}
                            rowKey={(row) => row.key}
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

function Head({ session, n, data }) {
    return (
        <Panel class="object-head">
            <div class="object-title">
                <TypeName type={data.type} />
                <code class="object-id">{data.id}</code>
                <Copy text={data.id} ariaLabel="Copy the address" />
                {data.text && <Repr text={data.text} length={200} />}
                <span class="top-space" />
                <a class="button" href={href('snapshot', { session, n })}>
                    Snapshot {n}
                </a>
            </div>
            <Facts
                rows={[
                    ['Size', <Bytes n={data.size} />, 'size'],
                    ['Retained size', <Bytes n={data.retained_size} />, 'retained size'],
                    ['Objects that refer to it', <Count n={data.referrers} />, 'referrers'],
                    [
                        'Is a root',
                        data.roots.length ? (
                            data.roots.map((root) => (
                                <code class="name-word">{[root.kind, root.text].filter(Boolean).join(' ')}</code>
                            ))
                        ) : (
                            <span class="muted">no</span>
                        ),
                    ],
                ]}
            />
        </Panel>
    );
}

export function SnapshotObject({ session, n, id }) {
    const object = useStored(graphPath(session, n, 'objects', id, 'retained'));
    if (object.problem?.status === 410)
        return (
            <Empty title={`Snapshot ${n} has no object at ${id}`}>
                It was made later or was gone before.{' '}
                <a href={href('snapshot', { session, n })}>Back to the snapshot</a>
            </Empty>
        );
    return (
        <InSnapshot n={n}>
            <Loaded resource={object}>
                {(data) => (
                    <>
                        <Head session={session} n={n} data={data} />
                        <Retained session={session} n={n} id={id} />
                        <div class="two">
                            <Neighbours
                                key={`in ${id}`}
                                title="Held by"
                                help="referrers"
                                inwards
                                {...{ session, n, id }}
                                empty="No object of the snapshot refers to it."
                            />
                            <Neighbours
                                key={`out ${id}`}
                                title="Refers to"
                                help="referents"
                                {...{ session, n, id }}
                                empty="It refers to no other object."
                            />
                        </div>
                        <Panel title="Around it" class="object-graph">
                            <GraphPane
                                label={`Graph around ${id}`}
                                mark={`${session} ${n} ${id}`}
                                begin={(signal) => graphOfSnapshot(session, n, id, signal)}
                            />
                        </Panel>
                    </>
                )}
            </Loaded>
        </InSnapshot>
    );
}
