// Arenas and pools as a map: where each cell stands, and what it says. Pure.

export const GAP = 2;
const ARENA_GAP = 16;
const LABEL = 18; // pixels above an arena's pools for its address
const LARGE = 20; // pixels from one pool to the next, its gap included, where there is room for all arenas
const SMALL = 12;

// Each arena is a block of cells, `across` pools wide; blocks flow in rows of the width given. Answers the position of
// every pool, the size of a cell and the height of the whole.
export function placePools(arenas, width, across = 16) {
    const cell = arenas.length * (across * LARGE + ARENA_GAP) <= 4 * width ? LARGE : SMALL;
    const blockWidth = across * cell + ARENA_GAP;
    const perRow = Math.max(1, Math.floor((width + ARENA_GAP) / blockWidth));
    const cells = [];
    const labels = [];
    let top = 0;
    for (let first = 0; first < arenas.length; first += perRow) {
        const row = arenas.slice(first, first + perRow);
        let tallest = 0;
        row.forEach((arena, column) => {
            const left = column * blockWidth;
            labels.push({ arena, x: left, y: top });
            arena.pools.forEach((pool, n) => {
                cells.push({
                    arena,
                    pool,
                    x: left + (n % across) * cell,
                    y: top + LABEL + Math.floor(n / across) * cell,
                });
            });
            tallest = Math.max(tallest, Math.ceil(arena.pools.length / across));
        });
        top += LABEL + tallest * cell + ARENA_GAP;
    }
    return { cells, labels, cell, height: Math.max(0, top - ARENA_GAP) };
}

export function cellAt({ cells, cell: size }, x, y) {
    return cells.find((cell) => x >= cell.x && x < cell.x + size && y >= cell.y && y < cell.y + size) ?? null;
}

// A size class as a hue: from blue-green for small blocks over violet to amber for large ones.
export function hueOf(size, largest = 512) {
    const share = Math.log2(Math.max(16, size) / 16) / Math.log2(largest / 16);
    return Math.round(172 + 223 * Math.min(1, share)) % 360;
}

export function fillOf(pool) {
    return pool.capacity ? pool.used / pool.capacity : 0;
}
