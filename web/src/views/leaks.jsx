// What grew in every one of the last snapshots: the shortest way to a leak.
import { useEffect, useRef } from 'preact/hooks';
import { sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery, href } from '../lib/router.js';
import { Bytes, Loaded, Panel } from '../ui/basics.jsx';
import { useStored } from '../ui/hooks.js';
import { Spark } from '../ui/spark.jsx';
import { Table } from '../ui/table.jsx';
import { groupKey, Where } from './groups.jsx';

const FEWEST = 3; // of two, everything that grew grew each time
const MOST = 20;
const USUAL = 5;

const columns = (where) => [
    { key: 'where', label: where, value: groupKey, render: (row) => <Where row={row} /> },
    {
        key: 'sizes',
        label: 'Over time',
        sortable: false,
        width: '10rem',
        render: (row) => <Spark values={row.sizes} label={row.sizes.map(format.bytes).join(', ')} />,
    },
    {
        key: 'slope',
        label: 'Each time',
        numeric: true,
        width: '8rem',
        help: 'slope',
        render: (row) => (
            <span class="grew">
                <Bytes n={Math.round(row.slope)} signed />
            </span>
        ),
    },
    {
        key: 'fit',
        label: 'Steady',
        numeric: true,
        width: '7rem',
        help: 'fit',
        render: (row) => <span class="num">{format.percent(row.fit, 1)}</span>,
    },
    { key: 'size', label: 'Now', numeric: true, width: '8rem', render: (row) => <Bytes n={row.size} /> },
];

const PLACES = columns('Place in the program');
const TYPES = columns('Type');

function Trends({ name, caption, columns: shown, rows }) {
    return (
        <Table
            name={name}
            caption={caption}
            columns={shown}
            rows={rows}
            rowKey={groupKey}
            sort="-slope"
            height={260}
        />
    );
}

// Asked for again once there are others: `mark` is of all that there are.
function useTrends(path, mark) {
    const trends = useStored(path);
    const asked = useRef({ path, mark });
    useEffect(() => {
        if (asked.current.path === path && asked.current.mark !== mark) trends.refresh();
        asked.current = { path, mark };
    }, [path, mark]);
    return trends;
}

function Growing({ session, query, items }) {
    const count = items.length;
    const k = Math.min(Number(query.k) || USUAL, count);
    const path = withQuery(sessionPath(session, 'leaks'), { k: Math.max(k, FEWEST), limit: MOST });
    const trends = useTrends(path, `${count} ${items[0].snapshot}`);
    const choices = [...new Set([3, 5, 10, 20, 50].filter((n) => n <= count).concat(k))].sort((a, b) => a - b);
    return (
        <Panel
            title="What keeps growing"
            help="leak"
            aside={
                <label class="inline">
                    in each of the last
                    <select value={k} onChange={(event) => changeQuery({ k: event.currentTarget.value })}>
                        {choices.map((n) => (
                            <option value={n}>{n} snapshots</option>
                        ))}
                    </select>
                </label>
            }
        >
            <Loaded resource={trends}>
                {({ items, types, snapshots }) => {
                    const [first, last] = [snapshots[0], snapshots[snapshots.length - 1]];
                    return items.length || types?.length ? (
                        <>
                            {items.length > 0 && <Trends name="places" caption="Places that keep growing" columns={PLACES} rows={items} />}
                            {types?.length > 0 && <Trends name="types" caption="Types that keep growing" columns={TYPES} rows={types} />}
                            <p class="note">
                                <a href={href('diff', { session, pair: `${first.snapshot}..${last.snapshot}` })}>
                                    Compare the first of them with the last
                                </a>{' '}
                                to see it all.
                            </p>
                        </>
                    ) : (
                        <p class="muted pad">
                            Nothing grew every time: what grew between two of them shrank, or stayed, between others.
                        </p>
                    );
                }}
            </Loaded>
        </Panel>
    );
}

// `items`: the session's snapshots, newest first.
export const Leaks = ({ session, query, items }) => items.length >= FEWEST && <Growing {...{ session, query, items }} />;
