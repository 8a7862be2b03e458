// Where the bytes are: arenas cut into pools, pools into blocks of one size, and blocks too large for pools.
import { sessionPath } from '../lib/api.js';
import { percent } from '../lib/format.js';
import { hueOf } from '../lib/pools.js';
import { changeQuery } from '../lib/router.js';
import { Bytes, Count, Empty, Facts, Loaded, Panel } from '../ui/basics.jsx';
import { useResource } from '../ui/hooks.js';
import { PoolMap } from '../ui/poolmap.jsx';
import { Table } from '../ui/table.jsx';
import { Share } from './types.jsx';

const freeBlocks = (row) => row.capacity - row.used;

const COLUMNS = [
    {
        key: 'size',
        label: 'Block size',
        numeric: true,
        width: '8rem',
        help: 'size class',
        render: (row) => (
            <>
                <span class="swatch" style={{ background: `hsl(${hueOf(row.size)} 40% 52%)` }} />
                {row.size}
            </>
        ),
    },
    {
        key: 'pools',
        label: 'Pools',
        numeric: true,
        width: '7rem',
        help: 'pool',
        render: (row) => <Count n={row.pools} />,
    },
    { key: 'used', label: 'Blocks used', numeric: true, width: '9rem', render: (row) => <Count n={row.used} /> },
    {
        key: 'free',
        label: 'Blocks free',
        numeric: true,
        width: '9rem',
        value: freeBlocks,
        render: (row) => <Count n={freeBlocks(row)} />,
    },
    { key: 'bytes', label: 'Bytes used', numeric: true, width: '9rem', render: (row) => <Bytes n={row.bytes} /> },
    {
        key: 'held',
        label: 'Held, not used',
        numeric: true,
        width: '10rem',
        help: 'fragmentation',
        value: (row) => freeBlocks(row) * row.size,
        render: (row) => <Bytes n={freeBlocks(row) * row.size} />,
    },
    { key: 'share', label: 'In use', sortable: false, render: (row) => <Share part={row.used} whole={row.capacity} /> },
];

export function Allocator({ session, query }) {
    const allocator = useResource(sessionPath(session, 'allocator'));
    const size = Number(query.size) || null;
    const setSize = (wanted) => changeQuery({ size: wanted });
    return (
        <Loaded resource={allocator}>
            {(data) => {
                const { large } = data;
                return (
                    <>
                        <Panel
                            title="Pools"
                            help="pool"
                            aside={
                                size && (
                                    <button type="button" onClick={() => setSize(null)}>
                                        All size classes
                                    </button>
                                )
                            }
                        >
                            <Facts
                                rows={[
                                    ['Used', <Bytes n={data.used} />, 'used'],
                                    ['Committed', <Bytes n={data.committed} />, 'committed'],
                                    ['Most used', <Bytes n={data.peak} />],
                                    [
                                        'Arenas',
                                        <>
                                            <Count n={data.arenas.length} />{' '}
                                            <span class="muted">
                                                of <Bytes n={data.arena_size} />
                                            </span>
                                        </>,
                                        'arena',
                                    ],
                                    ['A pool', <Bytes n={data.pool_size} />, 'pool'],
                                    ['Small blocks', <Count n={data.small_blocks} />],
                                    [
                                        'Large blocks',
                                        <>
                                            <Count n={large.count} />{' '}
                                            <span class="muted">
                                                (<Bytes n={large.bytes} />)
                                            </span>
                                        </>,
                                        'large block',
                                    ],
                                    ['Committed, not used', percent(data.fragmentation, 1), 'fragmentation'],
                                ]}
                            />
                            {data.arenas.length ? (
                                <PoolMap arenas={data.arenas} size={size} />
                            ) : (
                                <Empty title="No arena yet">The first small object takes one.</Empty>
                            )}
                        </Panel>
                        <Panel
                            title="Size classes"
                            help="size class"
                            aside={<span class="muted">pick one to see its pools</span>}
                        >
                            <Table
                                caption="Size classes"
                                columns={COLUMNS}
                                rows={data.size_classes}
                                rowKey={(row) => row.size}
                                sort="size"
                                onPick={(row) => setSize(row.size === size ? null : row.size)}
                                picked={size}
                                height={460}
                            />
                        </Panel>
                    </>
                );
            }}
        </Loaded>
    );
}
