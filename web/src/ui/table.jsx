// A table that stays fast with many rows: it draws only those in view. Heads sort; the order stands in the view's address, so
// that somebody else sees the same. Rows have one fixed height, which is what makes the arithmetic possible.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changeQuery } from '../lib/router.js';
import { nextSort, parseSort, sortRows, visibleRange } from '../lib/sort.js';
import { Help } from './basics.jsx';
import { useRoute } from './hooks.js';

const ROW_HEIGHT = 28;

function Head({ column, sort, onSort }) {
    const order = parseSort(sort);
    const active = order?.key === column.key;
    const state = active ? (order.descending ? 'descending' : 'ascending') : undefined;
    const sortable = column.label && column.sortable !== false;
    return (
        <th scope="col" class={column.numeric ? 'right' : ''} aria-sort={state}>
            {sortable ? (
                <button type="button" class="sort" onClick={() => onSort(nextSort(sort, column))}>
                    {column.label}
                    <span class="arrow" aria-hidden="true">
                        {active ? (order.descending ? '▾' : '▴') : ''}
                    </span>
                </button>
            ) : (
                column.label
            )}
            {column.help && <Help term={column.help} />}
        </th>
    );
}

// What a table needs so that no column is starved: one without a width is a text, and shares are of the whole.
const TEXT = '10rem';

function needed(columns) {
    const isShare = ({ width }) => width?.endsWith('%');
    const shares = columns.filter(isShare).reduce((sum, { width }) => sum + parseFloat(width), 0);
    const widths = columns.filter((column) => !isShare(column)).map(({ width, least = TEXT }) => width ?? least);
    return `calc((${widths.join(' + ') || TEXT}) / ${(100 - shares) / 100})`;
}

// columns: {key, label, render?, value?, numeric?, width?, least?, help?, sortable?}; `least`: what a column without a width
// may not fall below. rowKey(row) names a row; onPick(row) makes rows selectable, `picked` is the key of the one that is.
// `sort` is the order, where the address says no other: there it stands as `sort`, or as sort_NAME where `name` tells the table
// from the others of its view. `ordered`: the rows come in that order.
export function Table({
    columns,
    rows,
    rowKey,
    name,
    sort: usual,
    onPick,
    picked,
    caption,
    height = 480,
    ordered = false,
}) {
    const key = name ? `sort_${name}` : 'sort';
    const sort = useRoute().query[key] ?? usual;
    const onSort = (order) => changeQuery({ [key]: order, cursor: '' }); // another order has other pages
    const box = useRef();
    const [scroll, setScroll] = useState(0);
    const [room, setRoom] = useState(height);
    const sorted = ordered ? rows : sortRows(rows, columns, sort);
    useLayoutEffect(() => setRoom(box.current.clientHeight || height), [rows.length, height]);
    useEffect(() => {
        const observer = new ResizeObserver(() => box.current && setRoom(box.current.clientHeight));
        observer.observe(box.current);
        return () => observer.disconnect();
    }, []);
    const [first, last] = visibleRange(scroll, room, ROW_HEIGHT, sorted.length);

    function keys(event) {
        if (!onPick || sorted.length === 0 || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
        const at = sorted.findIndex((row) => rowKey(row) === picked);
        const to = Math.max(0, Math.min(sorted.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)));
        event.preventDefault();
        onPick(sorted[to]);
        const top = to * ROW_HEIGHT;
        if (top < box.current.scrollTop) box.current.scrollTop = top;
        const under = top + 2 * ROW_HEIGHT - box.current.clientHeight;
        if (under > box.current.scrollTop) box.current.scrollTop = under;
    }

    return (
        <div
            class="table-box"
            ref={box}
            style={{ maxHeight: `${height}px` }}
            tabIndex="0"
            role="region"
            aria-label={caption}
            aria-description={onPick && 'Up and down arrow keys pick a row'}
            onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
            onKeyDown={keys}
        >
            <table aria-rowcount={sorted.length + 1} style={{ minWidth: needed(columns) }}>
                <caption class="hidden">{caption}</caption>
                <colgroup>
                    {columns.map((column) => (
                        <col style={column.width ? { width: column.width } : undefined} />
                    ))}
                </colgroup>
                <thead>
                    <tr>
                        {columns.map((column) => (
                            <Head key={column.key} column={column} sort={sort} onSort={onSort} />
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {first > 0 && <tr class="gap" style={{ height: `${first * ROW_HEIGHT}px` }} aria-hidden="true" />}
                    {sorted.slice(first, last).map((row, n) => {
                        const id = rowKey(row);
                        return (
                            <tr
                                key={id}
                                aria-rowindex={first + n + 2}
                                class={[onPick && 'pickable', id === picked && 'picked'].filter(Boolean).join(' ')}
                                aria-selected={onPick ? id === picked : undefined}
                                onClick={onPick && (() => onPick(row))}
                            >
                                {columns.map((column) => (
                                    <td key={column.key} class={column.numeric ? 'right num' : ''}>
                                        {column.render ? column.render(row) : row[column.key]}
                                    </td>
                                ))}
                            </tr>
                        );
                    })}
                    {last < sorted.length && (
                        <tr
                            class="gap"
                            style={{ height: `${(sorted.length - last) * ROW_HEIGHT}px` }}
                            aria-hidden="true"
                        />
                    )}
                </tbody>
            </table>
        </div>
    );
}
