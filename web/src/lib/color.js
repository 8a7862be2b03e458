// Colours that are made of others, for pictures that leave the page and its variables behind. Pure.

function parts(hex) {
    const digits = hex.replace('#', '');
    const wide = digits.length < 6 ? [...digits].map((digit) => digit + digit).join('') : digits;
    return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16));
}

// `share` of `a` on top of `b`: mix('#fff', '#000', 0.25) is '#404040'.
export function mix(a, b, share) {
    const [from, to] = [parts(a), parts(b)];
    const part = Math.max(0, Math.min(1, share));
    return `#${from.map((n, i) => Math.round(n * part + to[i] * (1 - part)).toString(16).padStart(2, '0')).join('')}`;
}
