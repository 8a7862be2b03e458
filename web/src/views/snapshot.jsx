// One snapshot: which places of the program hold how much, as a table, a flame graph, a treemap; and where it knows its
// objects, how many there are of each type.
import { sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { href } from '../lib/router.js';
import { Bytes, Count, Empty, Facts, InSnapshot, Loaded, Panel, Time } from '../ui/basics.jsx';
import { Exports } from '../ui/exports.jsx';
import { useResource, useSnapshots, useStored } from '../ui/hooks.js';
import { Tabs } from '../ui/tabs.jsx';
import { Filters, filterQuery, tableExports } from './filters.jsx';
import { GroupTable, WHERE, Where } from './groups.jsx';
import { FlameGraph, Treemap } from './pictures.jsx';
import { SnapshotTypes } from './snaptypes.jsx';
import { Share } from './types.jsx';

function columns(total) {
    return [
        { ...WHERE, render: (row) => <Where row={row} /> },
        { key: 'size', label: 'Size', numeric: true, width: '9rem', render: (row) => <Bytes n={row.size} /> },
        { key: 'count', label: 'Blocks', numeric: true, width: '8rem', render: (row) => <Count n={row.count} /> },
        {
            key: 'average',
            label: 'Average',
            numeric: true,
            width: '8rem',
            value: (row) => row.size / (row.count || 1),
            render: (row) => <Bytes n={Math.round(row.size / (row.count || 1))} />,
        },
        {
            key: 'share',
            label: 'Share',
            sortable: false,
            width: '24%',
            render: (row) => <Share part={row.size} whole={total} />,
        },
    ];
}

function Sites({ path, query, file }) {
    const statistics = useStored(withQuery(`${path}/statistics`, filterQuery(query)));
    return (
        <Panel title="Statistics" aside={<Filters query={query} />}>
            <Loaded resource={statistics}>
                {(data) => (
                    <>
                        {data.items.length > 0 && (
                            <p class="note row spread">
                                <span>
                                    {format.plural(data.total, 'group')}, {format.bytes(data.size)} in{' '}
                                    {format.plural(data.count, 'block')}
                                </span>
                                <Exports links={tableExports(`${path}/statistics`, query, file)} />
                            </p>
                        )}
                        <GroupTable
                            caption="Statistics"
                            columns={columns(data.size)}
                            data={data}
                            query={query}
                            sort="-size"
                            empty={
                                <Empty title="No trace is left">
                                    Loosen the filters; or the snapshot was taken while nothing was traced.
                                </Empty>
                            }
                        />
                    </>
                )}
            </Loaded>
        </Panel>
    );
}

function Head({ session, data }) {
    const neighbours = useSnapshots(session);
    const others = (neighbours.data?.items ?? []).map((row) => row.snapshot).sort((a, b) => a - b);
    const before = others.findLast((n) => n < data.snapshot);
    const after = others.find((n) => n > data.snapshot);
    return (
        <Panel
            title={`Snapshot ${data.snapshot}${data.label ? `: ${data.label}` : ''}`}
            help="snapshot"
            aside={
                <>
                    {data.objects && (
                        <Exports
                            links={[
                                [
                                    '.heapsnapshot',
                                    sessionPath(session, 'snapshots', data.snapshot, 'graph'),
                                    `${session}-${data.snapshot}.heapsnapshot`,
                                    'Opens in Chrome’s DevTools, under Memory',
                                ],
                                [
                                    'DOT',
                                    `${sessionPath(session, 'snapshots', data.snapshot, 'graph')}?format=dot`,
                                    `${session}-${data.snapshot}.dot`,
                                    'What retains most, for Graphviz',
                                ],
                            ]}
                        />
                    )}
                    {data.objects && (
                        <a class="button" href={href('suspects', { session }, { n: data.snapshot })}>
                            Suspects
                        </a>
                    )}
                    {before && (
                        <a class="button" href={href('diff', { session, pair: `${before}..${data.snapshot}` })}>
                            Compare with the one before
                        </a>
                    )}
                    {after && (
                        <a class="button" href={href('diff', { session, pair: `${data.snapshot}..${after}` })}>
                            Compare with the next
                        </a>
                    )}
                </>
            }
        >
            <Facts
                rows={[
                    ['Taken', <Time at={data.taken_at} />],
                    ['Step', <Count n={data.seq} />, 'sequence'],
                    ['Traced size', <Bytes n={data.size} />],
                    ['Blocks', <Count n={data.count} />],
                    ['Peak', data.peak ? <Bytes n={data.peak} /> : <span class="muted">not known</span>],
                    ['Frames each', <Count n={data.nframe} />, 'traceback'],
                    ['Source', data.source],
                ]}
            />
        </Panel>
    );
}

function Shown({ session, n, query, data }) {
    const path = sessionPath(session, 'snapshots', n);
    const view = query.view ?? (data.objects && data.count === 0 ? 'objects' : 'sites');
    const file = `${session}-${n}-${view}`;
    const views = [
        ['sites', 'Places in the program'],
        ['flame', 'Flame graph'],
        ['treemap', 'Treemap'],
        ...(data.objects || view === 'objects' ? [['objects', 'Objects by type']] : []),
    ];
    const { include, exclude, all_frames } = query;
    const address = (name) => href('snapshot', { session, n }, { view: name, include, exclude, all_frames });
    return (
        <>
            <Head session={session} data={data} />
            <Tabs label="Ways to look at the snapshot" views={views} current={view} address={address} />
            {view === 'sites' && <Sites path={path} query={query} file={file} />}
            {view === 'flame' && (
                <Panel title="Flame graph" aside={<Filters query={query} grouped={false} />}>
                    <FlameGraph
                        path={path}
                        query={query}
                        file={file}
                        label={`Flame graph of snapshot ${n}`}
                    />
                </Panel>
            )}
            {view === 'treemap' && (
                <Panel title="Treemap" aside={<Filters query={query} />}>
                    <Treemap path={`${path}/statistics`} query={query} file={file} label={`Treemap of snapshot ${n}`} />
                </Panel>
            )}
            {view === 'objects' && (
                <InSnapshot n={n}>
                    <SnapshotTypes session={session} n={n} query={query} />
                </InSnapshot>
            )}
        </>
    );
}

export function Snapshot({ session, n, query }) {
    const snapshot = useResource(sessionPath(session, 'snapshots', n));
    return (
        <Loaded resource={snapshot}>
            {(data) => <Shown key={n} session={session} n={n} query={query} data={data} />}
        </Loaded>
    );
}
