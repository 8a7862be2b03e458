// What is on the page as files of other tools. Links: a browser can save them while they are made.
import { hasToken } from '../lib/api.js';

// links: [[words, address, file name, what it is for]]
export function Exports({ links }) {
    if (hasToken()) return null; // a link cannot send a token
    return (
        <span class="exports">
            <span class="muted">Export</span>
            {links.map(([words, address, file, what]) => (
                <a key={words} href={address} download={file} title={what}>
                    {words}
                </a>
            ))}
        </span>
    );
}
