// A group of traces: a line, a file, a whole traceback, a type.
import { frameLine } from '../lib/format.js';
import { Panel, Traceback } from '../ui/basics.jsx';

export function groupKey(row) {
    return row.traceback?.length ? row.traceback.map(frameLine).join(' > ') : String(row.group ?? '');
}

export const Where = ({ row }) => <Traceback frames={row.traceback} group={row.group} />;

// The traceback of the row that is picked, as Python prints one.
export function PickedTraceback({ row }) {
    if (!row?.traceback?.length) return null;
    return (
        <Panel class="picked-trace">
            <p class="muted">Traceback (most recent call last):</p>
            <ol class="trace-lines">
                {row.traceback.map((frame) => (
                    <li>
                        <code>
                            File “{frame.file}”{frame.line ? `, line ${frame.line}` : ''}
                        </code>
                    </li>
                ))}
            </ol>
        </Panel>
    );
}
