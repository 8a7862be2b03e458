// Sorting rows by a column, as a table's head asks for it. Pure.

// '-size' -> {key: 'size', descending: true}
export function parseSort(text) {
    if (!text) return null;
    return text.startsWith('-') ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

// The next order when a head is pressed: numbers begin with the largest, texts with A.
export function nextSort(current, column) {
    const begin = column.numeric ? `-${column.key}` : column.key;
    const other = column.numeric ? column.key : `-${column.key}`;
    return current === begin ? other : begin;
}

function compare(a, b) {
    if (a == null || b == null) return (a == null) - (b == null);
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a).localeCompare(String(b), 'en', { numeric: true });
}

// A new array; rows that compare equal keep their order. `value(row)` of the column is what is compared.
export function sortRows(rows, columns, text) {
    const order = parseSort(text);
    const column = order && columns.find((candidate) => candidate.key === order.key);
    if (!column) return rows;
    const value = column.value ?? ((row) => row[column.key]);
    const direction = order.descending ? -1 : 1;
    return [...rows].sort((a, b) => direction * compare(value(a), value(b)));
}

// The rows worth drawing in a scrolled window: [first, last), with some to spare on either side.
export function visibleRange(scrollTop, height, rowHeight, total, spare = 8) {
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
    const last = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + spare);
    return [Math.min(first, last), last];
}
