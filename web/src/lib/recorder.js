// One run of a program in a session: sends it, gathers what comes, and answers with everything that the pane shows.
import { streamLines, sessionPath, withQuery } from './api.js';
import { expandSteps } from './steps.js';

export const MOST_STEPS = 1000;
const MOST_JUMPS = 300000; // of a loop that never ends: stopped within a second or so

export async function recordProgram(session, source, { signal, version } = {}) {
    const steps = [];
    const collections = [];
    let output = '';
    let end = null;
    let problem = null;
    const path = withQuery(sessionPath(session, 'exec'), {
        record: 'steps',
        profile: 'lines',
        limit: MOST_STEPS,
        steps: MOST_JUMPS,
        filename: 'program.py',
    });
    await streamLines(
        path,
        { source },
        (event) => {
            if (event.event === 'output') output += event.text;
            else if (event.event === 'step') steps.push({ ...event, printed: output.length });
            else if (event.event === 'collection') collections.push(event);
            else if (event.event === 'end') end = event;
            else if (event.event === 'problem') problem = event.problem;
        },
        { signal },
    );
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
        truncated: end?.recording?.truncated ?? steps.length > MOST_STEPS,
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
