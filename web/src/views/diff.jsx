// Two snapshots side by side: by type and object where both know their objects, by place in the program, as a flame graph,
// as a treemap. Which of them is in the address.
import { sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery, go, href } from '../lib/router.js';
import { pathsOf, rowsSaid } from '../lib/tree.js';
import { Badge, Bytes, Count, Empty, Loaded, Panel } from '../ui/basics.jsx';
import { Exports } from '../ui/exports.jsx';
import { useSnapshots, useStored } from '../ui/hooks.js';
import { Tabs } from '../ui/tabs.jsx';
import { DiffObjects, useChanges } from './diffobjects.jsx';
import { Filters, filterQuery, tableExports } from './filters.jsx';
import { GroupTable, WHERE, Where } from './groups.jsx';
import { FlameGraph, Treemap, TypeMap } from './pictures.jsx';

// A bar to the right for growth, to the left for what went away, in proportion to the largest change.
function Change({ n, most }) {
    const width = `${most ? (50 * Math.abs(n)) / most : 0}%`;
    return (
        <span class="change" aria-hidden="true">
            <span
                class={n > 0 ? 'change-bar grew' : 'change-bar shrank'}
                style={n > 0 ? { left: '50%', width } : { right: '50%', width }}
            />
        </span>
    );
}

function kindOf(row) {
    if (row.size === 0 && row.count === 0) return 'gone';
    if (row.size === row.size_diff && row.count === row.count_diff) return 'new';
    return '';
}

function columns(most) {
    return [
        {
            ...WHERE,
            render: (row) => (
                <>
                    <Where row={row} />
                    {kindOf(row) && <Badge kind={kindOf(row)}>{kindOf(row)}</Badge>}
                </>
            ),
        },
        {
            key: 'change',
            label: 'Change',
            sortable: false,
            width: '14%',
            render: (row) => <Change n={row.size_diff} most={most} />,
        },
        {
            key: 'size_diff',
            label: 'Size diff',
            numeric: true,
            width: '8.5rem',
            help: 'size diff',
            render: (row) => (
                <span class={format.tone(row.size_diff)}>
                    <Bytes n={row.size_diff} signed />
                </span>
            ),
        },
        { key: 'size', label: 'Size', numeric: true, width: '8rem', render: (row) => <Bytes n={row.size} /> },
        {
            key: 'count_diff',
            label: 'Blocks diff',
            numeric: true,
            width: '8rem',
            render: (row) => (
                <span class={format.tone(row.count_diff)}>
                    <Count n={row.count_diff} signed />
                </span>
            ),
        },
        { key: 'count', label: 'Blocks', numeric: true, width: '7rem', render: (row) => <Count n={row.count} /> },
    ];
}

const PLACES = {
    filename: 'file',
    traceback: 'traceback',
    type: 'type',
    package: 'package',
    domain: 'domain',
};

// In one sentence what is shown below: whether the heap grew, and where most of it happened.
function Summary({ said: { grown, shrunk, growth, top }, what, change, blocks, exports }) {
    return (
        <div class="summary">
            <span class={`big ${format.tone(change)}`}>
                <Bytes n={change} signed />
            </span>
            <p>
                in <Count n={blocks} signed /> blocks; {format.plural(grown, what)} grew and {format.count(shrunk)} shrank.
                {top && (
                    <>
                        {' '}
                        Most at <Where row={top} />: {format.percent(top.size_diff, growth)} of all growth.
                    </>
                )}
            </p>
            {exports && <Exports links={exports} />}
            {top && (
                <p class="hint muted">
                    {exports && 'Pick a row to see how the program came there. '}
                    What grows from snapshot to snapshot and never shrinks again is the place to look for a leak.
                </p>
            )}
        </div>
    );
}

const RowsSummary = ({ data, exports }) => (
    <Summary
        said={rowsSaid(data.items)}
        what={PLACES[data.group_by] ?? 'place'}
        change={data.size_diff}
        blocks={data.count_diff}
        exports={exports}
    />
);

function Choose({ session, older, newer, query, items }) {
    const options = items.map((row) => (
        <option value={row.snapshot}>
            {row.snapshot}
            {row.label ? ` ${row.label}` : ''}
        </option>
    ));
    const change = (a, b) => go(href('diff', { session, pair: `${a}..${b}` }, { ...query, picked: '', at: '' }));
    return (
        <div class="actions">
            <select
                aria-label="Older snapshot"
                value={older}
                onChange={(event) => change(event.currentTarget.value, newer)}
            >
                {options}
            </select>
            <span class="muted">to</span>
            <select
                aria-label="Newer snapshot"
                value={newer}
                onChange={(event) => change(older, event.currentTarget.value)}
            >
                {options}
            </select>
            <button
                type="button"
                onClick={() => change(newer, older)}
                title="The other way round"
                aria-label="Swap the two snapshots"
            >
                ⇄
            </button>
        </div>
    );
}

