// A row of numbers as a small line, for the cell of a table.
const WIDTH = 120;
const HEIGHT = 20;

export function Spark({ values, label }) {
    const most = Math.max(...values, 1);
    const x = (n) => 3 + (n * (WIDTH - 6)) / Math.max(1, values.length - 1);
    const y = (value) => HEIGHT - 3 - (value * (HEIGHT - 6)) / most;
    return (
        <svg class="spark" width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
            <polyline points={values.map((value, n) => `${x(n)},${y(value)}`).join(' ')} />
            <circle cx={x(values.length - 1)} cy={y(values[values.length - 1])} r="2.5" />
        </svg>
    );
}
