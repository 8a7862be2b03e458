// A plot by uPlot that follows its container's width and the theme. It is made anew when the theme or its shape
// changes, and only given new data otherwise.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { bytes, count, shorten } from '../lib/format.js';
import { inTurn } from '../lib/times.js';
import { color, useTheme } from './theme.js';

// Times of day with 24 hours, the date where a day begins; uPlot's own are American.
const CLOCK = [
    [86400, '{YYYY}-{MM}-{DD}', null, null, null, null, null, null, 1],
    [3600, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{YYYY}-{MM}-{DD}', null, null, null, 1],
    [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{YYYY}-{MM}-{DD}', null, null, null, 1],
    [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{YYYY}-{MM}-{DD}', null, null, null, 1],
    [0.001, '{mm}:{ss}.{fff}', null, null, null, null, null, null, 1],
];

// Steps that are round in binary, and room for the longest label.
export const byteAxis = {
    size: 74,
    incrs: Array.from({ length: 45 }, (_, n) => 2 ** n),
    values: (_, ticks) => ticks.map((n) => bytes(n)),
};

// Counts have no halves, however few they are.
export const countAxis = {
    size: 74,
    incrs: [1, 2, 5, ...Array.from({ length: 44 }, (_, n) => [1, 2, 2.5, 5][n % 4] * 10 ** (1 + Math.floor(n / 4)))],
    values: (_, ticks) => ticks.map(count),
};

export const fromZero = { y: { range: (_, low, high) => [0, high * 1.1 || 1] } };

function axes(list) {
    return list.map((axis, n) => ({
        ...(n === 0 && { values: CLOCK, space: 80 }),
        stroke: color('--muted'),
        grid: { stroke: color('--line'), width: 1 },
        ticks: { stroke: color('--line'), width: 1, size: 4 },
        font: '11px system-ui, sans-serif',
        ...axis,
    }));
}

// Moments worth seeing on the time axis, as dashed lines with a word on top where there is room for it.
function drawMarks(plot, marks) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = color('--muted');
    ctx.fillStyle = color('--muted');
    ctx.font = `${10 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
    let free = bbox.left;
    for (const mark of [...marks].sort((a, b) => a.seconds - b.seconds)) {
        const x = Math.round(plot.valToPos(mark.seconds, 'x', true));
        if (x < bbox.left || x > bbox.left + bbox.width) continue;
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        if (x < free) continue;
        ctx.fillText(mark.label, x + 3 * devicePixelRatio, bbox.top + 9 * devicePixelRatio);
        free = x + ctx.measureText(mark.label).width + 6 * devicePixelRatio;
    }
    ctx.restore();
}

// The points' names over the first series, as far as there is room: first those that are chosen, the last and the first, then the others.
function drawNames(plot, pointName, chosen) {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    const count = plot.data[0].length;
    const taken = [];
    ctx.save();
    ctx.fillStyle = color('--ink');
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    for (const n of inTurn(count, chosen)) {
        const text = shorten(pointName(n), 24);
        const width = ctx.measureText(text).width;
        const x = plot.valToPos(plot.data[0][n], 'x', true) - width / 2;
        const left = Math.max(bbox.left, Math.min(x, bbox.left + bbox.width - width));
        const above = plot.valToPos(plot.data[1][n], plot.series[1].scale, true) - 9 * ratio;
        const top = above - 11 * ratio < bbox.top ? above + 27 * ratio : above;
        const box = [left - 4 * ratio, left + width + 4 * ratio, top - 12 * ratio, top + 3 * ratio];
        if (taken.some((other) => box[0] < other[1] && other[0] < box[1] && box[2] < other[3] && other[2] < box[3])) continue;
        taken.push(box);
        ctx.fillText(text, left, top);
    }
    ctx.restore();
}

// A ring around each point that is chosen, in every series that shows its points.
function drawChosen(plot, chosen) {
    const { ctx } = plot;
    ctx.save();
    ctx.lineWidth = 2.5 * devicePixelRatio;
    ctx.strokeStyle = color('--focus');
    for (const at of chosen)
        plot.series.forEach((series, n) => {
            if (n === 0 || !series.points?.show || plot.data[n][at] == null) return;
            ctx.beginPath();
            ctx.arc(
                plot.valToPos(plot.data[0][at], 'x', true),
                plot.valToPos(plot.data[n][at], series.scale, true),
                7 * devicePixelRatio,
                0,
                2 * Math.PI,
            );
            ctx.stroke();
        });
    ctx.restore();
}

// series: [{label, color: '--name', value(n) -> text, ...uPlot's}]; data: columns, the first being x (seconds);
// marks: [{seconds, label}].
// `x`: {label, value, axis}, where the first column is no time. onPoint(index) is told which point was clicked, `chosen`
// are those to be seen; pointName(index) says what stands under the pointer, where that is more than a time, and
// pointLabel(index) what stands beside the point.
export function Chart({
    label,
    data,
    series,
    scales,
    axes: wanted,
    height = 220,
    marks = [],
    x = null,
    chosen = [],
    onPoint,
    pointName,
    pointLabel,
}) {
    const box = useRef();
    const plot = useRef(null);
    const marked = useRef({});
    marked.current = { marks, chosen, onPoint, pointName, pointLabel };
    const theme = useTheme();
    useEffect(() => {
        const width = () => Math.max(200, box.current.clientWidth);
        plot.current = new uPlot(
            {
                width: width(),
                height,
                scales: x
                    ? { x: { time: false, range: (_, low, high) => [low - 0.5, high + 0.5] }, ...scales }
                    : scales,
                hooks: {
                    draw: [
                        (drawn) => drawMarks(drawn, marked.current.marks),
                        (drawn) => drawChosen(drawn, marked.current.chosen),
                        (drawn) =>
                            marked.current.pointLabel &&
                            drawNames(drawn, marked.current.pointLabel, marked.current.chosen),
                    ],
                    ready: [
                        (drawn) =>
                            drawn.over.addEventListener('click', () => {
                                if (drawn.cursor.idx != null) marked.current.onPoint?.(drawn.cursor.idx);
                            }),
                    ],
                },
                padding: [12, 36, null, null],
                cursor: { points: { size: 7 } },
                legend: { live: true },
                axes: axes(wanted),
                series: [
                    x
                        ? { label: x.label, value: (_, n) => (n == null ? '–' : x.value(n)) }
                        : pointName
                          ? { label: 'at', value: (_, n, __, at) => (at == null ? '–' : marked.current.pointName(at)) }
                          : { label: 'at', value: '{HH}:{mm}:{ss}' },
                    ...series.map(({ color: variable, fill, value, ...rest }) => ({
                        stroke: color(variable),
                        fill: fill && color(fill),
                        width: 1.5,
                        value: (_, n) => (n == null ? '–' : value(n)),
                        ...rest,
                    })),
                ],
            },
            data,
            box.current,
        );
        const observer = new ResizeObserver(() => plot.current?.setSize({ width: width(), height }));
        observer.observe(box.current);
        return () => {
            observer.disconnect();
            plot.current.destroy();
            plot.current = null;
        };
    }, [theme, series.length, height]);
    useEffect(() => plot.current?.setData(data), [data]);
    useEffect(() => plot.current?.redraw(false), [chosen.join()]);
    const [at, setAt] = useState(null);
    if (!onPoint) return <div class="chart" ref={box} role="img" aria-label={label} />;
    // By keyboard: the arrows go from point to point, as the pointer does, Enter chooses.
    const go = (n) => {
        const to = Math.max(0, Math.min(n, data[0].length - 1));
        const drawn = plot.current;
        drawn?.setCursor({
            left: drawn.valToPos(data[0][to], 'x'),
            top: drawn.valToPos(data[1][to], drawn.series[1].scale),
        });
        setAt(to);
    };
    const last = data[0].length - 1;
    const keys = {
        ArrowLeft: () => go((at ?? last + 1) - 1),
        ArrowRight: () => go((at ?? -1) + 1),
        Home: () => go(0),
        End: () => go(last),
        Enter: () => at != null && onPoint(at),
        ' ': () => at != null && onPoint(at),
    };
    return (
        <div
            class="chart points"
            ref={box}
            role="group"
            tabIndex={0}
            aria-label={label}
            aria-description="Left and right arrow keys go from point to point, Enter chooses one"
            onKeyDown={(event) => {
                if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
                event.preventDefault();
                keys[event.key]();
            }}
            onBlur={() => setAt(null)}
        >
            <span class="hidden" aria-live="polite">
                {at != null && (pointName?.(at) ?? '')}
            </span>
        </div>
    );
}
