// An object's memory as blocks of bytes, each byte knowing the field that it belongs to. Pure.
import { hexBytes, isAddress } from './address.js';

const PER_LINE = 16;

// Fields in the order they come, gathered by the block of memory that they lie in: the object with the collector's header
// before it, and what it keeps elsewhere (a list's items, a dict's keys). -> [{block, address, fields}]
export function blocksOf(fields) {
    const blocks = [];
    for (const field of fields) {
        const name = field.block === undefined || field.block === 'header' ? 'object' : field.block;
        let block = blocks.find((candidate) => candidate.block === name);
        if (!block) {
            block = { block: name, fields: [] };
            blocks.push(block);
        }
        block.fields.push(field);
    }
    for (const block of blocks) block.fields.sort((a, b) => a.offset - b.offset);
    return blocks;
}

// The bytes of one block's fields -> [{offset, cells: [{octet, field}]}]. `field` is the index in `fields`, null for what
// lies between them; lines that have no byte of the block are left out. Fields with negative offsets (the collector's header) come first.
export function dumpLines(fields, perLine = PER_LINE) {
    const octets = new Map();
    fields.forEach((field, index) => {
        hexBytes(field.bytes ?? '').forEach((octet, n) => octets.set(field.offset + n, { octet, field: index }));
    });
    if (octets.size === 0) return [];
    let first = Infinity;
    let last = -Infinity;
    for (const offset of octets.keys()) {
        first = Math.min(first, offset);
        last = Math.max(last, offset);
    }
    const lines = [];
    for (let start = Math.floor(first / perLine) * perLine; start <= last; start += perLine) {
        const cells = [];
        for (let at = start; at < start + perLine && at <= last; at++)
            cells.push(octets.get(at) ?? { octet: null, field: null });
        if (cells.some((cell) => cell.octet !== null)) lines.push({ offset: start, cells });
    }
    return lines;
}

// In which block an address lies, the first one apart: pointers lead to where a block begins, or past what stands before it.
export function placesOf(blocks) {
    const places = blocks.slice(1).map(({ block, fields }) => {
        const from = Number(fields[0].address);
        const last = fields[fields.length - 1];
        return { block, from, to: from + last.offset + last.size - fields[0].offset };
    });
    return (address) => {
        if (!isAddress(address)) return undefined;
        const at = Number(address);
        return places.find(({ from, to }) => at >= from && at < to)?.block;
    };
}

// The signed offset as a dump shows it: −0x10, +0x18.
export function signedOffset(offset) {
    const digits = Math.abs(offset).toString(16).padStart(2, '0');
    return `${offset < 0 ? '\u2212' : '+'}0x${digits}`;
}

// Printable ASCII for a byte, a dot for the rest.
export function printable(octet) {
    const code = parseInt(octet, 16);
    return code >= 32 && code < 127 ? String.fromCharCode(code) : '·';
}
