// How the heap went from snapshot to snapshot: a point for each, by time or in their order. Two that are clicked are
// compared.
import { useMemo } from 'preact/hooks';
import { bytes, count, plural, time, tone } from '../lib/format.js';
import { changeQuery, href } from '../lib/router.js';
import { inOrder, timesOf } from '../lib/times.js';
import { Bytes, Count } from '../ui/basics.jsx';
import { byteAxis, Chart, countAxis } from '../ui/chart.jsx';

// Where points stand close they are a band that hides the line; each one is still there to be pointed at.
const MOST_DOTS = 150;
const dots = (size) => ({ show: (_, __, first, last) => last - first < MOST_DOTS, size });

const SERIES = [
    {
        label: 'traced',
        scale: 'y',
        color: '--accent',
        fill: '--accent-soft',
        value: bytes,
        points: dots(8),
    },
    { label: 'blocks', scale: 'blocks', color: '--link', value: count, points: dots(6), dash: [5, 4] },
];

const fromZero = (_, low, high) => [0, high * 1.12 || 1];
const SCALES = { y: { range: fromZero }, blocks: { range: fromZero } };
const BLOCK_AXIS = { ...countAxis, side: 1, scale: 'blocks', grid: { show: false } };

export function TimeLine({ items, axis, chosen, choose }) {
    const rows = useMemo(() => inOrder(items, axis), [items, axis]);
    const data = useMemo(
        () => [
            axis === 'order' ? rows.map((_, n) => n + 1) : timesOf(rows),
            rows.map((row) => row.size),
            rows.map((row) => row.count),
        ],
        [rows, axis],
    );
    const nameOf = (n) => {
        const row = rows[Math.round(n) - 1];
        return row ? `${row.snapshot}${row.label ? ` ${row.label}` : ''}` : '';
    };
    const inTurn = { label: 'snapshot', value: nameOf };
    const firstAxis =
        axis === 'order'
            ? { values: (_, ticks) => ticks.map((n) => (Number.isInteger(n) ? nameOf(n) : '')), space: 90 }
            : {};
    return (
        <Chart
            key={axis === 'order' ? rows.map((row) => row.label).join() : 'time'}
            label={`Traced size and blocks at each of ${plural(rows.length, 'snapshot')}; the table below says the same`}
            data={data}
            series={SERIES}
            axes={[firstAxis, { ...byteAxis, scale: 'y' }, BLOCK_AXIS]}
            scales={SCALES}
            x={axis === 'order' ? inTurn : null}
            height={210}
            chosen={chosen.map((n) => rows.findIndex((row) => row.snapshot === n)).filter((n) => n >= 0)}
            onPoint={(index) => choose(rows[index].snapshot)}
            pointLabel={(index) => rows[index]?.label || `#${rows[index]?.snapshot}`}
            pointName={(index) => `${nameOf(index + 1)}, ${time(rows[index]?.taken_at)}`}
        />
    );
}

export function AxisChoice({ axis }) {
    return (
        <label class="inline">
            <select
                value={axis ?? 'time'}
                aria-label="The time line’s axis"
                onChange={(event) => {
                    const value = event.currentTarget.value;
                    changeQuery({ axis: value === 'time' ? '' : value });
                }}
            >
                <option value="time">by time</option>
                <option value="order">in order</option>
            </select>
        </label>
    );
}

const Named = ({ row }) => (
    <>
        <b>{row.snapshot}</b>
        {row.label && ` ${row.label}`} <span class="muted">({time(row.taken_at)})</span>
    </>
);

// What is chosen, and where that leads: one snapshot's page, or the comparison of two.
export function Chosen({ session, items, chosen }) {
    const ordered = inOrder(items);
    const rows = ordered.filter((row) => chosen.includes(row.snapshot));
    const ends = `${ordered[0].snapshot}..${ordered[ordered.length - 1].snapshot}`;
    if (rows.length < 2)
        return (
            <div class="chosen">
                <span class="muted">
                    {rows.length ? (
                        <>
                            Snapshot <Named row={rows[0]} /> is chosen. Choose another to compare them.
                        </>
                    ) : (
                        'Choose two to compare them: click their points, or tick them in the table.'
                    )}
                </span>
                <a class="button" href={href('diff', { session, pair: ends })}>
                    Compare the first with the last
                </a>
            </div>
        );
    const [older, newer] = rows;
    const pair = `${older.snapshot}..${newer.snapshot}`;
    const growth = newer.size - older.size;
    return (
        <div class="chosen" role="status">
            <span>
                <Named row={older} /> → <Named row={newer} />:{' '}
                <strong class={tone(growth)}>
                    <Bytes n={growth} signed />
                </strong>{' '}
                in <Count n={newer.count - older.count} signed /> blocks
            </span>
            <span class="actions">
                <a class="button primary" href={href('diff', { session, pair })}>
                    Compare
                </a>
                <a class="button" href={href('diff', { session, pair }, { view: 'flame' })}>
                    Flame graph
                </a>
                <a class="button" href={href('diff', { session, pair }, { view: 'treemap' })}>
                    Treemap
                </a>
            </span>
        </div>
    );
}
