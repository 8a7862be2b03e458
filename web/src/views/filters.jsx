// How traces are grouped and filtered, for the statistics of one snapshot and the difference of two. All of it stands in
// the view's address and goes to the API as it is.
import { withQuery } from '../lib/api.js';
import { changeQuery } from '../lib/router.js';
import { Help } from '../ui/basics.jsx';
import { Field } from '../ui/field.jsx';

const GROUPS = [
    ['lineno', 'line'],
    ['filename', 'file'],
    ['traceback', 'traceback'],
    ['type', 'type'],
    ['package', 'package'],
    ['domain', 'domain'],
];

const LIMIT = 10000;
const MOST_ROWS = 1_000_000;

export function filterQuery(query) {
    const { group_by = 'lineno', cumulative, include, exclude, all_frames } = query;
    return { group_by, cumulative, include, exclude, all_frames, limit: LIMIT };
}

// The same rows as a file, all of them.
export function tableExports(path, query, file) {
    const asked = { ...filterQuery(query), limit: MOST_ROWS };
    return [
        ['CSV', withQuery(path, { ...asked, format: 'csv' }), `${file}.csv`, 'For spreadsheets'],
        ['NDJSON', withQuery(path, { ...asked, format: 'ndjson' }), `${file}.ndjson`, 'An object a line, as the API has it'],
    ];
}

// Call paths for the tools that know them.
export function flameExports(path, { include, exclude, all_frames }, file) {
    const address = (format) => withQuery(`${path}/flamegraph`, { format, include, exclude, all_frames });
    return [
        ['speedscope', address('speedscope'), `${file}.speedscope.json`, 'Opens in speedscope.app'],
        ['pprof', address('pprof'), `${file}.pb.gz`, 'For go tool pprof'],
        ['folded', address('folded'), `${file}.folded`, 'Stacks in lines, for flamegraph.pl and its kin'],
    ];
}

const PATTERNS = [
    ['include', 'Only', '*/app/*.py'],
    ['exclude', 'Without', '<request>'],
];

// A file's name as a pattern that matches it alone.
export const literally = (text) => text.replace(/[[*?]/g, '[$&]');

// `grouped` false: what is shown is grouped by call path whatever one says.
export function Filters({ query, grouped = true }) {
    const flag = (key) => (event) => changeQuery({ [key]: event.currentTarget.checked ? 'true' : '' });
    const group = query.group_by ?? 'lineno';
    const frames = group === 'lineno' || group === 'filename';
    return (
        <div class="filters">
            {grouped && (
                <label>
                    Group by
                    <select
                        value={group}
                        onChange={(event) => {
                            const value = event.currentTarget.value;
                            const frameless = value !== 'lineno' && value !== 'filename';
                            changeQuery({
                                group_by: value === 'lineno' ? '' : value,
                                picked: '',
                                ...(frameless && { cumulative: '' }),
                            });
                        }}
                    >
                        {GROUPS.map(([value, label]) => (
                            <option value={value}>{label}</option>
                        ))}
                    </select>
                </label>
            )}
            {PATTERNS.map(([key, label, placeholder]) => (
                <label key={key}>
                    {label}
                    <Field
                        value={query[key] ?? ''}
                        onDone={(value) => changeQuery({ [key]: value })}
                        placeholder={placeholder}
                        spellcheck={false}
                    />
                </label>
            ))}
            <label class="check">
                <input type="checkbox" checked={query.all_frames === 'true'} onChange={flag('all_frames')} />
                <span>in any frame</span>
            </label>
            {grouped && (
                <span>
                    <label class="check">
                        <input
                            type="checkbox"
                            checked={query.cumulative === 'true'}
                            disabled={!frames}
                            onChange={flag('cumulative')}
                        />
                        <span>cumulative</span>
                    </label>
                    <Help term="cumulative" />
                </span>
            )}
        </div>
    );
}
