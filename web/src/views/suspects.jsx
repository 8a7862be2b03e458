// What looks like a leak, in words; and beside it what retains most, cycles, equal values, capacity that is not used. Of
// the heap as it is, or of a snapshot (?n=).
import { getAll, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery, href } from '../lib/router.js';
import { Address, Badge, Bytes, Count, Empty, InSnapshot, Linked, Loaded, Panel, Repr, TypeName, useSession } from '../ui/basics.jsx';
import { useSnapshots } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { DOMINATED, graphPath, Path, RETAINED, useGraph } from './retained.jsx';
import { Share } from './types.jsx';

function Of({ n, stored }) {
    const { ended } = useSession();
    return (
        <select
            aria-label="Heap or snapshot"
            value={n ?? 'heap'}
            onChange={(event) => changeQuery({ n: event.currentTarget.value })}
        >
            <option value="heap">{ended ? 'no snapshot' : 'the heap as it is'}</option>
            {stored.map((row) => (
                <option value={row.snapshot}>
                    snapshot {row.snapshot}
                    {row.label ? ` ${row.label}` : ''}
                </option>
            ))}
        </select>
    );
}

function Suspect({ session, n, item }) {
    return (
        <article class="suspect">
            <div class="suspect-share">
                <span class="big">{format.percent(item.share, 1)}</span>
                <Share part={item.share} whole={1} />
            </div>
            <div>
                <p class="suspect-words">
                    <Linked text={item.words} />
                </p>
                {item.path && <Path path={item.path} />}
                {item.kind === 'type' && (
                    <p>
                        <a href={href('suspects', { session }, { n, type: item.type })}>What keeps all of them alive</a>
                    </p>
                )}
            </div>
        </article>
    );
}

// Of a heap that is hosted here every root is known. A dump of another program's may not tell them all.
function Garbage({ garbage, imported }) {
    if (garbage.objects === 0) return null;
    return (
        <p class="pad muted">
            {format.plural(garbage.objects, 'object')} ({format.bytes(garbage.bytes)}){' '}
            {imported
                ? 'are reached from no root that the dump tells of: garbage that the collector has not been at yet, or held by C code.'
                : 'are garbage that the collector has not been at yet.'}
        </p>
    );
}

function Suspects({ session, n, stored }) {
    const row = stored.find((one) => String(one.snapshot) === n);
    const suspects = useGraph(n, graphPath(session, n, 'suspects'));
    return (
        <Panel title="Suspects" help="suspect" aside={<Of n={n} stored={stored} />}>
            <Loaded resource={suspects}>
                {(data) => (
                    <>
                        {data.items.length ? (
                            data.items.map((item) => <Suspect session={session} n={n} item={item} />)
                        ) : (
                            <Empty title="Nothing stands out">
                                No object, and no type among what roots hold, retains more than {data.percent} % of{' '}
                                {format.bytes(data.bytes)}.
                            </Empty>
                        )}
                        <Garbage garbage={data.garbage} imported={row && row.source !== 'heap'} />
                    </>
                )}
            </Loaded>
        </Panel>
    );
}

// "Node ×2, dict", from the members that are told.
function typesOf(row) {
    const counts = new Map();
    for (const { type } of row.objects) counts.set(type, (counts.get(type) ?? 0) + 1);
    const words = [...counts].map(([type, n]) => (n > 1 ? `${type} ×${n}` : type));
    return `${words.join(', ')}${row.members > row.objects.length ? ', …' : ''}`;
}

const COLUMNS = {
    cycles: [
        { key: 'types', label: 'Of', width: '45%', value: typesOf, render: (row) => <TypeName type={typesOf(row)} /> },
        {
            key: 'objects',
            label: 'Objects',
            sortable: false,
            render: (row) => row.objects.slice(0, 3).map((object) => <Address id={object.id}>{object.id} </Address>),
        },
        {
            key: 'members',
            label: 'Members',
            numeric: true,
            width: '8rem',
            render: (row) => (
                <>
                    {row.garbage && <Badge kind="gone">garbage</Badge>} <Count n={row.members} />
                </>
            ),
        },
        RETAINED,
    ],
    duplicates: [
        { key: 'type', label: 'Type', width: '8rem', render: (row) => <TypeName type={row.type} /> },
        { key: 'text', label: 'Value or name', value: (row) => row.text ?? row.name, render: (row) => <Repr text={row.text ?? row.name} length={50} /> },
        { key: 'id', label: 'The first', width: '11rem', render: (row) => <Address id={row.id} /> },
        { key: 'count', label: 'Times', numeric: true, width: '6rem', render: (row) => <Count n={row.count} /> },
        { key: 'wasted', label: 'Wasted', numeric: true, width: '8rem', render: (row) => <Bytes n={row.wasted} /> },
    ],
    waste: [
        { key: 'type', label: 'Type', width: '7rem', render: (row) => <TypeName type={row.type} /> },
        { key: 'id', label: 'Address', width: '10rem', render: (row) => <Address id={row.id} /> },
        { key: 'name', label: 'Name', render: (row) => <Repr text={row.name} length={50} /> },
        { key: 'size', label: 'Size', numeric: true, width: '6.5rem', render: (row) => <Bytes n={row.size} /> },
        { key: 'wasted', label: 'Not used', numeric: true, width: '6.5rem', render: (row) => <Bytes n={row.wasted} /> },
    ],
    dominators: DOMINATED,
};

const keyOf = (row) => row.id ?? row.objects[0].id;

const told = ({ items, total }) =>
    total > items.length ? `the first ${items.length} of ${format.plural(total, 'row')}` : format.plural(total, 'row');

