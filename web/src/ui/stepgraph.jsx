// The objects of one step as a picture; what is picked is said in words beside it.
import { useEffect, useRef, useState } from 'preact/hooks';
import * as format from '../lib/format.js';
import { familyOf } from '../graph/model.js';
import { Bytes, Help, Repr, TypeName } from './basics.jsx';
import { useTheme } from './theme.js';

const MARKS = { fresh: 'made by the last line', changed: 'changed by the last line', lost: 'no name leads here' };

function Picked({ object, node, step }) {
    const named = (id) => step.all.get(id)?.type;
    return (
        <aside class="graph-card" aria-live="polite">
            <div class="graph-card-head">
                <span class={`swatch ${familyOf(object.type)}`} />
                <TypeName type={object.type} />
                <code class="muted address">{object.id}</code>
            </div>
            <Repr text={object.repr} length={160} />
            <p class="muted">
                <Bytes n={object.size} /> · {format.plural(object.refcount, 'reference')}
                <Help term="reference count" />
            </p>
            {node.marks.map((mark) => (
                <p class={`said ${mark}`}>{MARKS[mark]}</p>
            ))}
            <ul class="graph-card-edges">
                {object.refs.slice(0, 8).map((ref) => (
                    <li>
                        <code class="muted">{ref.label}</code> <code>{ref.repr ?? `${named(ref.id) ?? ''} ${ref.id}`}</code>
                    </li>
                ))}
            </ul>
        </aside>
    );
}

export function StepGraph({ graph, step }) {
    const theme = useTheme();
    const box = useRef();
    const drawing = useRef(null);
    const shown = useRef(graph);
    const [picked, setPicked] = useState(null);
    const [ready, setReady] = useState(false);
    shown.current = graph;

    useEffect(() => {
        let gone = false;
        import('../graph/draw.js').then(({ drawGraph }) => {
            if (gone) return;
            drawing.current = drawGraph(box.current, { pick: setPicked, open: setPicked });
            drawing.current.show(shown.current);
            setReady(true);
        });
        const observer = new ResizeObserver(() => drawing.current?.resize());
        observer.observe(box.current);
        return () => {
            gone = true;
            observer.disconnect();
            drawing.current?.destroy();
            drawing.current = null;
        };
    }, []);
    useEffect(() => drawing.current?.show(graph), [graph]);
    useEffect(() => drawing.current?.restyle(), [theme]);
    useEffect(() => drawing.current?.select(picked), [picked, graph]);

    // By keyboard: the arrows go from object to object.
    function keys(event) {
        const ids = [...graph.nodes.values()].filter((node) => node.kind === 'object').map((node) => node.id);
        const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === 'Escape') setPicked(null);
        if (!way || ids.length === 0) return;
        event.preventDefault();
        setPicked(ids[(Math.max(ids.indexOf(picked) + way, -1) + ids.length) % ids.length]);
    }

    const node = picked && graph.nodes.get(picked);
    const object = picked && step.all.get(picked);
    const marked = (mark) => [...graph.nodes.values()].filter((one) => one.marks?.includes(mark)).length;
    return (
        <div class="graph">
            <div
                class="graph-canvas"
                ref={box}
                role="application"
                tabIndex="0"
                onKeyDown={keys}
                aria-label={`Objects at this step, ${format.plural(graph.nodes.size, 'node')}; the arrow keys go from object to object`}
                data-ready={ready}
                data-nodes={graph.nodes.size}
                data-edges={graph.edges.size}
                data-lost={marked('lost')}
            />
            {graph.nodes.size === 0 && (
                <div class="empty">
                    <h3>{step.at === 'end' ? 'No objects are left' : 'No objects yet'}</h3>
                    <p>
                        {step.at === 'end'
                            ? 'What the program made was freed. Go back to see it.'
                            : 'Go a step forward: names appear here with what they refer to.'}
                    </p>
                </div>
            )}
            {graph.rest > 0 && <p class="graph-rest muted">and {format.plural(graph.rest, 'object')} more</p>}
            <div class="graph-tools">
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
            {node?.kind === 'object' && object && <Picked object={object} node={node} step={step} />}
        </div>
    );
}
