// Programs in addresses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeProgram, encodeProgram } from '../../../web/src/lib/program.js';
import { isStill, PROGRAMS } from '../../../web/src/lib/programs.js';

test('a program comes back from its address as it was', async () => {
    for (const text of ['x = 1\n', 'print("späte Grüße 🐍")', '\n'.repeat(5000), ...PROGRAMS.map((one) => one.source)]) {
        const code = await encodeProgram(text);
        assert.match(code, /^[\w-]+$/);
        assert.equal(await decodeProgram(code), text);
    }
});

test('what is no program is none', async () => {
    assert.equal(await encodeProgram(''), '');
    for (const code of [undefined, '', 'abc', '%%%', 'AAAA']) assert.equal(await decodeProgram(code), null);
});

test('an example is that example still with a line more or less, and not when it is another', () => {
    const leak = PROGRAMS.find((one) => one.title === 'Leak');
    assert.ok(isStill(leak, leak.source.replace('    return', '    del cache[user]\n    return')));
    assert.ok(!isStill(leak, 'x = 1\n'));
    for (const one of PROGRAMS) assert.deepEqual(PROGRAMS.filter((other) => isStill(other, one.source)), [one]);
});

test('every example has a name, a sentence, a place to look at and a program of a page at most', () => {
    assert.deepEqual(
        PROGRAMS.map((one) => one.title),
        ['Aliasing', 'Cycle', 'Weak reference', 'Slots', 'Late-binding closure', 'Mutable default', 'Leak'],
    );
    for (const one of PROGRAMS) {
        assert.ok(one.says.length > 40 && one.look.length > 40 && one.source.split('\n').length < 22, one.title);
        for (const line of one.source.split('\n')) assert.ok(line.length < 72, line);
    }
});
