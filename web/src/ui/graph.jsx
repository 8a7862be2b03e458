// The pane with the object graph: loads it from where it begins, follows the heap, opens nodes on demand, and says in
// text what is selected (the picture itself is a canvas that a screen reader cannot enter).
import { useEffect, useRef, useState } from 'preact/hooks';
import * as format from '../lib/format.js';
import { go, href } from '../lib/router.js';
import { expand, reload } from '../graph/load.js';
import { familyOf, FEW_CHILDREN, isFull, MOST_CHILDREN, newGraph } from '../graph/model.js';
import { Address, Bytes, Help, ProblemNote, Repr, TypeName, useSession } from './basics.jsx';
import { useResource } from './hooks.js';
import { useTheme } from './theme.js';

function Selected({ node, graph, onFollow }) {
    const session = useSession();
    const rest = graph.nodes.get(`more ${node.id}`);
    const out = [...graph.edges.values()].filter(
        (edge) => edge.from === node.id && graph.nodes.get(edge.to)?.kind === 'object',
    );
    return (
        <aside class="graph-card" aria-live="polite">
            <div class="graph-card-head">
                <span class={`swatch ${familyOf(node.type)}`} />
                <TypeName type={node.type} />
                <Address id={node.id} />
            </div>
            <Repr text={node.repr} length={160} />
            <p class="muted">
                {node.size != null && (
                    <>
                        <Bytes n={node.size} /> ·{' '}
                    </>
                )}
                {node.immortal ? 'immortal' : node.refcount != null && format.plural(node.refcount, 'reference')}
                <Help term={node.immortal ? 'immortal' : 'reference count'} />
            </p>
            {out.length > 0 && (
                <ul class="graph-card-edges">
                    {out.slice(0, 8).map((edge) => (
                        <li key={edge.id}>
                            <code class="muted">{edge.label}</code>{' '}
                            <Address id={edge.to}>
                                {format.shorten(graph.nodes.get(edge.to).repr ?? edge.to, 24)}
                            </Address>
                        </li>
                    ))}
                </ul>
            )}
            <div class="actions">
                {!graph.expanded.has(node.id) && (
                    <button type="button" onClick={onFollow}>
                        Follow references
                    </button>
                )}
                {rest && graph.expanded.get(node.id) < MOST_CHILDREN && (
                    <button type="button" onClick={onFollow}>
                        Show {format.count(Math.min(rest.rest, MOST_CHILDREN - FEW_CHILDREN))} more
                    </button>
                )}
                <a class="button" href={href('object', { session: session.name, id: node.id })}>
                    Open object
                </a>
            </div>
        </aside>
    );
}

// begin(signal) -> graph: where the picture starts; `mark` names that beginning, and a new one starts anew.
export function GraphPane({ begin, mark, label, empty }) {
    const session = useSession();
    const theme = useTheme();
    const box = useRef();
    const drawing = useRef(null);
    const shown = useRef({ graph: newGraph(), mark: null });
    const [, redraw] = useState(0);
    const [picked, setPicked] = useState(null);
    const [problem, setProblem] = useState(null);
    const [ready, setReady] = useState(false);
    const { graph } = shown.current;

    // A new beginning drops what was opened; the same one after a change of the heap keeps it.
    const loaded = useResource(mark, (_, { signal }) =>
        shown.current.mark === mark ? reload(shown.current.graph, session.name, begin, signal) : begin(signal),
    );

    function show(next) {
        shown.current.graph = next;
        drawing.current?.show(next);
        redraw((n) => n + 1);
    }

    async function follow(id) {
        const { graph: current } = shown.current;
        if (isFull(current)) return;
        try {
            await expand(current, session.name, id);
            show(current);
        } catch (error) {
            setProblem(error);
        }
    }

    function pick(id) {
        const { nodes, expanded } = shown.current.graph;
        const node = nodes.get(id);
        if (node?.kind === 'more') {
            // All of a long list stand on the object's page; a picture of them would say nothing.
            if (expanded.get(node.of) < MOST_CHILDREN) follow(node.of);
            else go(href('object', { session: session.name, id: node.of }));
        } else if (node) {
            setPicked(id);
            if (node.kind === 'object' && !expanded.has(id)) follow(id);
        }
    }

    function open(id) {
        if (shown.current.graph.nodes.get(id)?.kind === 'object') go(href('object', { session: session.name, id }));
    }

    // By keyboard: the arrows go from object to object, Enter opens the one that is picked.
    function keys(event) {
        const objects = [...shown.current.graph.nodes.values()].filter((candidate) => candidate.kind === 'object');
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === 'Enter' && picked) open(picked);
        if (!step || objects.length === 0) return;
        event.preventDefault();
        const at = objects.findIndex((candidate) => candidate.id === picked);
        setPicked(objects[(Math.max(at + step, -1) + objects.length) % objects.length].id);
    }

    useEffect(() => {
        let gone = false;
        import('../graph/draw.js').then(({ drawGraph }) => {
            if (gone) return;
            drawing.current = drawGraph(box.current, { pick, open });
            drawing.current.show(shown.current.graph);
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
    }, [session.name]);

    useEffect(() => {
        if (!loaded.data) return;
        shown.current.mark = mark;
        show(loaded.data);
    }, [loaded.data]);
    useEffect(() => drawing.current?.restyle(), [theme]);
    useEffect(() => drawing.current?.select(picked), [picked, graph]);

    const node = picked && graph.nodes.get(picked);
    return (
        <div class="graph">
            <ProblemNote problem={problem ?? loaded.problem} onDismiss={problem && (() => setProblem(null))} />
            <div
                class="graph-canvas"
                ref={box}
                role="application"
                tabIndex="0"
                onKeyDown={keys}
                aria-label={`${label}, ${format.plural(graph.nodes.size, 'node')}; the arrow keys go from object to object, Enter opens one`}
                data-ready={ready}
                data-nodes={graph.nodes.size}
            />
            {loaded.data && graph.nodes.size === 0 && empty}
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
            {node?.kind === 'object' && <Selected node={node} graph={graph} onFollow={() => follow(picked)} />}
        </div>
    );
}
