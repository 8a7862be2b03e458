// A program in an address: compressed and base64url, so that a link carries it along. No DOM.

const toBase64url = (bytes) => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

const fromBase64url = (text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

async function through(bytes, transform) {
    const stream = new Blob([bytes]).stream().pipeThrough(transform);
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function encodeProgram(text) {
    if (!text) return '';
    return toBase64url(await through(new TextEncoder().encode(text), new CompressionStream('deflate')));
}

// null: the address carries no program, or none that can be read.
export async function decodeProgram(code) {
    if (!code) return null;
    try {
        return new TextDecoder().decode(await through(fromBase64url(code), new DecompressionStream('deflate')));
    } catch {
        return null;
    }
}
