// Heap addresses: recognising them in texts and in memory. Pure functions.

const ADDRESS = /^0x[0-9a-f]{1,16}$/;
const IN_TEXT = /0x[0-9a-f]{8,16}\b/g;

export function isAddress(text) {
    return typeof text === 'string' && ADDRESS.test(text);
}

// "list at 0x7f0000104a30." -> ["list at ", {address: "0x7f0000104a30"}, "."]
export function splitAddresses(text) {
    const parts = [];
    let from = 0;
    for (const match of text.matchAll(IN_TEXT)) {
        if (match.index > from) parts.push(text.slice(from, match.index));
        parts.push({ address: match[0] });
        from = match.index + match[0].length;
    }
    if (from < text.length) parts.push(text.slice(from));
    return parts;
}

// "304a10007f00" -> ["30", "4a", ...]
export function hexBytes(hex) {
    return hex.replace(/[^0-9a-fA-F]/g, '').match(/../g) ?? [];
}
