// What every picture of a graph has around it: the canvas with its tools, the way by keyboard, and beside it the card of
// the object that is picked (the picture itself is a canvas that a screen reader cannot enter).
import { useEffect, useRef, useState } from 'preact/hooks';
import * as format from '../lib/format.js';
import { ProblemNote } from './basics.jsx';
import { usePart } from './hooks.js';
import { useTheme } from './theme.js';

// The drawing, loaded when the first picture is shown. Pictures keep their callbacks up to date through `latest`.
function useDrawing(graph, version, latest) {
    const theme = useTheme();
    const box = useRef();
    const drawing = useRef(null);
    const shown = useRef(graph);
    const [ready, setReady] = useState(false);
    shown.current = graph;
    const problem = usePart(
        () => import('../graph/draw.js'),
        ({ drawGraph }) => {
            drawing.current = drawGraph(box.current, {
                pick: (id) => latest.current.onPick(id),
                open: (id) => latest.current.onOpen(id),
            });
            drawing.current.show(shown.current);
            setReady(true);
        },
    );
    useEffect(() => {
        const observer = new ResizeObserver(() => drawing.current?.resize());
        observer.observe(box.current);
        return () => {
            observer.disconnect();
            drawing.current?.destroy();
            drawing.current = null;
        };
    }, []);
    useEffect(() => drawing.current?.show(graph), [graph, version]);
    useEffect(() => drawing.current?.restyle(), [theme]);
    return { box, drawing, ready, problem };
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// `version` changes when the graph did in place. onPick(node id) is told what was clicked, onSelect(object id or null)
// what the keyboard chose, onOpen(object id) what was double-clicked or Entered. `legend` says what the signs mean. `data` is written on the canvas for
// whoever looks from outside; children stand over the picture.
export function GraphFrame({ graph, version, picked, label, hint, legend, onPick, onSelect, onOpen, data, children }) {
    const latest = useRef();
    latest.current = { onPick, onOpen };
    const { box, drawing, ready, problem } = useDrawing(graph, version, latest);
    useEffect(() => drawing.current?.select(picked), [picked, graph, version, ready]);

    function keys(event) {
        const ids = [...graph.nodes.values()].filter((node) => node.kind === 'object').map((node) => node.id);
        const step = STEPS[event.key];
        if (event.key === 'Escape') onSelect(null);
        if (event.key === 'Enter' && picked) onOpen(picked);
        if (!step || ids.length === 0) return;
        event.preventDefault();
        onSelect(ids[(Math.max(ids.indexOf(picked) + step, -1) + ids.length) % ids.length]);
    }

    return (
        <div class="graph">
            <div class="graph-tools">
                {legend && <p class="graph-legend muted">{legend}</p>}
                <button type="button" onClick={() => drawing.current?.zoom(1.25)} aria-label="Zoom in">
                    +
                </button>
                <button type="button" onClick={() => drawing.current?.zoom(0.8)} aria-label="Zoom out">
                    −
                </button>
                <button type="button" onClick={() => drawing.current?.fit()}>
                    Fit
                </button>
            </div>
            <div class="graph-room">
                <div
                    class="graph-canvas"
                    ref={box}
                    role="application"
                    tabIndex="0"
                    onKeyDown={keys}
                    aria-label={`${label}, ${format.plural(graph.nodes.size, 'node')}; ${hint}`}
                    data-ready={ready}
                    data-nodes={graph.nodes.size}
                    data-edges={graph.edges.size}
                    {...data}
                />
                {problem ? <ProblemNote problem={problem} /> : children}
            </div>
        </div>
    );
}

// The object that is picked, in words. `edges`: [{key, label, content}].
export const GraphCard = ({ swatch, head, children, edges, actions }) => (
    <aside class="graph-card" aria-live="polite">
        <div class="graph-card-head">
            <span class={`swatch ${swatch}`} />
            {head}
        </div>
        {children}
        {edges.length > 0 && (
            <ul class="graph-card-edges">
                {edges.slice(0, 8).map((edge) => (
                    <li key={edge.key}>
                        <code class="muted">{edge.label}</code> {edge.content}
                    </li>
                ))}
            </ul>
        )}
        {actions && <div class="actions">{actions}</div>}
    </aside>
);
