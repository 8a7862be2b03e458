// Numbers, times and texts as people read them. Pure functions: no DOM, no state.

const GROUPED = new Intl.NumberFormat('en');
const IEC = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const MINUS = '\u2212';

export function count(n) {
    return n == null ? '–' : GROUPED.format(n).replace('-', MINUS);
}

// 1536 -> "1.5 KiB". Three significant digits at least, exact below 1 KiB.
export function bytes(n) {
    if (n == null) return '–';
    const size = Math.abs(n);
    const sign = n < 0 ? MINUS : '';
    if (size < 1024) return `${sign}${size} B`;
    let unit = 0;
    let value = size;
    while (value >= 1023.5 && unit < IEC.length - 1) {
        value /= 1024;
        unit++;
    }
    return `${sign}${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${IEC[unit]}`;
}

export function exactBytes(n) {
    return n == null ? '' : `${count(n)} ${Math.abs(n) === 1 ? 'byte' : 'bytes'}`;
}

// A change: always with its sign, and 0 without one.
export function signed(n, format = count) {
    if (n == null) return '–';
    return n > 0 ? `+${format(n)}` : format(n);
}

// The class in which a change is set.
export function tone(n) {
    return n > 0 ? 'grew' : n < 0 ? 'shrank' : 'muted';
}

export function duration(us) {
    if (us == null) return '–';
    if (us < 1000) return `${us < 10 && !Number.isInteger(us) ? us.toFixed(1) : Math.round(us)} µs`;
    if (us < 1e6) return `${(us / 1e3).toFixed(us < 1e4 ? 2 : us < 1e5 ? 1 : 0)} ms`;
    return `${(us / 1e6).toFixed(us < 1e7 ? 2 : 1)} s`;
}

export function percent(part, whole) {
    if (!whole) return '–';
    const share = (100 * part) / whole;
    if (share > 0 && share < 0.1) return '<0.1 %';
    return `${share.toFixed(share < 10 ? 1 : 0)} %`;
}

// The time of day, with the date before it unless that is today.
export function time(iso, now = new Date()) {
    if (!iso) return '–';
    const at = new Date(iso);
    if (Number.isNaN(at.getTime())) return String(iso);
    const two = (n) => String(n).padStart(2, '0');
    const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
    if (at.toDateString() === now.toDateString()) return clock;
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

export function shorten(text, length) {
    const points = [...text];
    return points.length <= length ? text : points.slice(0, length - 1).join('') + '…';
}

export function plural(n, one, many = `${one}s`) {
    return `${count(n)} ${n === 1 ? one : many}`;
}

export function frameLine(frame) {
    return frame.line ? `${frame.file}:${frame.line}` : frame.file;
}

// The place of an allocation: the most recent frame, which stands last.
export function newest(traceback) {
    return traceback?.length ? traceback[traceback.length - 1] : null;
}
