// Groups of traces (lines, files, whole tracebacks, types) as a table, and the way to one of them.
import { count, frameLine, newest } from '../lib/format.js';
import { changeQuery } from '../lib/router.js';
import { Panel, Traceback } from '../ui/basics.jsx';
import { Table } from '../ui/table.jsx';
import { literally } from './filters.jsx';

export function groupKey(row) {
    return row.traceback?.length ? row.traceback.map(frameLine).join(' > ') : String(row.group ?? '');
}

export const WHERE = { key: 'where', label: 'Where', value: groupKey };

export const Where = ({ row }) => <Traceback frames={row.traceback} group={row.group} />;

// What is known of the way to the picked row: its traceback as Python prints one or, where rows are lines or files, a
// way to the tracebacks that go through it.
function PickedTraceback({ row, query }) {
    if (!row?.traceback?.length) return null;
    if (query.group_by === 'traceback')
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
    const { file, line } = newest(row.traceback);
    const include = line ? `${literally(file)}:${line}` : literally(file);
    return (
        <Panel class="picked-trace row">
            <code>{frameLine(newest(row.traceback))}</code>
            <button
                type="button"
                onClick={() =>
                    changeQuery({ group_by: 'traceback', include, all_frames: 'true', cumulative: '', picked: '' })
                }
            >
                Show how the program came there
            </button>
        </Panel>
    );
}

// The rows of a statistic or of a difference. `sort` is the order where the address says none, `empty` what is said
// where there are no rows.
export function GroupTable({ caption, columns, data, query, sort, empty }) {
    const { items, total } = data;
    if (items.length === 0) return empty;
    return (
        <>
            <Table
                caption={caption}
                columns={columns}
                rows={items}
                rowKey={groupKey}
                sort={sort}
                onPick={(row) => changeQuery({ picked: groupKey(row) })}
                picked={query.picked}
                height={600}
            />
            {total > items.length && (
                <p class="muted pad">
                    the first {count(items.length)} of {count(total)} groups
                </p>
            )}
            <PickedTraceback row={items.find((row) => groupKey(row) === query.picked)} query={query} />
        </>
    );
}
