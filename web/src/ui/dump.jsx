// An object byte by byte: the dump on one side, its fields with their meaning on the other. Pointing at one shows the
// other. Pointers into the heap are links.
import { useState } from 'preact/hooks';
import { pointerIn, sameRegion } from '../lib/address.js';
import { dumpLines, printable, signedOffset } from '../lib/layout.js';
import { Address, Linked } from './basics.jsx';

const TONES = 6;
const MOST_LINES = 64;

function Value({ field, id }) {
    const pointer = field.ref ?? (field.size === 8 ? pointerIn(field.bytes ?? '') : null);
    if (field.ref || sameRegion(pointer, id)) return <Address id={pointer} />;
    return field.value == null ? null : (
        <code>
            <Linked text={typeof field.value === 'object' ? JSON.stringify(field.value) : field.value} />
        </code>
    );
}

export function Dump({ fields, id }) {
    const [lit, setLit] = useState(null);
    const [all, setAll] = useState(false);
    const lines = dumpLines(fields);
    const shown = all ? lines : lines.slice(0, MOST_LINES);
    const point = (index) => ({ onMouseEnter: () => setLit(index), onMouseLeave: () => setLit(null) });
    return (
        <div class="dump">
            <div class="dump-bytes" role="img" aria-label="The object's bytes in hexadecimal; the table of fields says the same">
                {shown.map((line) => (
                    <div class="dump-line" key={line.offset}>
                        <span class="dump-offset">{signedOffset(line.offset)}</span>
                        {line.cells.map((cell) =>
                            cell.octet === null ? (
                                <span class="octet gap">··</span>
                            ) : (
                                <span class={`octet tone${cell.field % TONES}${cell.field === lit ? ' lit' : ''}${cell.octet === '00' ? ' zero' : ''}`} {...point(cell.field)}>
                                    {cell.octet}
                                </span>
                            ),
                        )}
                        <span class="dump-text">{line.cells.map((cell) => (cell.octet === null ? ' ' : printable(cell.octet))).join('')}</span>
                    </div>
                ))}
                {lines.length > shown.length && (
                    <button type="button" onClick={() => setAll(true)}>
                        Show all {lines.length} lines
                    </button>
                )}
            </div>
            <div class="table-box dump-fields" tabIndex="0" role="region" aria-label="Fields">
                <table>
                    <thead>
                        <tr>
                            <th class="right">Offset</th>
                            <th class="right">Size</th>
                            <th>Field</th>
                            <th>Value</th>
                            <th>Meaning</th>
                        </tr>
                    </thead>
                    <tbody>
                        {fields.map((field, index) => (
                            <tr key={`${field.offset} ${field.name}`} class={index === lit ? 'picked' : ''} {...point(index)}>
                                <td class="right num">{signedOffset(field.offset)}</td>
                                <td class="right num">{field.size}</td>
                                <td>
                                    <span class={`swatch tone${index % TONES}`} />
                                    <code>{field.name}</code>
                                </td>
                                <td>
                                    <Value field={field} id={id} />
                                </td>
                                <td class="muted wrap">{field.meaning}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </div>
    );
}
