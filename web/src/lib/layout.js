// An object's bytes as a dump of lines, each byte knowing the field that it belongs to. Pure.
import { hexBytes } from './address.js';

export const PER_LINE = 16;

// fields: [{offset, bytes, ...}] -> [{offset, cells: [{octet, field}]}]. `field` is the index in `fields`, null for
// padding between them. Fields with negative offsets (the collector's header) come first.
export function dumpLines(fields, perLine = PER_LINE) {
    const octets = new Map();
    fields.forEach((field, index) => {
        hexBytes(field.bytes ?? '').forEach((octet, n) => octets.set(field.offset + n, { octet, field: index }));
    });
    if (octets.size === 0) return [];
    const offsets = [...octets.keys()];
    const first = Math.floor(Math.min(...offsets) / perLine) * perLine;
    const last = Math.max(...offsets);
    const lines = [];
    for (let start = first; start <= last; start += perLine) {
        const cells = [];
        for (let at = start; at < start + perLine && at <= last; at++) cells.push(octets.get(at) ?? { octet: null, field: null });
        lines.push({ offset: start, cells });
    }
    return lines;
}

// The signed offset as a dump shows it: -0x10, +0x18.
export function signedOffset(offset) {
    const digits = Math.abs(offset).toString(16).padStart(2, '0');
    return `${offset < 0 ? '\u2212' : '+'}0x${digits}`;
}

// Printable ASCII for a byte, a dot for the rest.
export function printable(octet) {
    const code = parseInt(octet, 16);
    return code >= 32 && code < 127 ? String.fromCharCode(code) : '·';
}
