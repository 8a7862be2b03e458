// A tree of sizes as a picture: a flame graph or a treemap, drawn as SVG that can be taken along. Where it is zoomed to
// and what is searched stand in the address; a line below says in words what is pointed at. The layouts are d3's
// (ui/flame.js, ui/treemap.js); colours are written into the picture as they are, since outside there are no variables.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import * as format from '../lib/format.js';
import { mix } from '../lib/color.js';
import { changeQuery } from '../lib/router.js';
import { save } from '../lib/save.js';
import { findNode } from '../lib/tree.js';
import { Find } from './find.jsx';
import { color, useTheme } from './theme.js';

const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace';
const CHARACTER = 6.65;
const USUAL_WIDTH = 1200;

// Of a difference: red for what grew, blue for what shrank, the purer the less of the other is in it. Otherwise one tone
// for each file or folder, so that neighbours can be told apart.
function painter(difference) {
    const paper = color('--surface');
    if (difference) {
        const [grew, shrank, still] = [color('--grew-soft'), color('--shrank-soft'), color('--raised')];
        return (node, weight) => {
            if (!node.size_diff) return still;
            const share = Math.abs(node.size_diff) / Math.max(weight, Math.abs(node.size_diff));
            return mix(node.size_diff > 0 ? grew : shrank, paper, 0.16 + 0.5 * share);
        };
    }
    const tones = [0, 1, 2, 3, 4, 5].map((n) => mix(color(`--tone${n}`), paper, 0.34));
    return (node) => {
        if (node.kind === 'root') return color('--raised');
        const name = node.frame?.file ?? node.name;
        let sum = 0;
        for (let n = 0; n < name.length; n++) sum = (31 * sum + name.charCodeAt(n)) >>> 0;
        return tones[sum % tones.length];
    };
}

// What a node is, for the line below and for the title that hovers.
function wordsOf(node, difference, whole) {
    const share = whole ? `, ${format.percent(node.size, whole)}` : '';
    const now = `${format.bytes(node.size)} in ${format.plural(node.count, 'block')}`;
    if (!difference) return `${now}${share}`;
    const change = `${format.signed(node.size_diff, format.bytes)}, ${format.signed(node.count_diff)} blocks`;
    return `${change}; now ${now}`;
}

// The last two parts of a path say which file it is; the whole stands in the title and in the line above.
const briefly = (name) => name.split('/').slice(-2).join('/');

const amountOf = (node, difference) =>
    difference ? format.signed(node.size_diff, format.bytes) : format.bytes(node.size);

// In a file's name the end says more than the beginning.
function fit(text, width) {
    const room = Math.floor((width - 8) / CHARACTER);
    if (room < 3) return '';
    const points = [...text];
    return points.length <= room ? text : `…${points.slice(points.length - room + 1).join('')}`;
}

// Its name, and its bytes behind it or below it where there is room for both.
function Words({ box, ink, amount }) {
    const { node, x, y, w, h } = box;
    if (w < 28 || h < 12) return null;
    const name = node.kind === 'frame' ? briefly(node.name) : node.name;
    const down = y + Math.min(13, h / 2 + 4);
    const below = h > 34 && !box.head && (amount.length + 1) * CHARACTER < w;
    const beside = !below && (name.length + amount.length + 3) * CHARACTER < w;
    return (
        <>
            <text x={x + 5} y={down} fill={ink}>
                {fit(name, w)}
                {beside && <tspan opacity="0.75">{`  ${amount}`}</tspan>}
            </text>
            {below && (
                <text x={x + 5} y={down + 15} fill={ink} opacity="0.75">
                    {amount}
                </text>
            )}
        </>
    );
}

function Box({ box, fill, ink, paper, words, amount, lit, dim }) {
    const { node, x, y, w, h } = box;
    return (
        <g class="box" data-key={node.key} opacity={box.faded ? 0.55 : dim ? 0.35 : 1}>
            <title>{`${node.name}\n${words}`}</title>
            <rect
                x={x}
                y={y}
                width={Math.max(w, 0.5)}
                height={h}
                fill={fill}
                stroke={lit ? color('--focus') : paper}
                stroke-width={lit ? 2 : 1}
            />
            <Words box={box} ink={ink} amount={amount} />
        </g>
    );
}

// Frames that match, and the sum of the outermost of them: what is under one that matches counts once.
function search(tree, text, difference) {
    if (!text) return null;
    const wanted = text.toLowerCase();
    const found = new Set();
    let size = 0;
    const open = [[tree, false]];
    for (let next = open.pop(); next; next = open.pop()) {
        const [node, inside] = next;
        const hit = node.kind !== 'root' && node.name.toLowerCase().includes(wanted);
        if (hit) found.add(node.key);
        if (hit && !inside) size += difference ? node.size_diff : node.size;
        for (const child of node.children) open.push([child, inside || hit]);
    }
    return { found, size };
}

function next(boxes, at, way) {
    const box = boxes.find((candidate) => candidate.node.key === at);
    if (!box) return boxes[0]?.node.key ?? null;
    if (way === 'up') return box.up ?? at;
    if (way === 'down') return boxes.find((candidate) => candidate.up === at)?.node.key ?? at;
    const siblings = boxes.filter((candidate) => candidate.up === box.up);
    const to = siblings.indexOf(box) + (way === 'right' ? 1 : -1);
    return siblings[to]?.node.key ?? at;
}

const WAYS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

