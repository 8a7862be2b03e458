// Flame graphs and treemaps of one snapshot and of the difference of two: what is loaded, how wide things are drawn, and
// the way from a box to its line in the table.
import { useMemo } from 'preact/hooks';
import { withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery } from '../lib/router.js';
import { callTree, placeTree, typeRows, WEIGHTS } from '../lib/tree.js';
import { Empty, Loaded } from '../ui/basics.jsx';
import { Exports } from '../ui/exports.jsx';
import { layoutFlame } from '../ui/flame.js';
import { useResource } from '../ui/hooks.js';
import { Picture } from '../ui/picture.jsx';
import { layoutTreemap } from '../ui/treemap.js';
import { filterQuery, flameExports, literally } from './filters.jsx';

// More call paths than a screen has room for; the largest come first.
const MOST_PATHS = 100_000;

const WIDTHS = [
    ['change', 'the change'],
    ['new', 'the newer size'],
    ['old', 'the older size'],
];

function Widths({ value }) {
    return (
        <label class="inline">
            Drawn by
            <select value={value} onChange={(event) => changeQuery({ width: event.currentTarget.value, at: '' })}>
                {WIDTHS.map(([name, words]) => (
                    <option value={name}>{words}</option>
                ))}
            </select>
        </label>
    );
}

const ABOUT_COLOURS = (
    <>
        <span class="key grew" /> grew, <span class="key shrank" /> shrank, the stronger the purer; grey did both alike.{' '}
    </>
);

const ABOUT_WIDTH = {
    change: 'What grew and what shrank both take room.',
    new: 'What is gone takes no room.',
    old: 'What is new takes no room.',
};

const ABOUT = {
    flame: 'Each line stands below the line that called it, as wide as the bytes of all that it led to.',
    treemap: 'Each line lies in its file, each file in its folder, as large as its bytes.',
    types: 'Each type is as large as its bytes: of new and deleted objects, and of those that grew or shrank.',
};

// To the rows of the table that a box stands for.
function ToTable({ node, flame }) {
    if (!node.frame) return null;
    const { file, line } = node.frame;
    const include = line ? `${literally(file)}:${line}` : literally(file);
    return (
        <button
            type="button"
            class="quiet"
            onClick={() => changeQuery({ view: 'sites', include, all_frames: flame ? 'true' : '', at: '', find: '', group_by: '' })}
        >
            Show in the table
        </button>
    );
}

const NOTHING = {
    difference: (
        <Empty title="Nothing changed">The two snapshots hold the same, as far as the filters let through.</Empty>
    ),
    snapshot: (
        <Empty title="No trace is left">Loosen the filters; or the snapshot was taken while nothing was traced.</Empty>
    ),
};

function Drawn({ kind, rows, data, query, difference, file, label, words, fixed, exports }) {
    const width = difference ? ((!fixed && query.width) || 'change') : 'new';
    const flame = kind === 'flame';
    const tree = useMemo(() => (flame ? callTree : placeTree)(rows, WEIGHTS[width]), [rows, width, flame]);
    if (!rows.some((row) => WEIGHTS[width](row) > 0)) return NOTHING[difference ? 'difference' : 'snapshot'];
    return (
        <Picture
            label={label}
            tree={tree}
            layout={flame ? layoutFlame : layoutTreemap}
            difference={difference}
            query={query}
            file={file}
            tools={difference && !fixed && <Widths value={width} />}
            exports={exports && <Exports links={exports} />}
            more={(node) => <ToTable node={node} flame={flame} />}
            words={words}
            find={kind === 'types' ? 'Find a type' : 'Find a file or line'}
            about={
                <>
                    {difference && ABOUT_COLOURS}
                    {difference && ABOUT_WIDTH[width]}{' '}
                    {ABOUT[kind]}{' '}
                    Click zooms; click again, or Escape, goes back.
                    {data?.total > rows.length &&
                        ` Drawn are the ${format.count(rows.length)} largest of ${format.count(data.total)} call paths.`}
                </>
            }
        />
    );
}

// `path`: where the rows are, `from`: whose call paths they are, for the exports; summary(data) stands above the picture.
export function FlameGraph({ path, from, query, difference, file, label, summary }) {
    const rows = useResource(withQuery(path, { ...filterQuery(query), group_by: 'traceback', cumulative: '', limit: MOST_PATHS }));
    return (
        <Loaded resource={rows}>
            {(data) => (
                <>
                    {summary?.(data)}
                    <Drawn
                        kind="flame"
                        rows={data.items}
                        data={data}
                        {...{ query, difference, file, label }}
                        exports={flameExports(from, query, file)}
                    />
                </>
            )}
        </Loaded>
    );
}

export function Treemap({ path, query, difference, file, label, summary }) {
    const rows = useResource(withQuery(path, { ...filterQuery(query), cumulative: '' }));
    return (
        <Loaded resource={rows}>
            {(data) => (
                <>
                    {summary?.(data)}
                    <Drawn kind="treemap" rows={data.items} {...{ query, difference, file, label }} />
                </>
            )}
        </Loaded>
    );
}

// Two object graphs by type, instead of lines of the program.
export function TypeMap({ items, query, file, label }) {
    const rows = useMemo(() => typeRows(items), [items]);
    const words = (node) =>
        `${format.signed(node.size_diff, format.bytes)}, ${format.signed(node.count_diff)} objects; ${format.count(node.count)} new`;
    return <Drawn kind="types" rows={rows} difference fixed {...{ query, file, label, words }} />;
}
