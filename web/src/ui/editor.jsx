// The editor as a component. The text is the editor's own, which says what it is; `loaded` ({text}, another object each
// time) puts another one there.
import { useEffect, useRef } from 'preact/hooks';
import { ProblemNote } from './basics.jsx';
import { usePart } from './hooks.js';

export function Editor({ loaded, marks, onText, onRun }) {
    const host = useRef();
    const editor = useRef(null);
    const now = useRef();
    now.current = { loaded, marks, onText, onRun };

    const begin = ({ makeEditor }) => {
        editor.current = makeEditor(host.current, {
            text: now.current.loaded.text,
            changed: (next) => now.current.onText(next),
            run: () => now.current.onRun(),
        });
        editor.current.mark(now.current.marks);
        host.current.dataset.ready = 'true';
    };
    const problem = usePart(() => import('../code/editor.js'), begin);
    useEffect(
        () => () => {
            editor.current?.destroy();
            editor.current = null;
        },
        [],
    );
    useEffect(() => editor.current?.setText(loaded.text), [loaded]);
    const { current, calling, error, bytes } = marks;
    const mark = JSON.stringify([current, calling, error, bytes && [...bytes]]);
    useEffect(() => editor.current?.mark(marks), [mark]);
    return (
        <>
            <ProblemNote problem={problem} />
            <div class="editor" ref={host} data-line={current ?? ''} data-error={error?.line ?? ''} />
        </>
    );
}
