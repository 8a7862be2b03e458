// An object byte by byte: the dump on one side, its fields with their meaning on the other. Pointing at one shows the
// other. Pointers into the heap are links.
import { useState } from 'preact/hooks';
import { blocksOf, dumpLines, placesOf, printable, signedOffset } from '../lib/layout.js';
import { Address } from './basics.jsx';

const TONES = 6;
const MOST_LINES = 48;
const MOST_FIELDS = 96;

const idOf = (block) => `block-${block.replaceAll(/\W/g, '-')}`;

// What the bytes say. `target` is the object that a pointer leads to; what leads to another block of the same object is
// shown there; other pointers lead into the heap's own tables.
function Value({ field, blocks }) {
    if (field.target) return <Address id={field.target} />;
    const block = blocks(field.value);
    if (block)
        return (
            <a
                class="address"
                href={location.hash}
                title={`To the block “${block}” below`}
                onClick={(event) => {
                    event.preventDefault();
                    const there = document.getElementById(idOf(block));
                    there.scrollIntoView({ block: 'center' });
                    there.focus();
                }}
            >
                {field.value}
            </a>
        );
    return field.value == null ? null : <code>{String(field.value)}</code>;
}

// What lies between two lines that are shown is another block's.
const Between = () => (
    <div class="dump-line" title="Another block lies here">
        <span class="dump-offset">⋮</span>
    </div>
);
const leavesOut = (before, line) => before && line.offset > before.offset + before.cells.length;

function Octets({ lines, lit, point, all, onAll }) {
    const shown = all ? lines : lines.slice(0, MOST_LINES);
    return (
        <div class="dump-bytes" role="img" aria-label="The bytes in hexadecimal; the table of fields says the same">
            {shown.map((line, n) => (
                <>
                    {leavesOut(shown[n - 1], line) && <Between />}
                    <div class="dump-line" key={line.offset}>
                        <span class="dump-offset">{signedOffset(line.offset)}</span>
                        {line.cells.map((cell) =>
                            cell.octet === null ? (
                                <span class="octet gap">··</span>
                            ) : (
                                <span
                                    class={`octet tone${cell.field % TONES}${cell.field === lit ? ' lit' : ''}${cell.octet === '00' ? ' zero' : ''}`}
                                    {...point(cell.field)}
                                >
                                    {cell.octet}
                                </span>
                            ),
                        )}
                        <span class="dump-text">
                            {line.cells.map((cell) => (cell.octet === null ? ' ' : printable(cell.octet))).join('')}
                        </span>
                    </div>
                </>
            ))}
            {lines.length > shown.length && (
                <button type="button" onClick={onAll}>
                    Show all {lines.length} lines
                </button>
            )}
        </div>
    );
}

function Fields({ fields, blocks, lit, point, all, onAll }) {
    const shown = all ? fields : fields.slice(0, MOST_FIELDS);
    return (
        <div class="table-box dump-fields" tabIndex="0" role="region" aria-label="Fields">
            <table>
                <thead>
                    <tr>
                        <th scope="col" class="right">Offset</th>
                        <th scope="col" class="right">Size</th>
                        <th scope="col">Field</th>
                        <th scope="col">Value</th>
                        <th scope="col">Meaning</th>
                    </tr>
                </thead>
                <tbody>
                    {shown.map((field, index) => (
                        <tr
                            key={`${field.offset} ${field.name}`}
                            class={index === lit ? 'picked' : ''}
                            {...point(index)}
                        >
                            <td class="right num">{signedOffset(field.offset)}</td>
                            <td class="right num">{field.size}</td>
                            <td>
                                <span class={`swatch tone${index % TONES}`} />
                                <code>{field.name}</code>
                            </td>
                            <td>
                                <Value field={field} blocks={blocks} />
                            </td>
                            <td class="muted wrap">{field.meaning}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {fields.length > shown.length && (
                <button type="button" onClick={onAll}>
                    Show all {fields.length} fields
                </button>
            )}
        </div>
    );
}

function Block({ block, fields, blocks, alone }) {
    const [lit, setLit] = useState(null);
    const [all, setAll] = useState(false);
    const point = (index) => ({ onMouseEnter: () => setLit(index), onMouseLeave: () => setLit(null) });
    const shared = { lit, point, all, onAll: () => setAll(true) };
    return (
        <>
            {!alone && (
                <h3 class="dump-title" id={idOf(block)} tabIndex="-1">
                    {block}
                    {fields[0].address && <code class="muted">{fields[0].address}</code>}
                </h3>
            )}
            <div class="dump">
                <Octets lines={dumpLines(fields)} {...shared} />
                <Fields fields={fields} blocks={blocks} {...shared} />
            </div>
        </>
    );
}

export function Dump({ fields }) {
    const blocks = blocksOf(fields);
    const places = placesOf(blocks);
    return blocks.map((block) => <Block key={block.block} {...block} blocks={places} alone={blocks.length === 1} />);
}
