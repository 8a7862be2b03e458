// One run of a program in a session: sends it, gathers what comes, and answers with everything that the pane shows.
import { streamLines, sessionPath, withQuery } from './api.js';
import { duration } from './format.js';
import { expandSteps } from './steps.js';

export const MOST_STEPS = 1000;

const GIVEN_UP = {
    title: 'You stopped the program',
    detail: 'It was not at its end yet. What had been recorded until then is here.',
};

const FILE = 'program.py';

const lineOf = ({ traceback = [] }) => traceback.findLast(({ file }) => file === FILE)?.line;

// The deadline is the daemon's, and what it is has just been seen.
function inTime(problem, ms) {
    if (problem.type !== '/problems/deadline') return problem;
    const line = lineOf(problem);
    const where = line ? ` in line ${line}` : '';
    const detail = `The program was stopped${where} after ${duration(ms * 1000)}: heapd works no longer for one request (--request-timeout).`;
    return { ...problem, detail };
}

// Only the first steps are recorded; from there the program runs on to its end, as fast as one that nobody looks at. What
// ends one that has no end is the request's deadline, or `signal`: any number of steps would stop somebody's honest program.
// `onSteps` is told how many have come, after each.
export async function recordProgram(session, source, { signal, version, onSteps } = {}) {
    const steps = [];
    const collections = [];
    let output = '';
    let end = null;
    let problem = null;
    const begun = performance.now();
    const path = withQuery(sessionPath(session, 'exec'), {
        record: 'steps',
        profile: 'lines',
        limit: MOST_STEPS,
        filename: FILE,
    });
    const sent = streamLines(
        path,
        { source },
        (event) => {
            if (event.event === 'output') output += event.text;
            else if (event.event === 'step') {
                steps.push({ ...event, printed: output.length });
                onSteps?.(steps.length);
            } else if (event.event === 'collection') collections.push(event);
            else if (event.event === 'end') end = event;
            else if (event.event === 'problem') problem = inTime(event.problem, performance.now() - begun);
        },
        { signal },
    );
    // What had come until it broke off is shown with the reason.
    await sent.catch((error) => {
        if (error.name === 'AbortError') problem = GIVEN_UP;
        else if (steps.length > 0 && error.document) problem = error.document;
        else throw error;
    });
    return {
        session,
        version,
        source,
        steps: expandSteps(steps),
        output,
        collections,
        exception: end?.exception ?? null,
        result: end?.result ?? null,
        profile: end?.profile ?? null,
        truncated: end?.recording?.truncated ?? steps.filter((step) => step.at === 'line').length >= MOST_STEPS,
        duration: end?.duration_us,
        problem,
    };
}

// The line of the program where an exception came from, for the mark in the editor.
export function errorOf(exception) {
    if (!exception) return null;
    const text = `${exception.type}${exception.message ? `: ${exception.message}` : ''}`;
    if (exception.line)
        return {
            line: exception.line,
            column: exception.column,
            endColumn: exception.end_line === exception.line ? exception.end_column : 0,
            text: text.replace(/ \(program\.py, line \d+\)$/, ''),
        };
    const place = exception.traceback.findLast((frame) => frame.file === 'program.py');
    return place ? { line: place.line, text } : null;
}
