// What a session is about: a heap of its own, or dumps of programs that ran elsewhere. Pure.

// Nothing has been done in its heap, and yet there are snapshots: they came from outside, and heapd's own version says nothing about
// them; unless `source`, that of the newest, says that it is one of the empty heap.
export const isForDumps = (info, source) => info.seq === 0 && info.snapshots > 0 && source !== 'heap';

// The version of the interpreter, as far as an import's source or the session's labels tell: an agent does, a dump alone does not.
export function versionOf(source, labels = {}) {
    const told = /\bCPython (\d+\.\d+(?:\.\d+)?\w*)/.exec(source ?? '');
    return told ? told[1] : labels.agent && /^\d+\.\d+$/.test(labels.python ?? '') ? labels.python : null;
}
