// Two snapshots object by object: DevTools' columns by type, and the objects of one fate.
import { sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery, href } from '../lib/router.js';
import { changedMost } from '../lib/sizes.js';
import { Bytes, Count, Empty, InSnapshot, Loaded, Panel, TypeName } from '../ui/basics.jsx';
import { Find } from '../ui/find.jsx';
import { useStored } from '../ui/hooks.js';
import { Table } from '../ui/table.jsx';
import { Retainers } from './retained.jsx';

const MOST_TYPES = 10_000;
const MOST_OBJECTS = 500;

const number = (key, label, width = '5.8rem') => ({
    key,
    label,
    numeric: true,
    width,
    render: (row) => <Count n={row[key]} />,
});
const size = (key, label, width = '6.8rem') => ({
    key,
    label,
    numeric: true,
    width,
    render: (row) => <Bytes n={row[key]} />,
});

const COLUMNS = [
    { key: 'type', label: 'Type', render: (row) => <TypeName type={row.type} /> },
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
        ...size('size_delta', 'Size delta', '7.6rem'),
        help: 'size diff',
        render: (row) => (
            <span class={format.tone(row.size_delta)}>
                <Bytes n={row.size_delta} signed />
            </span>
        ),
    },
    number('grown', '# Grown'),
    size('grown_size', 'Grown by'),
    number('shrunk', '# Shrunk'),
    size('shrunk_size', 'Shrunk by'),
];

export const useChanges = (session, pair) =>
    useStored(withQuery(sessionPath(session, 'diffs', pair, 'objects'), { limit: MOST_TYPES }));

const FATES = ['new', 'deleted', 'grown', 'shrunk', 'surviving'];

// What is shown first of a type that is picked: new ones, or what else has happened to some.
function fateOf(items, type) {
    const row = items.find((one) => one.type === type);
    return FATES.find((fate) => row?.[fate] > 0) ?? 'new';
}

function Objects({ session, pair, fate, type }) {
    const [older, newer] = pair.split('..');
    const n = fate === 'deleted' ? older : newer;
    const path = sessionPath(session, 'diffs', pair, 'objects');
    const list = useStored(withQuery(path, { fate, type, limit: MOST_OBJECTS }));
    const total = list.data?.total;
    return (
        <Panel
            title={`Objects of type ${type}: ${fate}`}
            aside={
                <>
                    {total > MOST_OBJECTS && (
                        <span class="muted">
                            the first {MOST_OBJECTS} of {format.count(total)}
                        </span>
                    )}
                    <a class="button" href={href('suspects', { session }, { n, type })}>
                        {fate === 'deleted' ? 'What kept them alive' : 'What keeps them alive'}
                    </a>
                    <select
                        aria-label="Fate"
                        value={fate}
                        onChange={(event) => changeQuery({ fate: event.currentTarget.value })}
                    >
                        {FATES.map((word) => (
                            <option value={word}>{word}</option>
                        ))}
                    </select>
                    <button type="button" class="quiet" onClick={() => changeQuery({ type: '', fate: '' })}>
                        Close
                    </button>
                </>
            }
        >
            <Loaded resource={list}>
                {({ items }) =>
                    items.length ? (
                        <InSnapshot n={n}>
                            <Retainers name="objects" caption="Objects" rows={items} height={330} />
                        </InSnapshot>
                    ) : (
                        <p class="muted pad">No object of this type is {fate}.</p>
                    )
                }
            </Loaded>
        </Panel>
    );
}

// What those that survived did meanwhile.
const changedIn = (all) =>
    [
        [all.grown, 'grown', all.grown_size],
        [all.shrunk, 'shrunk', all.shrunk_size],
    ]
        .filter(([n]) => n > 0)
        .map(([n, how, by], at) => `, ${format.count(n)}${at === 0 ? ' of them' : ''} ${how} by ${format.bytes(by)}`)
        .join('');

// In one sentence: how many came and went, and which type changed most.
function Summary({ all, items }) {
    const top = changedMost(items);
    return (
        <div class="summary">
            <span class={`big ${format.tone(all.size_delta)}`}>
                <Bytes n={all.size_delta} signed />
            </span>
            <p>
                {format.plural(all.new, 'object')} new, {format.count(all.deleted)} deleted,{' '}
                {format.count(all.surviving)} survived{changedIn(all)}.
                {top && (
                    <>
                        {' '}
                        Most in <code>{top.type}</code>: {format.signed(top.delta)} objects,{' '}
                        {format.signed(top.size_delta, format.bytes)}.
                    </>
                )}
            </p>
            <p class="hint muted">
                Pick a type to see its objects; an object’s address leads to what holds it and what it holds.
            </p>
        </div>
    );
}

export function DiffObjects({ session, pair, query }) {
    const changes = useChanges(session, pair);
    const wanted = query.find?.toLowerCase();
    return (
        <>
            <Panel
                title="Objects by type"
                help="same object"
                aside={<Find value={query.find} label="Find a type" />}
            >
                <Loaded resource={changes}>
                    {({ items, all }) => {
                        const rows = wanted ? items.filter((row) => row.type.toLowerCase().includes(wanted)) : items;
                        if (items.length === 0)
                            return <Empty title="The same objects">None is new, gone, grown or shrunk.</Empty>;
                        return (
                            <>
                                <Summary all={all} items={items} />
                                {rows.length ? (
                                    <Table
                                        caption="Objects by type"
                                        columns={COLUMNS}
                                        rows={rows}
                                        rowKey={(row) => row.type}
                                        sort="-size_delta"
                                        onPick={(row) => changeQuery({ type: row.type, fate: '' })}
                                        picked={query.type}
                                        height={420}
                                    />
                                ) : (
                                    <p class="muted pad">No type that changed is called “{query.find}”.</p>
                                )}
                            </>
                        );
                    }}
                </Loaded>
            </Panel>
            {query.type && changes.data && (
                <Objects session={session} pair={pair} fate={query.fate || fateOf(changes.data.items, query.type)} type={query.type} />
            )}
        </>
    );
}
