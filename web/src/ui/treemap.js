// A treemap's boxes: d3's squarified tiles, groups with a head where there is room for one.
import { hierarchy, treemap } from 'd3-hierarchy';

const HEAD = 18;
const HEIGHT = 520;
const SMALLEST = 2;

const headed = (place) => place.x1 - place.x0 > 44 && place.y1 - place.y0 > 2 * HEAD;

export function layoutTreemap(tree, focus, width) {
    const root = hierarchy(focus)
        .sum((node) => node.own)
        .sort((a, b) => b.value - a.value);
    treemap()
        .size([width, HEIGHT])
        .paddingOuter(2)
        .paddingInner(1)
        .paddingTop((place) => (headed(place) ? HEAD : 2))
        .round(true)(root);
    const boxes = [];
    root.each((place) => {
        const [w, h] = [place.x1 - place.x0, place.y1 - place.y0];
        if (w < SMALLEST || h < SMALLEST) return;
        boxes.push({
            node: place.data,
            x: place.x0,
            y: place.y0,
            w,
            h: place.children && !headed(place) ? Math.min(h, HEAD - 8) : h,
            weight: place.value,
            up: place.parent?.data.key,
            head: Boolean(place.children),
        });
    });
    return { boxes, height: HEIGHT };
}