function Sites({ path, query, file }) {
    const diff = useStored(withQuery(path, filterQuery(query)));
    return (
        <Panel title="Difference" aside={<Filters query={query} />}>
            <Loaded resource={diff}>
                {(data) => (
                    <>
                        <RowsSummary data={data} exports={tableExports(path, query, file)} />
                        <GroupTable
                            caption="Difference"
                            columns={columns(Math.max(0, ...data.items.map((row) => Math.abs(row.size_diff))))}
                            data={data}
                            query={query}
                            empty={
                                <Empty title="Nothing changed">
                                    The two snapshots hold the same traces, as far as the filters let through.
                                </Empty>
                            }
                        />
                    </>
                )}
            </Loaded>
        </Panel>
    );
}

function ObjectsMap({ session, pair, query, file }) {
    const changes = useChanges(session, pair);
    return (
        <Loaded resource={changes}>
            {({ items }) => <TypeMap items={items} query={query} file={file} label="Treemap of types" />}
        </Loaded>
    );
}

// Of the traces, or of the objects where both snapshots know theirs.
function Of({ value }) {
    return (
        <label class="inline">
            Of
            <select value={value} onChange={(event) => changeQuery({ of: event.currentTarget.value, at: '' })}>
                <option value="traces">allocation traces</option>
                <option value="objects">objects by type</option>
            </select>
        </label>
    );
}

function Maps({ session, pair, path, query, graphs, traces, file }) {
    const of = graphs ? (query.of ?? (traces ? 'traces' : 'objects')) : 'traces';
    return (
        <Panel
            title="Treemap"
            aside={
                <>
                    {graphs && <Of value={of} />}
                    {of === 'traces' && <Filters query={query} />}
                </>
            }
        >
            {of === 'traces' ? (
                <Treemap
                    path={path}
                    query={query}
                    difference
                    file={file}
                    label={`Treemap of the difference ${pair}`}
                    summary={(data) => <RowsSummary data={data} />}
                />
            ) : (
                <ObjectsMap session={session} pair={pair} query={query} file={file} />
            )}
        </Panel>
    );
}

function Shown({ session, older, newer, query, forced, items }) {
    const pair = `${older}..${newer}`;
    const path = sessionPath(session, 'diffs', pair);
    const both = [older, newer].map((n) => items.find((row) => row.snapshot === Number(n)));
    const graphs = both.every((row) => row?.objects);
    const traces = both.some((row) => row?.count > 0);
    const view = forced ?? query.view ?? (graphs ? 'objects' : 'sites');
    const file = `${session}-${pair}-${view}`;
    const views = [
        ...(graphs || view === 'objects' ? [['objects', 'Objects by type']] : []),
        ['sites', 'Places in the program'],
        ['flame', 'Flame graph'],
        ['treemap', 'Treemap'],
    ];
    const { include, exclude, all_frames } = query;
    const address = (name) => href('diff', { session, pair }, { view: name, include, exclude, all_frames });
    return (
        <>
            <Panel
                title={`What changed from ${older} to ${newer}`}
                help="size diff"
                aside={<Choose {...{ session, older, newer, query, items }} />}
            >
                <Tabs label="Ways to look at the difference" views={views} current={view} address={address} />
                {both[1]?.objects && (
                    <p class="note">
                        <b>Objects by type</b> say what grew, <b>places in the program</b> which line made it, and{' '}
                        <a href={href('suspects', { session }, { n: newer })}>the suspects of snapshot {newer}</a> what holds it.
                    </p>
                )}
            </Panel>
            {view === 'objects' && <DiffObjects session={session} pair={pair} query={query} />}
            {view === 'sites' && <Sites path={path} query={query} file={file} />}
            {view === 'flame' && (
                <Panel title="Differential flame graph" aside={<Filters query={query} grouped={false} />}>
                    <FlameGraph
                        path={path}
                        query={query}
                        difference
                        file={file}
                        label={`Flame graph of the difference ${pair}`}
                        summary={(flame) => (
                            <Summary
                                said={pathsOf(flame)}
                                what="call path"
                                change={flame.size_diff}
                                blocks={flame.count_diff}
                            />
                        )}
                    />
                </Panel>
            )}
            {view === 'treemap' && <Maps {...{ session, pair, path, query, graphs, traces, file }} />}
        </>
    );
}

export function Diff({ session, pair, query, forced }) {
    const [older, newer] = pair.split('..');
    const snapshots = useSnapshots(session);
    return (
        <Loaded resource={snapshots}>
            {({ items }) => <Shown key={pair} {...{ session, older, newer, query, forced, items }} />}
        </Loaded>
    );
}

export const DiffByObject = (props) => <Diff {...props} forced="objects" />;
