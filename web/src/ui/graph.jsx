// The pane with the object graph: loads it from where it begins, follows the heap and opens nodes on demand.
import { useEffect, useRef, useState } from 'preact/hooks';
import * as format from '../lib/format.js';
import { go, href } from '../lib/router.js';
import { expand, reload } from '../graph/load.js';
import { familyOf, FEW_CHILDREN, isFull, MOST_CHILDREN, newGraph } from '../graph/model.js';
import { Address, Bytes, Help, ProblemNote, Repr, TypeName, useSession } from './basics.jsx';
import { GraphCard, GraphFrame } from './graphframe.jsx';
import { useResource } from './hooks.js';

const pageOf = ({ name, snapshot }, id) =>
    snapshot ? href('snapobject', { session: name, n: snapshot, id }) : href('object', { session: name, id });

function References({ node }) {
    if (node.immortal)
        return (
            <>
                immortal
                <Help term="immortal" />
            </>
        );
    if (node.refcount == null) return null; // a snapshot counts none
    return (
        <>
            {format.plural(node.refcount, 'reference')}
            <Help term="reference count" />
        </>
    );
}

function Selected({ node, graph, onFollow }) {
    const session = useSession();
    const rest = graph.nodes.get(`more ${node.id}`);
    const edges = [...graph.edges.values()]
        .filter((edge) => edge.from === node.id && graph.nodes.get(edge.to)?.kind === 'object')
        .map((edge) => {
            const { type, repr } = graph.nodes.get(edge.to);
            const words = format.shorten(repr ?? `${type} ${edge.to}`, 24);
            return { key: edge.id, label: edge.label, content: <Address id={edge.to}>{words}</Address> };
        });
    return (
        <GraphCard
            swatch={familyOf(node.type)}
            head={
                <>
                    <TypeName type={node.type} />
                    <Address id={node.id} />
                </>
            }
            edges={edges}
            actions={
                <>
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
                    <a class="button" href={pageOf(session, node.id)}>
                        Open object
                    </a>
                </>
            }
        >
            {node.repr && <Repr text={node.repr} length={160} />}
            <p class="muted">
                {node.size != null && (
                    <>
                        <Bytes n={node.size} /> ·{' '}
                    </>
                )}
                {node.retained != null && (
                    <>
                        retains <Bytes n={node.retained} />{' '}
                    </>
                )}
                <References node={node} />
            </p>
        </GraphCard>
    );
}

// begin(signal) -> graph: where the picture starts; `mark` names that beginning, and a new one starts anew.
export function GraphPane({ begin, mark, label, empty }) {
    const session = useSession();
    const shown = useRef({ graph: newGraph(), mark: null });
    const [version, setVersion] = useState(0);
    const [picked, setPicked] = useState(null);
    const [problem, setProblem] = useState(null);
    const { graph } = shown.current;

    // A new beginning drops what was opened; the same one after a change of the heap keeps it.
    const loaded = useResource(mark, (_, { signal }) =>
        shown.current.mark === mark ? reload(shown.current.graph, session, begin, signal) : begin(signal),
    );

    function show(next) {
        shown.current.graph = next;
        setVersion((n) => n + 1);
    }

    async function follow(id) {
        const { graph: current } = shown.current;
        if (isFull(current)) return;
        try {
            await expand(current, session, id);
            // Meanwhile the heap may have changed, and this be a picture of how it was.
            if (current === shown.current.graph) show(current);
            else if (shown.current.graph.nodes.has(id)) await follow(id);
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
            else go(pageOf(session, node.of));
        } else if (node) {
            setPicked(id);
            if (node.kind === 'object' && !expanded.has(id)) follow(id);
        }
    }

    function open(id) {
        if (shown.current.graph.nodes.get(id)?.kind === 'object') go(pageOf(session, id));
    }

    useEffect(() => {
        if (!loaded.data) return;
        shown.current.mark = mark;
        show(loaded.data);
    }, [loaded.data]);

    const node = picked && graph.nodes.get(picked);
    return (
        <>
            <ProblemNote problem={problem ?? loaded.problem} onDismiss={problem && (() => setProblem(null))} />
            <GraphFrame
                graph={graph}
                version={version}
                picked={picked}
                label={label}
                hint="the arrow keys go from object to object, Enter opens one"
                onPick={pick}
                onSelect={setPicked}
                onOpen={open}
                legend={
                    graph.nodes.size > 0 && (
                        <>
                            {!session.snapshot && <span>×1: one reference</span>}
                            <span>click: follow its references</span>
                            <span>double click: open its page</span>
                        </>
                    )
                }
            >
                {loaded.data && graph.nodes.size === 0 && empty}
                {node?.kind === 'object' && <Selected node={node} graph={graph} onFollow={() => follow(picked)} />}
            </GraphFrame>
        </>
    );
}
