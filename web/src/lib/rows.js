// Rows of a query as the console's table wants them. Pure functions.
import { isAddress } from './address.js';
import { isNumber } from './sort.js';

const LONGEST = 300;

// An address that came as a number, as the API writes addresses.
const addressText = (number) => `0x${number.toString(16)}`;

// {columns, rows} of an answer -> columns and rows of a table: cells under '0', '1' ..., `n` names a row.
export function tableOf({ columns, rows }) {
    return {
        columns: columns.map(({ name, type }, i) => ({
            key: String(i),
            label: name,
            type,
            numeric: type !== 'address' && rows.some((row) => row[i] !== null) && rows.every((row) => row[i] === null || isNumber(row[i])),
            width: widthOf(name, rows, i),
        })),
        rows: rows.map((row, n) => ({ n, ...Object.fromEntries(row.map((cell, i) => [i, cell])) })),
    };
}

// Room for what the first rows hold, within reason: rows have one height and columns a fixed width.
function widthOf(name, rows, i) {
    const longest = rows.slice(0, 200).reduce((most, row) => Math.max(most, cellText(row[i]).length), name.length + 2);
    return `${Math.min(60, Math.max(6, longest)) * 0.62 + 1.6}rem`;
}

// A cell as text; a blob is its base64, what is not finite its name.
export function cellText(cell) {
    if (cell === null) return 'NULL';
    if (typeof cell === 'object') return cell.$bytes ?? cell.$float ?? JSON.stringify(cell);
    const text = String(cell);
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

// What a cell links to: the address of an object, or null.
export function cellAddress(cell, type) {
    if (type === 'address' && Number.isInteger(cell)) return addressText(cell);
    return isAddress(cell) ? cell : null;
}

// Where the byte `offset` of a text is: {line, before, at}, for a caret under it. Offsets of SQLite are bytes of UTF-8.
export function placeOf(text, offset) {
    const bytes = new TextEncoder().encode(text);
    const before = new TextDecoder().decode(bytes.slice(0, offset));
    const start = before.lastIndexOf('\n') + 1;
    const end = text.indexOf('\n', before.length);
    return { line: text.slice(start, end < 0 ? undefined : end), column: before.length - start, at: before.length };
}
