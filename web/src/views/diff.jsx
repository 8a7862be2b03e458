// The difference of two snapshots: what grew, what shrank, what is new and what is gone.
import { getAll, sessionPath, withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { go, href } from '../lib/router.js';
import { Badge, Bytes, Count, Empty, Loaded, Panel, ProblemNote } from '../ui/basics.jsx';
import { useResource } from '../ui/hooks.js';
import { Filters, filterQuery } from './filters.jsx';
import { GroupTable, WHERE, Where } from './groups.jsx';

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

// In one sentence what the table says: whether the heap grew, and where most of it happened.
function Summary({ items, size_diff: growth, count_diff: blocks }) {
    const grown = items.filter((row) => row.size_diff > 0);
    const total = grown.reduce((sum, row) => sum + row.size_diff, 0);
    const top = grown.reduce((best, row) => (row.size_diff > (best?.size_diff ?? 0) ? row : best), null);
    return (
        <div class="summary">
            <span class={`big ${format.tone(growth)}`}>
                <Bytes n={growth} signed />
            </span>
            <p>
                in <Count n={blocks} signed /> blocks; {format.plural(grown.length, 'place')} grew and{' '}
                {items.filter((row) => row.size_diff < 0).length} shrank.
                {top && (
                    <>
                        {' '}
                        Most at <Where row={top} />: {format.percent(top.size_diff, total)} of all growth.
                    </>
                )}
            </p>
            {top && (
                <p class="hint muted">
                    What grows and never shrinks again is the place to look for a leak. Pick a row to see how the
                    program came there; then find such an object by its type and look at what it is held by.
                </p>
            )}
        </div>
    );
}

function Choose({ session, older, newer, query }) {
    const snapshots = useResource(sessionPath(session, 'snapshots'), getAll);
    const options = (snapshots.data?.items ?? []).map((row) => (
        <option value={row.snapshot}>
            {row.snapshot}
            {row.label ? ` ${row.label}` : ''}
        </option>
    ));
    const change = (a, b) => go(href('diff', { session, pair: `${a}..${b}` }, { ...query, picked: '' }));
    return (
        <div class="actions">
            <ProblemNote problem={snapshots.problem} />
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

export function Diff({ session, pair, query }) {
    const [older, newer] = pair.split('..');
    const diff = useResource(withQuery(sessionPath(session, 'diffs', `${older}..${newer}`), filterQuery(query)));
    return (
        <>
            <Panel
                title="What changed"
                help="size diff"
                aside={
                    <>
                        <a class="button" href={href('diffobjects', { session, pair })}>
                            Object by object
                        </a>
                        <Choose session={session} older={older} newer={newer} query={query} />
                    </>
                }
            >
                {diff.data && <Summary {...diff.data} />}
            </Panel>
            <Panel title="Difference" aside={<Filters query={query} />}>
                <Loaded resource={diff}>
                    {(data) => (
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
                    )}
                </Loaded>
            </Panel>
        </>
    );
}
