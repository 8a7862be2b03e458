// The object graph on screen: cytoscape draws, dagre lays out. Loaded only by views that show a graph.
import cytoscape from 'cytoscape';
import dagre from 'cytoscape-dagre';
import { shorten } from '../lib/format.js';
import { color } from '../ui/theme.js';
import { familyOf, nodeText } from './model.js';

const READABLE = 0.6; // the smallest scale at which boxes can still be read

cytoscape.use(dagre);

const CHARACTER = 6.7; // width of one in the 11px monospaced face
const LINE = 15;
const FAMILIES = ['number', 'text', 'container', 'code', 'weak', 'instance'];

function style() {
    const ink = color('--ink');
    return [
        {
            selector: 'node',
            style: {
                shape: 'round-rectangle',
                width: 'data(width)',
                height: 'data(height)',
                label: 'data(label)',
                'text-wrap': 'wrap',
                'text-valign': 'center',
                'font-family': 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
                'font-size': 11,
                'line-height': 1.25,
                color: ink,
                'background-color': color('--raised'),
                'border-width': 1.25,
                'border-color': color('--line-strong'),
            },
        },
        ...FAMILIES.map((family) => ({
            selector: `node.${family}`,
            style: {
                'border-color': color(`--family-${family}`),
                'background-color': color(`--family-${family}-soft`),
            },
        })),
        {
            selector: 'node.name, node.frame',
            style: {
                shape: 'cut-rectangle',
                'background-color': color('--accent'),
                'border-width': 0,
                color: color('--on-accent'),
                'font-weight': 600,
            },
        },
        { selector: 'node.frame', style: { 'background-color': color('--amber'), color: color('--on-amber') } },
        {
            selector: 'node.more',
            style: { 'border-style': 'dashed', 'background-opacity': 0, color: color('--muted') },
        },
        // Of a recording: what the last step made or changed, and what no name leads to any more.
        { selector: 'node.fresh, node.changed', style: { 'border-width': 2.5, 'border-color': color('--focus') } },
        {
            selector: 'node.lost',
            style: { 'border-width': 2.5, 'border-style': 'dashed', 'border-color': color('--danger') },
        },
        { selector: 'node:selected', style: { 'border-width': 3, 'border-color': color('--focus') } },
        {
            selector: 'edge',
            style: {
                width: 1.25,
                'curve-style': 'bezier',
                'target-arrow-shape': 'triangle',
                'arrow-scale': 0.8,
                'line-color': color('--line-strong'),
                'target-arrow-color': color('--line-strong'),
                label: 'data(label)',
                'font-family': 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
                'font-size': 10,
                color: color('--muted'),
                'text-background-color': color('--surface'),
                'text-background-opacity': 0.9,
                'text-background-padding': 2,
            },
        },
        // An object that refers to itself: the loop must leave the box and fit between two of them (nodeSep), or the
        // shortest of cycles cannot be seen.
        {
            selector: 'edge:loop',
            style: { 'loop-direction': '0deg', 'loop-sweep': '-70deg', 'control-point-step-size': 42 },
        },
        { selector: 'edge.weak', style: { 'line-style': 'dashed', 'line-color': color('--family-weak') } },
        {
            selector: 'edge:selected, edge.lit',
            style: { 'line-color': color('--focus'), 'target-arrow-color': color('--focus') },
        },
    ];
}

function elementsOf(graph) {
    const elements = [];
    for (const node of graph.nodes.values()) {
        const lines = nodeText(node, shorten);
        const widest = Math.max(...lines.map((line) => [...line].length));
        elements.push({
            group: 'nodes',
            data: {
                id: node.id,
                label: lines.join('\n'),
                width: Math.max(36, Math.round(widest * CHARACTER) + (node.kind === 'object' ? 18 : 26)),
                height: lines.length * LINE + 10,
            },
            classes: [node.kind === 'object' ? familyOf(node.type) : node.kind, ...(node.marks ?? [])].join(' '),
        });
    }
    for (const edge of graph.edges.values()) {
        if (!graph.nodes.has(edge.to)) continue;
        const label = shorten(edge.label, 22);
        elements.push({ group: 'edges', data: { id: edge.id, source: edge.from, target: edge.to, label }, classes: edge.kind });
    }
    return elements;
}

// The picture in `container`. pick(node id) is told what was clicked, open(node id) what was double-clicked.
export function drawGraph(container, { pick, open }) {
    const quiet = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const cy = cytoscape({
        container,
        style: style(),
        minZoom: 0.15,
        maxZoom: 2.5,
        boxSelectionEnabled: false,
        autounselectify: false,
    });
    let shape = '';

    function layout(animate) {
        cy.layout({
            name: 'dagre',
            rankDir: 'LR',
            nodeSep: 36,
            rankSep: 96,
            edgeSep: 8,
            animate: animate && !quiet,
            animationDuration: 220,
            fit: false,
            stop: fit,
        }).run();
    }

    // Everything in view where that stays readable; otherwise the beginning of it, at reading size.
    function fit() {
        if (cy.elements().empty()) return;
        cy.fit(undefined, 24);
        if (cy.zoom() > 1.15) {
            cy.zoom(1.15);
            cy.center();
        } else if (cy.zoom() < READABLE) {
            cy.zoom(READABLE);
            const box = cy.elements().boundingBox();
            const begin = (room, from, size) => Math.max(24, (room - size * READABLE) / 2) - from * READABLE;
            cy.pan({ x: begin(cy.width(), box.x1, box.w), y: begin(cy.height(), box.y1, box.h) });
        }
    }

    cy.on('tap', 'node', (event) => pick(event.target.id()));
    cy.on('dbltap', 'node', (event) => open(event.target.id()));
    cy.on('select unselect', 'node', (event) =>
        event.target.connectedEdges().toggleClass('lit', event.type === 'select'),
    );

    return {
        show(graph) {
            const elements = elementsOf(graph);
            const next = elements
                .map((element) => element.data.id)
                .sort()
                .join('|');
            const keep = new Set(elements.map((element) => element.data.id));
            const before = !cy.elements().empty();
            cy.batch(() => {
                cy.elements()
                    .filter((element) => !keep.has(element.id()))
                    .remove();
                for (const element of elements) {
                    const drawn = cy.getElementById(element.data.id);
                    if (drawn.empty()) cy.add(element);
                    else drawn.data(element.data).classes(element.classes ?? '');
                }
            });
            if (next !== shape) layout(before);
            shape = next;
        },
        select(id) {
            cy.nodes(':selected').unselect();
            if (id) cy.getElementById(id).select();
        },
        fit,
        zoom: (factor) =>
            cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
        restyle: () => cy.style(style()),
        resize: () => cy.resize(),
        destroy: () => cy.destroy(),
    };
}
