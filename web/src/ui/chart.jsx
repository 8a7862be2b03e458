// A plot by uPlot that follows its container's width and the theme. It is made anew when the theme or its shape
// changes, and only given new data otherwise.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { color, useTheme } from './theme.js';

function axes(list) {
    return list.map((axis) => ({
        stroke: color('--muted'),
        grid: { stroke: color('--line'), width: 1 },
        ticks: { stroke: color('--line'), width: 1, size: 4 },
        font: '11px system-ui, sans-serif',
        ...axis,
    }));
}

// series: [{label, color: '--name', value(n) -> text, ...uPlot's}]; data: columns, the first being x (seconds).
export function Chart({ label, data, series, scales, axes: wanted, height = 220, hooks, bands }) {
    const box = useRef();
    const plot = useRef(null);
    const theme = useTheme();
    useEffect(() => {
        const width = () => Math.max(200, box.current.clientWidth);
        plot.current = new uPlot(
            {
                width: width(),
                height,
                scales,
                bands,
                hooks,
                cursor: { points: { size: 7 } },
                legend: { live: true },
                axes: axes(wanted),
                series: [
                    {},
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
    return <div class="chart" ref={box} role="img" aria-label={label} />;
}
