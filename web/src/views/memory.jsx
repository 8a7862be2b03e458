// Memory over time: what is used, what the heap has taken for it, and when snapshots were taken.
import { sessionPath, withQuery } from '../lib/api.js';
import { bytes, count, time } from '../lib/format.js';
import { Bytes, Count, Empty, Facts, Loaded, Panel } from '../ui/basics.jsx';
import { byteAxis, Chart, countAxis, fromZero } from '../ui/chart.jsx';
import { useResource, useSnapshots } from '../ui/hooks.js';
import { columnsOf } from '../lib/series.js';

const SAMPLES = 5000;
const SERIES = [
    { label: 'used', color: '--accent', fill: '--accent-soft', value: bytes },
    { label: 'committed', color: '--amber', value: bytes },
];

export function Memory({ session }) {
    const memory = useResource(withQuery(sessionPath(session, 'memory'), { limit: SAMPLES })); // newest first
    const snapshots = useSnapshots(session);
    const marks = (snapshots.data?.items ?? []).map((row) => ({
        seconds: Date.parse(row.taken_at) / 1000,
        label: `#${row.snapshot}`,
    }));
    return (
        <Loaded resource={memory}>
            {(data) => {
                const items = [...data.items].reverse();
                if (data.now) items.push(data.now);
                if (items.length < 2)
                    return (
                        <Empty
                            title="Not enough samples yet"
                            curl={`curl ${location.origin}${sessionPath(session, 'memory')}`}
                        >
                            heapd takes a sample of the heap’s memory from time to time; the plot begins with the second
                            one.
                        </Empty>
                    );
                const columns = columnsOf(items, ['used', 'committed']);
                const objects = columnsOf(items, ['objects']);
                // Between two samples there may have been more: the heap knows, while it lives.
                const peak = Math.max(...columns[1], data.now?.peak ?? 0);
                const last = items[items.length - 1];
                return (
                    <>
                        <Panel title="Memory over time" help="used">
                            <Facts
                                rows={[
                                    [data.now ? 'Used now' : 'Used at the end', <Bytes n={last.used} />, 'used'],
                                    ['Committed', <Bytes n={last.committed} />, 'committed'],
                                    ['Most used', <Bytes n={peak} />],
                                    ['Objects', <Count n={last.objects} />],
                                    ['Since', time(items[0].time)],
                                ]}
                            />
                            <Chart
                                label="Bytes used and committed over time; dashed lines are snapshots"
                                data={columns}
                                series={SERIES}
                                axes={[{}, byteAxis]}
                                scales={fromZero}
                                marks={marks}
                                height={300}
                            />
                        </Panel>
                        <Panel title="Objects over time">
                            <Chart
                                label="Objects over time"
                                data={objects}
                                series={[{ label: 'objects', color: '--accent', fill: '--accent-soft', value: count }]}
                                axes={[{}, countAxis]}
                                scales={fromZero}
                                height={180}
                            />
                        </Panel>
                    </>
                );
            }}
        </Loaded>
    );
}
