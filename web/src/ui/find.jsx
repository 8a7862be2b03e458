// A field that narrows what is shown, a moment after the last key. What stands in it stands in the address.
import { useEffect, useRef, useState } from 'preact/hooks';
import { changeQuery } from '../lib/router.js';

const WAIT = 200;

export function Find({ value, label, placeholder, name = 'find' }) {
    const [text, setText] = useState(value ?? '');
    const timer = useRef(null);
    const sent = useRef(value ?? '');
    useEffect(() => () => clearTimeout(timer.current), []);
    useEffect(() => {
        if ((value ?? '') === sent.current) return; // what was typed here has come back
        sent.current = value ?? '';
        setText(sent.current);
    }, [value]);
    return (
        <input
            type="search"
            class="find"
            value={text}
            placeholder={placeholder ?? label}
            aria-label={label}
            spellcheck={false}
            onInput={(event) => {
                setText(event.currentTarget.value);
                const wanted = event.currentTarget.value.trim();
                clearTimeout(timer.current);
                timer.current = setTimeout(() => {
                    sent.current = wanted;
                    changeQuery({ [name]: wanted });
                }, WAIT);
            }}
        />
    );
}
