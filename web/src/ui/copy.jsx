// A button that puts a text into the clipboard and says so.
import { useEffect, useRef, useState } from 'preact/hooks';

const SAID_FOR = 4000;

// `text`: what is copied, or a function that answers it, now or later. `otherwise`: what is said where the browser does not
// let a page copy.
export function Copy({ text, label = 'Copy', title, ariaLabel, otherwise = 'select it to copy it', class: kind = 'quiet' }) {
    const [said, setSaid] = useState('');
    const timer = useRef(null);
    useEffect(() => () => clearTimeout(timer.current), []);
    async function copy() {
        try {
            await navigator.clipboard.writeText(typeof text === 'function' ? await text() : text);
            setSaid('copied');
        } catch {
            setSaid(otherwise);
        }
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setSaid(''), SAID_FOR);
    }
    return (
        <span class="copy">
            {said && (
                <span class="muted" role="status">
                    {said}
                </span>
            )}
            <button type="button" class={kind} onClick={copy} title={title} aria-label={ariaLabel}>
                {label}
            </button>
        </span>
    );
}

// Commands for a terminal.
export const Commands = ({ text }) => (
    <div class="commands">
        <pre class="curl">{text}</pre>
        <Copy text={text} ariaLabel="Copy the commands" />
    </div>
);
