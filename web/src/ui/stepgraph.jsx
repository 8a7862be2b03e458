// The objects of one step as a picture; what is picked is said in words beside it.
import { useState } from 'preact/hooks';
import * as format from '../lib/format.js';
import { familyOf } from '../graph/model.js';
import { Bytes, Help, Repr, TypeName } from './basics.jsx';
import { GraphCard, GraphFrame } from './graphframe.jsx';

const MARKS = {
    fresh: 'made by the last line',
    changed: 'changed by the last line',
    lost: 'no name leads here',
    held: 'held by a line that is not done yet, or by something that is not shown',
};

function Picked({ object, node, step }) {
    const named = (id) => step.all.get(id)?.type;
    const edges = object.refs.map((ref, key) => ({
        key,
        label: ref.label,
        content: <code>{ref.repr ?? `${named(ref.id) ?? ''} ${ref.id}`}</code>,
    }));
    return (
        <GraphCard
            swatch={familyOf(object.type)}
            head={
                <>
                    <TypeName type={object.type} />
                    <code class="muted address">{object.id}</code>
                </>
            }
            edges={edges}
        >
            <Repr text={object.repr} length={160} />
            <p class="muted">
                <Bytes n={object.size} /> · {format.plural(object.refcount, 'reference')}
                <Help term="reference count" />
            </p>
            {node.marks.map((mark) => (
                <p class={`said ${mark}`}>{MARKS[mark]}</p>
            ))}
        </GraphCard>
    );
}

// Why there is nothing to be seen: [title, words].
function nothing(step, ran) {
    if (!ran) return ['Nothing to see', 'The program did not begin. What is wrong with it stands in the output and at its line.'];
    if (step.frames.some((frame) => frame.names.length > 0))
        return ['Nothing to draw', 'The names lead to modules, classes and functions alone, which stand in the list below.'];
    if (step.at === 'end') return ['No name is left', 'Go back to see the objects that there were.'];
    return ['No objects yet', 'Go a step forward: names appear here with what they refer to.'];
}

// `ran` false: the program was refused before its first step.
export function StepGraph({ graph, step, ran = true }) {
    const [picked, setPicked] = useState(null);
    const node = picked && graph.nodes.get(picked);
    const object = picked && step.all.get(picked);
    const marked = (mark) => [...graph.nodes.values()].filter((one) => one.marks?.includes(mark)).length;
    return (
        <GraphFrame
            graph={graph}
            picked={picked}
            label="Objects at this step"
            hint="the arrow keys go from object to object"
            legend={
                graph.nodes.size > 0 && (
                    <>
                        <span>×2: two references</span>
                        <span>
                            <i class="mark fresh" /> made or changed
                        </span>
                        <span>
                            <i class="mark lost" /> no name leads here
                        </span>
                    </>
                )
            }
            onPick={setPicked}
            onSelect={setPicked}
            onOpen={setPicked}
            data={{ 'data-lost': marked('lost') }}
        >
            {graph.nodes.size === 0 && (
                <div class="empty">
                    <h3>{nothing(step, ran)[0]}</h3>
                    <p>{nothing(step, ran)[1]}</p>
                </div>
            )}
            {graph.rest > 0 && <p class="graph-rest muted">and {format.plural(graph.rest, 'object')} more</p>}
            {node?.kind === 'object' && object && <Picked object={object} node={node} step={step} />}
        </GraphFrame>
    );
}
