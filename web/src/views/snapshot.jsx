// One snapshot: which lines of the program hold how much.
import { sessionPath, withQuery } from '../lib/api.js';
import { href } from '../lib/router.js';
import { Bytes, Count, Empty, Facts, Loaded, Panel, Time } from '../ui/basics.jsx';
import { useResource } from '../ui/hooks.js';
import { Filters, filterQuery } from './filters.jsx';
import { GroupTable, WHERE, Where } from './groups.jsx';
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

export function Snapshot({ session, n, query }) {
    const path = sessionPath(session, 'snapshots', n);
    const snapshot = useResource(path);
    const statistics = useResource(withQuery(`${path}/statistics`, filterQuery(query)));
    return (
        <>
            <Loaded resource={snapshot}>
                {(data) => (
                    <Panel
                        title={`Snapshot ${data.snapshot}${data.label ? `: ${data.label}` : ''}`}
                        help="snapshot"
                        aside={
                            <>
                                {data.objects && (
                                    <a class="button" href={href('suspects', { session }, { n: data.snapshot })}>
                                        Suspects
                                    </a>
                                )}
                                {data.diff && (
                                    <a
                                        class="button"
                                        href={href('diff', { session, pair: `${data.diff.old}..${data.snapshot}` })}
                                    >
                                        Compare with the one before
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
                                ['Peak', <Bytes n={data.peak} />],
                                ['Frames each', <Count n={data.nframe} />, 'traceback'],
                                ['Source', data.source],
                            ]}
                        />
                    </Panel>
                )}
            </Loaded>
            <Panel title="Statistics" aside={<Filters query={query} />}>
                <Loaded resource={statistics}>
                    {(data) => (
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
                    )}
                </Loaded>
            </Panel>
        </>
    );
}
