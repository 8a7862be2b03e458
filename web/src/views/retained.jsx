// What keeps an object alive and what it keeps alive: its path from a root, its dominator, what would go with it.
import { get, sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { href } from '../lib/router.js';
import { Address, Bytes, Count, Facts, Loaded, Panel, Repr, TypeName } from '../ui/basics.jsx';
import { useResource } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';

// Paths of a heap, or of one of its snapshots.
export const graphPath = (session, n, ...rest) => sessionPath(session, ...(n ? ['snapshots', n] : []), ...rest);

// What a heap's graph says changes with the heap, what a snapshot's says does not.
export const useGraph = (n, path, load = get) => useResource(path, load, { still: Boolean(n) });

const rootWords = (root) =>
    [root.kind, root.text, root.frame != null && `of frame ${root.frame}`].filter(Boolean).join(' ');

// "name cache ['rows'] .rows [5]", every step a link to its object.
export function Path({ path }) {
    return (
        <p class="root-path">
            <span class="muted">{rootWords(path.root)}</span>
            {path.steps.map((step, n) => (
                <>
                    {' '}
                    {path.cut > 0 && n === path.steps.length / 2 && <span class="muted">… {path.cut} more … </span>}
                    <Address id={step.id}>{step.label ?? step.type}</Address>
                </>
            ))}
        </p>
    );
}

export const RETAINED = {
    key: 'retained_size',
    label: 'Retained',
    numeric: true,
    width: '8rem',
    help: 'retained size',
    render: (row) => <Bytes n={row.retained_size} />,
};

export const DOMINATED = [
    { key: 'type', label: 'Type', width: '22%', render: (row) => <TypeName type={row.type} /> },
    { key: 'id', label: 'Address', width: '11rem', render: (row) => <Address id={row.id} /> },
    {
        key: 'name',
        label: 'Name or value',
        value: (row) => row.name ?? row.text,
        render: (row) => (row.name ?? row.text) && <Repr text={row.name ?? row.text} length={60} />,
    },
    { key: 'size', label: 'Size', numeric: true, width: '7rem', render: (row) => <Bytes n={row.size} /> },
    RETAINED,
    {
        key: 'retained_count',
        label: 'Objects',
        numeric: true,
        width: '7rem',
        render: (row) => <Count n={row.retained_count} />,
    },
];

function Paths({ session, n, id }) {
    const paths = useGraph(n, withQuery(graphPath(session, n, 'objects', id, 'paths'), { limit: 3 }));
    return (
        <Loaded resource={paths}>
            {({ items, garbage }) =>
                garbage ? (
                    <p class="pad">No root reaches it: it is garbage that the collector has not been at yet.</p>
                ) : (
                    items.map((path) => <Path path={path} />)
                )
            }
        </Loaded>
    );
}

// Objects with what they retain, most first. `name` tells the table from others of the view.
export const Retainers = ({ name, caption, rows, height }) => (
    <Table name={name} caption={caption} columns={DOMINATED} rows={rows} rowKey={(row) => row.id} sort="-retained_size" height={height} />
);

const MOST_DOMINATED = 500;

function Dominated({ session, n, id, total }) {
    const list = useGraph(n, withQuery(graphPath(session, n, 'dominators'), { id, limit: MOST_DOMINATED }));
    return (
        <Loaded resource={list}>
            {({ items }) => (
                <>
                    <Retainers name="dominated" caption="Dominated objects" rows={items} height={250} />
                    {total > items.length && (
                        <p class="muted pad">
                            the {format.count(items.length)} that retain most of {format.count(total)}
                        </p>
                    )}
                </>
            )}
        </Loaded>
    );
}

// `n`: the snapshot in which it is; without, the heap as it is now.
export function Retained({ session, n, id }) {
    const retained = useGraph(n, graphPath(session, n, 'objects', id, 'retained'));
    return (
        <Panel title="Kept alive and keeping alive" help="retained size" class="retained">
            <Paths key={id} session={session} n={n} id={id} />
            <Loaded resource={retained}>
                {(data) => (
                    <>
                        <Facts
                            rows={[
                                ['Retained size', <Bytes n={data.retained_size} />, 'retained size'],
                                ['Retained objects', <Count n={data.retained_count} />],
                                [
                                    'Dominator',
                                    data.dominator ? (
                                        <Address id={data.dominator} />
                                    ) : (
                                        <span class="muted">none: no object alone keeps it</span>
                                    ),
                                    'dominator',
                                ],
                                ['Dominates', format.plural(data.dominates_total, 'object'), 'dominator'],
                                [
                                    'All of this type',
                                    <a href={href('suspects', { session }, { n, type: data.type })}>
                                        what keeps them alive
                                    </a>,
                                ],
                            ]}
                        />
                        {data.dominates_total > 0 && (
                            <Dominated session={session} n={n} id={id} total={data.dominates_total} />
                        )}
                    </>
                )}
            </Loaded>
        </Panel>
    );
}