function List({ session, n, what, title, help, empty }) {
    const list = useGraph(n, withQuery(graphPath(session, n, what), { limit: 100 }));
    return (
        <Panel
            title={title}
            help={help}
            aside={list.data && <span class="muted">{told(list.data)}</span>}
        >
            <Loaded resource={list}>
                {({ items }) =>
                    items.length ? (
                        <Table name={what} caption={title} columns={COLUMNS[what]} rows={items} rowKey={keyOf} height={300} />
                    ) : (
                        <p class="muted pad">{empty}</p>
                    )
                }
            </Loaded>
        </Panel>
    );
}

const MOST_CYCLES = 5000;
const WHICH = [
    ['', 'of data'],
    ['all', 'all'],
    ['garbage', 'garbage'],
];
const hasClass = (row) => row.objects.some((object) => object.type === 'type');

// Every class is a cycle with its own methods and its tuple of bases: those are left out unless one asks, since a cycle
// of two nodes would drown among them.
function Cycles({ session, n, which = '' }) {
    const list = useGraph(n, graphPath(session, n, 'cycles'), (path, options) =>
        getAll(path, { ...options, most: MOST_CYCLES }),
    );
    const all = list.data?.items ?? [];
    const rows = all.filter((row) => (which === 'all' ? true : which === 'garbage' ? row.garbage : !hasClass(row)));
    const hidden = all.length - rows.length;
    return (
        <Panel
            title="Cycles"
            help="cycle"
            aside={
                <>
                    {list.data && (
                        <span class="muted">
                            {format.plural(rows.length, 'cycle')}
                            {which === '' && hidden > 0 && `; ${format.count(hidden)} with classes in them left out`}
                        </span>
                    )}
                    <select
                        aria-label="Which cycles"
                        value={which}
                        onChange={(event) => changeQuery({ cycles: event.currentTarget.value })}
                    >
                        {WHICH.map(([value, words]) => (
                            <option value={value}>{words}</option>
                        ))}
                    </select>
                </>
            }
        >
            <Loaded resource={list}>
                {() =>
                    rows.length ? (
                        <Table
                            name="cycles"
                            caption="Cycles"
                            columns={COLUMNS.cycles}
                            rows={rows}
                            rowKey={keyOf}
                            sort="-retained_size"
                            height={300}
                        />
                    ) : (
                        <p class="muted pad">
                            {which === 'garbage'
                                ? 'No cycle is garbage: the collector has nothing to do.'
                                : hidden > 0
                                  ? 'No cycle is without a class. A class reaches the globals of its functions, and with them most of a program.'
                                  : 'No object is part of a cycle.'}
                        </p>
                    )
                }
            </Loaded>
        </Panel>
    );
}

// The paths to all objects of a type as a tree, each row indented by its depth.
function Merged({ session, n, type }) {
    const merged = useGraph(n, withQuery(graphPath(session, n, 'paths'), { type, limit: 200 }));
    return (
        <Panel
            title={`What keeps objects of type ${type} alive`}
            aside={
                <button type="button" class="quiet" onClick={() => changeQuery({ type: '' })}>
                    Close
                </button>
            }
        >
            <Loaded resource={merged}>
                {(data) => {
                    const depth = new Map();
                    for (const row of data.items) depth.set(row.group, row.parent == null ? 0 : depth.get(row.parent) + 1);
                    return (
                        <ul class="merged-paths">
                            {data.items.map((row) => (
                                <li style={{ paddingLeft: `${1.4 * depth.get(row.group)}rem` }}>
                                    {row.root ? (
                                        <b>
                                            {row.root.kind} {row.root.text}
                                        </b>
                                    ) : (
                                        <>
                                            <TypeName type={row.type} /> <Address id={row.id} />{' '}
                                            {row.label && <code class="edge">{row.label}</code>}
                                        </>
                                    )}{' '}
                                    <span class="muted">
                                        {format.count(row.targets)} of {format.count(data.count)}, {format.bytes(row.bytes)}
                                    </span>
                                </li>
                            ))}
                        </ul>
                    );
                }}
            </Loaded>
        </Panel>
    );
}

export function SuspectsPage({ session, query }) {
    const { type } = query;
    const { ended, bare } = useSession();
    const snapshots = useSnapshots(session);
    if (!snapshots.data) return <Loaded resource={snapshots} />;
    const stored = snapshots.data.items.filter((row) => row.objects);
    const newest = stored.reduce((most, row) => Math.max(most, row.snapshot), 0);
    // Where the heap has nothing, the newest snapshot is what someone comes for.
    const n = query.n === 'heap' ? null : (query.n ?? (bare && newest ? String(newest) : null));
    if (ended && !n)
        return (
            <Panel title="Suspects" help="suspect" aside={<Of n={n} stored={stored} />}>
                <Empty title="The heap of this session is gone">
                    {stored.length
                        ? 'Choose one of its snapshots that were taken with objects.'
                        : 'None of its snapshots was taken with objects, so that nothing tells who held what.'}
                </Empty>
            </Panel>
        );
    return (
        <InSnapshot n={n}>
            <Suspects session={session} n={n} stored={stored} />
            {type && <Merged session={session} n={n} type={type} />}
            <List
                session={session}
                n={n}
                what="dominators"
                title="What retains most"
                help="dominator"
                empty="There are no objects."
            />
            <Cycles session={session} n={n} which={query.cycles} />
            <div class="two">
                <List
                    session={session}
                    n={n}
                    what="duplicates"
                    title="Equal values"
                    empty={
                        n
                            ? 'No value is there twice, as far as values are known: a live program’s agent sends them with --values.'
                            : 'No value is there twice.'
                    }
                />
                <List session={session} n={n} what="waste" title="Capacity that is not used" empty="Nothing is wasted." />
            </div>
        </InSnapshot>
    );
}
