// The program on screen: CodeMirror with Python, a margin of bytes, the line that runs next and the line of an error.
// Loaded only by the views that show a program. It lives in a shadow root: its styles are sheets made there, which the
// page's policy allows.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
    Decoration,
    drawSelection,
    EditorView,
    gutter,
    GutterMarker,
    highlightActiveLineGutter,
    keymap,
    lineNumbers,
    WidgetType,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

const setMarks = StateEffect.define();

class Bytes extends GutterMarker {
    constructor(text, title, share) {
        super();
        Object.assign(this, { text, title, share });
    }
    eq(other) {
        return other.text === this.text && other.title === this.title && other.share === this.share;
    }
    toDOM() {
        const element = document.createElement('span');
        element.textContent = this.text;
        element.title = this.title;
        element.className = 'bytes';
        element.style.setProperty('--share', `${Math.round(this.share * 100)}%`);
        return element;
    }
}

class Message extends WidgetType {
    constructor(text) {
        super();
        this.text = text;
    }
    eq(other) {
        return other.text === this.text;
    }
    toDOM() {
        const element = document.createElement('div');
        element.className = 'error-text';
        element.textContent = this.text;
        return element;
    }
}

const lineMark = (name) => Decoration.line({ class: name });
const lineAt = (doc, number) => (number >= 1 && number <= doc.lines ? doc.line(number) : null);

function decorate(doc, { current, calling, error }) {
    const marks = [];
    for (const number of calling ?? []) {
        const line = number !== current && lineAt(doc, number);
        if (line) marks.push(lineMark('calling').range(line.from));
    }
    const now = lineAt(doc, current);
    if (now) marks.push(lineMark('current').range(now.from));
    const bad = error && lineAt(doc, error.line);
    if (bad) {
        marks.push(lineMark('bad').range(bad.from));
        marks.push(Decoration.widget({ widget: new Message(error.text), block: true, side: 1 }).range(bad.to));
        const from = bad.from + (error.column ?? 0) - 1;
        if (error.column && from < bad.to) {
            const to = error.endColumn > error.column ? Math.min(bad.from + error.endColumn - 1, bad.to) : from + 1;
            marks.push(Decoration.mark({ class: 'bad-word' }).range(from, to));
        }
    }
    return Decoration.set(marks, true);
}

const decorations = StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
        for (const effect of transaction.effects)
            if (effect.is(setMarks)) return decorate(transaction.state.doc, effect.value);
        return value.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
});

const bytes = StateField.define({
    create: () => new Map(),
    update(value, transaction) {
        for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value.bytes ?? new Map();
        return transaction.docChanged ? new Map() : value; // of another text they would be wrong
    },
});

const bytesGutter = gutter({
    class: 'cm-bytes',
    lineMarker(view, block) {
        const found = view.state.field(bytes).get(view.state.doc.lineAt(block.from).number);
        return found ? new Bytes(found.text, found.title, found.share) : null;
    },
    lineMarkerChange: (update) => update.startState.field(bytes) !== update.state.field(bytes),
    initialSpacer: () => new Bytes('1,000 B', '', 0),
});

const colors = HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: 'var(--family-code)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--family-text)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--family-instance)' },
    { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
    { tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName))], color: 'var(--ink)' },
    { tag: [tags.className, tags.definition(tags.className)], color: 'var(--accent)' },
    { tag: tags.function(tags.variableName), color: 'var(--link)' },
]);

const look = EditorView.theme({
    '&': { height: '100%', fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--field)' },
    '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
    '.cm-scroller': {
        fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
        lineHeight: '1.55',
    },
    '.cm-content': { caretColor: 'var(--ink)' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
    '.cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
    '.cm-bytes': { minWidth: '4.6rem' },
    '.cm-bytes .cm-gutterElement': { padding: '0' },
    '.bytes': {
        display: 'block',
        padding: '0 0.45rem',
        textAlign: 'right',
        color: 'var(--ink)',
        fontVariantNumeric: 'tabular-nums',
        background: 'linear-gradient(to left, var(--accent-soft) var(--share), transparent var(--share))',
    },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
        backgroundColor: 'var(--accent-soft)',
    },
    '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', color: 'inherit' },
    '.current': { backgroundColor: 'color-mix(in srgb, var(--focus) 24%, transparent)', boxShadow: 'inset 3px 0 var(--focus)' },
    '.calling': { backgroundColor: 'color-mix(in srgb, var(--focus) 9%, transparent)' },
    '.bad': { backgroundColor: 'color-mix(in srgb, var(--danger) 18%, transparent)', boxShadow: 'inset 3px 0 var(--danger)' },
    '.bad-word': { textDecoration: 'underline wavy var(--danger)', textUnderlineOffset: '3px' },
    '.error-text': { padding: '0.1rem 0.6rem', color: 'var(--on-danger)', backgroundColor: 'var(--danger)', whiteSpace: 'pre-wrap' },
});

// An editor in `host`. changed(text) is told of edits, run() of Ctrl+Enter.
export function makeEditor(host, { text, changed, run }) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const view = new EditorView({
        parent: root,
        root,
        state: EditorState.create({
            doc: text,
            extensions: [
                bytesGutter,
                lineNumbers(),
                highlightActiveLineGutter(),
                history(),
                drawSelection(),
                indentOnInput(),
                bracketMatching(),
                indentUnit.of('    '),
                python(),
                syntaxHighlighting(colors),
                decorations,
                bytes,
                look,
                EditorView.contentAttributes.of({ 'aria-label': 'Python program', spellcheck: 'false', autocorrect: 'off' }),
                keymap.of([
                    { key: 'Mod-Enter', run: () => (run(), true) },
                    { key: 'Escape', run: (editor) => (editor.contentDOM.blur(), true) }, // Tab indents: the way out
                    ...defaultKeymap,
                    ...historyKeymap,
                    indentWithTab,
                ]),
                EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
            ],
        }),
    });
    return {
        setText(next) {
            if (next !== view.state.doc.toString())
                view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
        },
        // {current, calling, error: {line, column, endColumn, text}, bytes: Map of line -> {text, title, share}}
        mark(marks) {
            const line = lineAt(view.state.doc, marks.current ?? marks.error?.line ?? 0);
            const effects = [setMarks.of(marks)];
            if (line) effects.push(EditorView.scrollIntoView(line.from, { y: 'nearest', yMargin: 60 }));
            view.dispatch({ effects });
        },
        focus: () => view.focus(),
        destroy: () => view.destroy(),
    };
}
