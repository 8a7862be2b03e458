// Sizes as people type them: "64 MiB", "1.5g", "1048576". Pure.

const UNITS = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

// Bytes, null for an empty text, undefined for one that is no size.
export function parseSize(text) {
    const trimmed = text.trim().toLowerCase();
    if (trimmed === '') return null;
    const found = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/.exec(trimmed);
    if (!found) return undefined;
    return Math.round(Number(found[1]) * UNITS[found[2]]);
}

// "app:web, env:test" -> {app: 'web', env: 'test'}; undefined where it is no list of labels.
export function parseLabels(text) {
    const labels = {};
    for (const part of text
        .split(',')
        .map((piece) => piece.trim())
        .filter(Boolean)) {
        const colon = part.indexOf(':');
        if (colon < 1) return undefined;
        labels[part.slice(0, colon).trim()] = part.slice(colon + 1).trim();
    }
    return labels;
}

// Of rows with a size_delta the one that grew or shrank most; null where none did.
export const changedMost = (rows) =>
    rows.reduce((most, row) => (Math.abs(row.size_delta) > Math.abs(most?.size_delta ?? 0) ? row : most), null);