// The boxes as they are drawn at that width, and what is needed to talk about them.
function useBoxes({ tree, layout, difference, query, words, width, lit }) {
    const theme = useTheme();
    const focus = findNode(tree, query.at) ?? tree;
    const { boxes, height } = useMemo(() => layout(tree, focus, width), [tree, focus, width, layout]);
    const byKey = useMemo(() => new Map(boxes.map((box) => [box.node.key, box.node])), [boxes]);
    const found = useMemo(() => search(tree, query.find, difference), [tree, query.find, difference]);
    // Thousands of boxes: drawn anew when they change, and not for each that is pointed at.
    const drawn = useMemo(() => {
        const paint = painter(difference);
        const ink = color('--ink');
        const paper = color('--surface');
        return boxes.map((box) => (
            <Box
                key={box.node.key}
                box={box}
                fill={paint(box.node, box.weight)}
                ink={ink}
                paper={paper}
                words={words(box.node)}
                amount={amountOf(box.node, difference)}
                lit={box.node.key === lit || found?.found.has(box.node.key)}
                dim={found && found.found.size > 0 && !found.found.has(box.node.key)}
            />
        ));
    }, [boxes, theme, difference, found, lit]);
    return { focus, boxes, height, byKey, found, drawn };
}

function foundWords({ found, size }, difference) {
    if (found.size === 0) return 'no match';
    const sum = difference ? format.signed(size, format.bytes) : format.bytes(size);
    return `${format.plural(found.size, 'match', 'matches')}, together ${sum}`;
}

function Tools({ query, found, difference, find, tools, exports, zoomed, onSave }) {
    return (
        <div class="picture-tools">
            <Find value={query.find} label="Find in the picture" placeholder={find} />
            {found && (
                <span class="muted" role="status">
                    {foundWords(found, difference)}
                </span>
            )}
            {tools}
            <span class="top-space" />
            {zoomed && (
                <button type="button" onClick={() => changeQuery({ at: '' })}>
                    Show all
                </button>
            )}
            {exports}
            <button type="button" onClick={onSave}>
                Download SVG
            </button>
        </div>
    );
}

// The drawing, as wide as there is room; it tells which box the mouse is at.
function Drawing({ svg, label, width, height, onWidth, onPoint, onPick, children }) {
    const room = useRef();
    useLayoutEffect(() => {
        const measure = () => onWidth(Math.floor(room.current.clientWidth));
        const observer = new ResizeObserver(measure);
        observer.observe(room.current);
        measure(); // before it is seen
        return () => observer.disconnect();
    }, []);
    const keyAt = (event) => event.target.closest('[data-key]')?.dataset.key ?? null;
    return (
        <div ref={room}>
            <svg
                ref={svg}
                xmlns="http://www.w3.org/2000/svg"
                width={width}
                height={height}
                viewBox={`0 0 ${width} ${height}`}
                font-family={FONT}
                font-size="11"
                onClick={(event) => onPick(keyAt(event))}
                onMouseOver={(event) => onPoint(keyAt(event))}
            >
                <title>{label}</title>
                <rect width="100%" height="100%" fill={color('--surface')} />
                {children}
            </svg>
        </div>
    );
}

// layout(tree, focus, width) -> {boxes: [{node, x, y, w, h, weight, up, faded?, head?}], height}, the boxes in the order in
// which they are drawn, `up` the key of the one around or above; `head`: others lie in it, below its name. more(node)
// follows what is said of the one that it is zoomed to. `about` says what the picture shows; `file` names it where it is
// saved; words(node, difference, whole) says what a box stands for.
export function Picture({
    label,
    tree,
    layout,
    difference,
    query,
    about,
    file,
    tools,
    more,
    find,
    exports,
    words: say = wordsOf,
}) {
    const svg = useRef();
    const [width, setWidth] = useState(0);
    const [lit, setLit] = useState(null); // by keyboard
    const [pointed, setPointed] = useState(null); // by mouse: its box changes by style alone
    const words = (node) => say(node, difference, difference ? 0 : tree.size);
    const { focus, boxes, height, byKey, found, drawn } = useBoxes({
        ...{ tree, layout, difference, query, words, lit },
        width: width || USUAL_WIDTH,
    });
    const told = byKey.get(pointed ?? lit) ?? focus;

    function zoom(key) {
        if (byKey.has(key)) changeQuery({ at: key === tree.key || key === focus.key ? '' : key });
    }

    function keys(event) {
        if (event.key === 'Escape') changeQuery({ at: '' });
        else if (event.key === 'Enter') zoom(lit);
        else if (WAYS[event.key]) {
            setPointed(null);
            setLit(next(boxes, lit ?? focus.key, WAYS[event.key]));
        } else return;
        event.preventDefault();
    }

    return (
        <div class="picture">
            <Tools
                {...{ query, found, difference, find, tools, exports }}
                zoomed={focus !== tree}
                onSave={() => save(svg.current, `${file}.svg`)}
            />
            <p class="picture-told" aria-live="polite">
                <code>{told.name}</code> <span>{words(told)}</span>
                {more?.(focus)}
            </p>
            <div
                class="picture-room"
                role="application"
                tabIndex="0"
                aria-label={`${label}; the arrow keys go from one to the next, Enter zooms, Escape shows all`}
                onKeyDown={keys}
                onMouseLeave={() => setPointed(null)}
            >
                <Drawing
                    {...{ svg, label, height }}
                    width={width || USUAL_WIDTH}
                    onWidth={setWidth}
                    onPoint={setPointed}
                    onPick={zoom}
                >
                    {drawn}
                </Drawing>
            </div>
            <p class="note">{about}</p>
        </div>
    );
}
