// A field whose text counts once it is done (Enter, or the next field). Until then it is the typist's own: what the heap does
// meanwhile draws the view again, and must not take it away.
import { useEffect, useState } from 'preact/hooks';

export function Field({ value, onDone, ...rest }) {
    const [text, setText] = useState(value);
    useEffect(() => setText(value), [value]);
    return (
        <input
            {...rest}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onChange={(event) => onDone(event.currentTarget.value.trim())}
        />
    );
}
