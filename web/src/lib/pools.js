// Arenas and pools as a map: where each cell stands, and what it says. Pure.

export const CELL = 13; // pixels from one pool to the next, its gap included
export const GAP = 2;
export const ARENA_GAP = 14;

// Each arena is a block of cells, `across` pools wide; blocks flow in rows of the width given. Answers the position of
// every pool and the height of the whole.
export function placePools(arenas, width, across = 16) {
    const blockWidth = across * CELL + ARENA_GAP;
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
                cells.push({ arena, pool, x: left + (n % across) * CELL, y: top + 18 + Math.floor(n / across) * CELL });
            });
            tallest = Math.max(tallest, Math.ceil(arena.pools.length / across));
        });
        top += 18 + tallest * CELL + ARENA_GAP;
    }
    return { cells, labels, height: Math.max(0, top - ARENA_GAP) };
}

export function cellAt(cells, x, y) {
    return cells.find((cell) => x >= cell.x && x < cell.x + CELL && y >= cell.y && y < cell.y + CELL) ?? null;
}

// A size class as a hue: from the accent's blue-green for small blocks over yellow to red for large ones.
export function hueOf(size, largest = 512) {
    const share = Math.log2(Math.max(16, size) / 16) / Math.log2(largest / 16);
    return Math.round(205 - 205 * Math.min(1, share));
}

export function fillOf(pool) {
    return pool.capacity ? pool.used / pool.capacity : 0;
}
