// The allocator's memory as a picture: one cell for a pool, its colour the size class, its filled part the blocks in use.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { plural } from '../lib/format.js';
import { cellAt, fillOf, GAP, hueOf, placePools } from '../lib/pools.js';
import { color, useTheme } from './theme.js';

function poolInWords(pool) {
    if (!pool.size_class) return 'free: ready for any size class';
    return `blocks of ${pool.size_class} bytes, ${pool.used} of ${pool.capacity} in use`;
}

function paint(canvas, map, theme, { size, at }) {
    const ratio = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    canvas.width = width * ratio;
    canvas.height = map.height * ratio;
    canvas.style.height = `${map.height}px`;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    pen.font = '11px ui-monospace, Menlo, Consolas, monospace';
    pen.fillStyle = color('--muted');
    for (const { arena, x, y } of map.labels) pen.fillText(arena.address ?? '', x, y + 11);
    const light = theme === 'light' ? [48, 88] : [56, 22];
    const side = map.cell - GAP;
    for (const cell of map.cells) {
        const { pool, x, y } = cell;
        pen.globalAlpha = size && pool.size_class !== size ? 0.18 : 1;
        if (pool.size_class) {
            const hue = hueOf(pool.size_class);
            pen.fillStyle = `hsl(${hue} 26% ${light[1]}%)`;
            pen.fillRect(x, y, side, side);
            const tall = Math.round(side * fillOf(pool));
            pen.fillStyle = `hsl(${hue} 40% ${light[0]}%)`;
            pen.fillRect(x, y + side - tall, side, tall);
        } else {
            pen.strokeStyle = color('--line');
            pen.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
        }
        if (at && at.pool === pool) {
            pen.globalAlpha = 1;
            pen.strokeStyle = color('--ink');
            pen.lineWidth = 2;
            pen.strokeRect(x - 1, y - 1, side + 2, side + 2);
            pen.lineWidth = 1;
        }
    }
    pen.globalAlpha = 1;
}

// `size`: the size class to bring out, null for all.
export function PoolMap({ arenas, size }) {
    const canvas = useRef();
    const theme = useTheme();
    const [width, setWidth] = useState(0);
    const [at, setAt] = useState(null);
    const map = placePools(arenas, width || 800);
    const current = at && map.cells.find((cell) => cell.pool.address === at);

    useEffect(() => {
        const observer = new ResizeObserver(() => canvas.current && setWidth(canvas.current.clientWidth));
        observer.observe(canvas.current);
        return () => observer.disconnect();
    }, []);
    useLayoutEffect(() => paint(canvas.current, map, theme, { size, at: current }), [arenas, width, theme, size, at]);

    function keys(event) {
        const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 16, ArrowUp: -16 }[event.key];
        if (!step) return;
        event.preventDefault();
        const index = current ? map.cells.indexOf(current) : -1;
        const next = map.cells[Math.max(0, Math.min(map.cells.length - 1, index < 0 ? 0 : index + step))];
        if (next) setAt(next.pool.address);
    }

    return (
        <div class="poolmap">
            <canvas
                ref={canvas}
                tabIndex="0"
                role="img"
                aria-label={`${plural(map.cells.length, 'pool')} in ${plural(arenas.length, 'arena')}; arrow keys go from pool to pool`}
                onMouseMove={(event) => {
                    const box = canvas.current.getBoundingClientRect();
                    setAt(cellAt(map, event.clientX - box.left, event.clientY - box.top)?.pool.address ?? null);
                }}
                onMouseLeave={() => setAt(null)}
                onKeyDown={keys}
            />
            <p class="poolmap-note" aria-live="polite">
                {current ? (
                    <>
                        <code>{current.pool.address}</code> {poolInWords(current.pool)}
                    </>
                ) : (
                    <span class="muted">Point at a pool to see what it holds.</span>
                )}
            </p>
        </div>
    );
}
