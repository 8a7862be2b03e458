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

export const isNumber = (value) => typeof value === 'number' || typeof value === 'bigint';

function compare(a, b) {
    if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
    return String(a).localeCompare(String(b), 'en', { numeric: true });
}

// A new array; rows that compare equal keep their order, and those without a value come last whatever the order. `value(row)`
// of the column is what is compared.
export function sortRows(rows, columns, text) {
    const order = parseSort(text);
    const column = order && columns.find((candidate) => candidate.key === order.key);
    if (!column) return rows;
    const value = column.value ?? ((row) => row[column.key]);
    const direction = order.descending ? -1 : 1;
    return [...rows].sort((one, other) => {
        const [a, b] = [value(one), value(other)];
        return a == null || b == null ? (a == null) - (b == null) : direction * compare(a, b);
    });
}

// The rows worth drawing in a scrolled window: [first, last), with some to spare on either side.
export function visibleRange(scrollTop, height, rowHeight, total, spare = 8) {
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
    const last = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + spare);
    return [Math.min(first, last), last];
}
