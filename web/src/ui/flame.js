// A flame graph's boxes: d3's partition, the root on top, what is called below. Zoomed to a frame, those above it stay as
// a way back.
import { hierarchy, partition } from 'd3-hierarchy';

const ROW = 19;
const THINNEST = 1.5; // what is narrower cannot be pointed at

export function layoutFlame(tree, focus, width) {
    const root = hierarchy(tree)
        .sum((node) => node.own)
        .sort((a, b) => b.value - a.value);
    partition()(root); // x from 0 to 1
    const at = root.find((place) => place.data === focus) ?? root;
    const above = new Set(at.ancestors());
    const scale = width / Math.max(at.x1 - at.x0, Number.EPSILON);
    const boxes = [];
    let deepest = 0;
    root.each((place) => {
        const faded = above.has(place) && place !== at;
        if (!faded && (place.x1 <= at.x0 || place.x0 >= at.x1 || place.depth < at.depth)) return;
        const w = faded ? width : (place.x1 - place.x0) * scale;
        if (w < THINNEST) return;
        deepest = Math.max(deepest, place.depth);
        boxes.push({
            node: place.data,
            x: faded ? 0 : (place.x0 - at.x0) * scale,
            y: place.depth * ROW,
            w,
            h: ROW,
            weight: place.value,
            up: place.parent?.data.key,
            faded,
        });
    });
    return { boxes, height: (deepest + 1) * ROW + 1 };
}
