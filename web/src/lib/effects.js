// What an operation did to the heap, in words. Pure.
import { bytes, plural } from './format.js';

// {counts: {allocated: 3, allocated_bytes: 200, freed: 1, ...}} -> "allocated 3 objects (200 B), freed 1 object"
export function effectsInWords(effects) {
    const n = effects?.counts ?? {};
    const size = (key) => (n[key] ? ` (${bytes(n[key])})` : '');
    const parts = [];
    if (n.allocated) parts.push(`allocated ${plural(n.allocated, 'object')}${size('allocated_bytes')}`);
    if (n.freed) parts.push(`freed ${plural(n.freed, 'object')}${size('freed_bytes')}`);
    if (n.finalized) parts.push(`finalized ${n.finalized}`);
    if (n.resized) parts.push(`resized ${n.resized}`);
    if (n.collections) parts.push(plural(n.collections, 'collection'));
    return parts.join(', ');
}
