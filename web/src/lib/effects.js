// What an operation did to the heap, in words. Pure.
import { bytes, plural } from './format.js';

const COUNTED = [
    ['allocated', 'allocated'],
    ['freed', 'freed'],
    ['finalized', 'finalized'],
    ['resized', 'resized'],
];

const howMany = (value) => (Array.isArray(value) ? value.length : (value?.count ?? value));

// {allocated: 3, freed: 1} -> "allocated 3 objects, freed 1"
export function effectsInWords(effects) {
    if (!effects) return '';
    const parts = [];
    for (const [key, verb] of COUNTED) {
        const n = howMany(effects[key]);
        if (n) parts.push(`${verb} ${plural(n, 'object')}`);
    }
    const collections = howMany(effects.collections);
    if (collections) parts.push(plural(collections, 'automatic collection'));
    if (effects.bytes) parts.push(`${bytes(effects.bytes)} more in use`);
    return parts.join(', ');
}
