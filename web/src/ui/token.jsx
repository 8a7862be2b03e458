// What heapd asks for where it lets nobody in without a token. It is kept until the page is closed or loaded again, and nowhere else.
import { useState } from 'preact/hooks';
import { setToken } from '../lib/api.js';

export function TokenForm() {
    const [text, setText] = useState('');
    return (
        <form
            class="row"
            onSubmit={(event) => {
                event.preventDefault();
                if (text.trim()) setToken(text.trim());
            }}
        >
            <label>
                This heapd asks for a token
                <input
                    type="password"
                    value={text}
                    onInput={(event) => setText(event.currentTarget.value)}
                    autocomplete="off"
                />
            </label>
            <button class="primary">Use it</button>
        </form>
    );
}
