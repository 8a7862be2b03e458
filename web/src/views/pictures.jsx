// Flame graphs and treemaps of one snapshot and of the difference of two: what is loaded, how wide things are drawn, and
// the way from a box to its line in the table.
import { useMemo } from 'preact/hooks';
import { withQuery } from '../lib/api.js';
import * as format from '../lib/format.js';
import { changeQuery } from '../lib/router.js';
import { callTree, isDrawn, placeTree, typeRows, WEIGHTS } from '../lib/tree.js';
import { Empty, Loaded } from '../ui/basics.jsx';
import { Exports } from '../ui/exports.jsx';
import { layoutFlame } from '../ui/flame.js';
import { useStored } from '../ui/hooks.js';
import { Picture } from '../ui/picture.jsx';
import { layoutTreemap } from '../ui/treemap.js';
import { filterQuery, flameExports, literally } from './filters.jsx';

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
            onClick={() =>
                changeQuery({ view: 'sites', include, all_frames: flame ? 'true' : '', at: '', find: '', group_by: '' })
            }
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

function Drawn({ kind, tree, width, query, difference, file, label, words, exports }) {
    const flame = kind === 'flame';
    return (
        <Picture
            label={label}
            tree={tree}
            layout={flame ? layoutFlame : layoutTreemap}
            difference={difference}
            query={query}
            file={file}
            tools={difference && kind !== 'types' && <Widths value={width} />}
            exports={exports && <Exports links={exports} />}
            more={(node) => <ToTable node={node} flame={flame} />}
            words={words}
            find={kind === 'types' ? 'Find a type' : 'Find a file or line'}
            about={
                <>
                    {difference && ABOUT_COLOURS}
                    {difference && ABOUT_WIDTH[width]} {ABOUT[kind]} Click zooms; click again, or Escape, goes back.
                </>
            }
        />
    );
}

const drawnBy = (query, difference) => (difference ? (query.width ?? 'change') : 'new');

// `path`: the snapshot or difference; summary(flame) stands above the picture.
export function FlameGraph({ path, query, difference, file, label, summary }) {
    const { include, exclude, all_frames } = query;
    const flame = useStored(withQuery(`${path}/flamegraph`, { include, exclude, all_frames }));
    const width = drawnBy(query, difference);
    const tree = useMemo(() => flame.data && callTree(flame.data, WEIGHTS[width]), [flame.data, width]);
    return (
        <Loaded resource={flame}>
            {(data) => (
                <>
                    {summary?.(data)}
                    {isDrawn(tree) ? (
                        <Drawn
                            kind="flame"
                            exports={flameExports(path, query, file)}
                            {...{ tree, width, query, difference, file, label }}
                        />
                    ) : (
                        NOTHING[difference ? 'difference' : 'snapshot']
                    )}
                </>
            )}
        </Loaded>
    );
}

// `path`: where the statistics or differences are.
export function Treemap({ path, query, difference, file, label, summary }) {
    const rows = useStored(withQuery(path, { ...filterQuery(query), cumulative: '' }));
    const width = drawnBy(query, difference);
    const tree = useMemo(() => rows.data && placeTree(rows.data.items, WEIGHTS[width]), [rows.data, width]);
    return (
        <Loaded resource={rows}>
            {(data) => (
                <>
                    {summary?.(data)}
                    {isDrawn(tree) ? (
                        <Drawn kind="treemap" {...{ tree, width, query, difference, file, label }} />
                    ) : (
                        NOTHING[difference ? 'difference' : 'snapshot']
                    )}
                </>
            )}
        </Loaded>
    );
}

function typeWords(node) {
    const change = `${format.signed(node.size_diff, format.bytes)}, ${format.signed(node.count_diff)} objects`;
    return `${change}; ${format.count(node.count)} new`;
}

// Two object graphs by type, instead of lines of the program.
export function TypeMap({ items, query, file, label }) {
    const tree = useMemo(() => placeTree(typeRows(items), WEIGHTS.change), [items]);
    if (!isDrawn(tree)) return NOTHING.difference;
    return <Drawn kind="types" width="change" difference words={typeWords} {...{ tree, query, file, label }} />;
}
