// The code pane: run, step forward and back, bytes, errors, examples, an address that carries the program.
import assert from 'node:assert/strict';
import { decodeProgram } from '../../../web/src/lib/program.js';
import { PROGRAMS } from '../../../web/src/lib/programs.js';
import { parse } from '../../../web/src/lib/router.js';
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();

const line = (page) => page.locator('.editor').getAttribute('data-line').then(Number);
const attribute = (page, name) => page.locator('.step-graph .graph-canvas').getAttribute(name).then(Number);
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function open(hash, options) {
    const page = await web.open(hash, options);
    await page.locator('.editor[data-ready]').waitFor();
    return page;
}

// Puts the program into the editor as someone would who types.
async function write(page, text) {
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(text);
}

// Waits until the address has that program.
async function carries(page, text) {
    const program = () => decodeProgram(parse(new URL(page.url()).hash).query.program);
    for (let tries = 0; (await program()) !== text; tries++) {
        assert.ok(tries < 800, `the address never has ${text}`);
        await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    }
}

async function isAt(page, step) {
    await page.locator(`[data-step="${step}"]`).waitFor();
}

async function goTo(page, number) {
    for (let tries = 0; (await line(page)) !== number; tries++) {
        assert.ok(tries < 80, `line ${number} is never next`);
        await press(page, 'Step forward');
    }
}

test('an example is chosen, stepped through forward and back, and shows what leaks', async () => {
    const page = await open('#/run');
    await press(page, 'Cycle');
    await isAt(page, 0);
    assert.equal(await line(page), 1);
    await goTo(page, 12);
    assert.match(await page.locator('.code-heap').innerText(), /a\s+Node.*b\s+Node/s);
    await page.waitForFunction(() => Number(document.querySelector('.step-graph .graph-canvas')?.dataset.nodes) === 4);
    assert.equal(await attribute(page, 'data-edges'), 4); // two names, two attributes
    assert.equal(await attribute(page, 'data-lost'), 0);
    await goTo(page, 14);
    await page.waitForFunction(() => Number(document.querySelector('.step-graph .graph-canvas')?.dataset.lost) === 2);
    assert.match(await page.locator('.happened').innerText(), /no name leads to 2 objects any more, and still they are there/);
    assert.match(await page.locator('.panel-head', { hasText: 'What happened' }).innerText(), /2 objects without a name/);
    await press(page, 'Step back');
    assert.equal(await line(page), 13);
    await page.waitForFunction(() => Number(document.querySelector('.step-graph .graph-canvas')?.dataset.lost) === 0);
    await press(page, 'Last step');
    assert.match(await page.locator('.happened').innerText(), /The program has ended.*collector ran over generation 2 and freed 2/s);
    assert.match(await page.locator('.output').innerText(), /2 objects freed/);
    await page.waitForFunction(() => Number(document.querySelector('.step-graph .graph-canvas')?.dataset.nodes) === 0);
    await press(page, 'First step');
    assert.equal(await line(page), 1);
});

test('every example runs to its end in both versions', async () => {
    const printed = {
        Aliasing: /\[1, 2, 3\] True\n\[1, 2, 3\] \[1, 2, 3, 4\] False/,
        'Weak reference': /True\nNone/,
        Slots: /\d+ bytes with a dict\n48 bytes with slots/,
        'Late-binding closure': /\[2, 2, 2\]/,
        'Mutable default': /\['a', 'b'\] \['a', 'b'\] True/,
        Leak: /6 sessions are kept/,
    };
    for (const version of ['3.11', '3.14']) {
        const page = await open(`#/run?python=${version}`);
        for (const [name, output] of Object.entries(printed)) {
            await press(page, name);
            await isAt(page, 0);
            await press(page, 'Last step');
            assert.match(await page.locator('.output').innerText(), output, `${name} in ${version}`);
            assert.equal(await page.getByRole('alert').count(), 0);
            await press(page, 'First step');
        }
        assert.match(await page.locator('.page-head').innerText(), new RegExp(`Python ${version}`));
    }
});

test('an example says where to look, and the curve of memory leads there; its address says it too', async () => {
    const page = await open('#/run');
    await press(page, 'Leak');
    await isAt(page, 0);
    assert.match(await page.locator('.says').innerText(), /nobody empties.*the curve rises/s);
    const curve = page.getByRole('img', { name: /^Memory in use, step by step: [\d.]+ KiB at first.* at the end$/ });
    const { width, height } = await curve.boundingBox();
    await curve.click({ position: { x: width - 1, y: height / 2 } });
    await page.locator('.happened', { hasText: 'The program has ended' }).waitFor();
    await curve.click({ position: { x: 1, y: height / 2 } });
    await isAt(page, 0);
    // Each request adds as much: at the end of each the line is higher than at the end of the one before.
    const heights = (await curve.locator('polyline').getAttribute('points')).split(' ').map((point) => Number(point.split(',')[1]));
    assert.ok(heights.at(-3) < heights[Math.round(heights.length / 2)]);
    assert.ok(heights[Math.round(heights.length / 2)] < heights[Math.round(heights.length / 4)]);
    // What it says stays while it is changed, and goes with the program.
    const source = (title) => PROGRAMS.find((program) => program.title === title).source;
    const mended = source('Leak').replace('    return', '    del cache[user]\n    return');
    await write(page, mended);
    await carries(page, mended);
    assert.match(await page.locator('.says').innerText(), /nobody empties/);
    await write(page, 'x = 1');
    await carries(page, 'x = 1');
    assert.equal(await page.locator('.says').count(), 0);
    await press(page, 'Cycle');
    await isAt(page, 0);
    await carries(page, source('Cycle'));
    const said = await page.locator('.says p').first().innerText();
    const other = await open(new URL(page.url()).hash);
    await other.locator('.says', { hasText: said }).waitFor();
    assert.equal(await other.getByRole('button', { name: 'Cycle', exact: true }).getAttribute('aria-pressed'), 'true');
});

test('a program that is typed runs by keyboard; its bytes stand beside its lines', async () => {
    const page = await open('#/run');
    await write(page, 'big = [0] * 1000\nsmall = []\nprint(len(big))\n');
    await page.keyboard.press('Control+Enter');
    await isAt(page, 3);
    assert.match(await page.locator('.output').innerText(), /1000/);
    const bytes = page.locator('.cm-bytes .bytes').filter({ hasText: /\S/ });
    assert.equal(await bytes.nth(1).innerText(), '7.87 KiB'); // the first one keeps the width
    assert.match(await bytes.nth(1).getAttribute('title'), /8,056 bytes in 2 blocks still there at the end/);
    await page.keyboard.press('Escape');
    await page.getByLabel('Step', { exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await isAt(page, 1);
    assert.equal(await line(page), 2);
    assert.match(await page.locator('.output').innerText(), /nothing printed yet/); // as it was then
    await write(page, 'x = 1');
    await page.locator('.code-side').getByText('The program was changed').waitFor();
    await page.locator('.editor[data-line=""]').waitFor();
});

test('an exception and a syntax error are shown at their lines', async () => {
    const page = await open('#/run');
    await write(page, 'def f(x):\nreturn 1 / x\n\nf(0)\n'.replace('return', '    return'));
    await press(page, 'Run');
    await page.locator('.editor[data-error="2"]').waitFor();
    assert.match(await page.locator('.error-text').innerText(), /^ZeroDivisionError: division by zero$/);
    assert.match(await page.locator('.output').innerText(), /Traceback.*File "program.py", line 4.*ZeroDivisionError/s);
    await write(page, 'x = 1\ny = = 2\n');
    await press(page, 'Run');
    await page.locator('.error-text', { hasText: 'SyntaxError: invalid syntax' }).waitFor();
    assert.equal(await page.locator('.editor').getAttribute('data-error'), '2');
    assert.equal(await page.locator('.bad-word').innerText(), '=');
});

test('a program without an end is stopped, and its first steps are there', async () => {
    const page = await open('#/run');
    await write(page, 'n = 0\nwhile True:\nn += 1'.replace('n += 1', '    n += 1'));
    await press(page, 'Step through');
    await page.locator('.run-bar [role="status"]', { hasText: '1,000 steps recorded; it goes on unrecorded' }).waitFor();
    await press(page, 'Stop');
    await page.locator('.problem', { hasText: 'You stopped the program' }).waitFor();
    await isAt(page, 0);
    await press(page, 'Step forward');
    assert.equal(await line(page), 2);
    assert.match(await page.locator('.code-heap').innerText(), /the first 1,000 steps/);
});

test('a program that is stopped early shows the steps that had come', async () => {
    const page = await open('#/run');
    await write(page, 'n = 0\nn += 1\nsum(range(10 ** 12))');
    await press(page, 'Step through');
    await page.locator('.run-bar [role="status"]', { hasText: /^[1-3] steps? so far/ }).waitFor();
    await press(page, 'Stop');
    await page.locator('.problem', { hasText: 'You stopped the program' }).waitFor();
    await isAt(page, 0);
    assert.doesNotMatch(await page.locator('.code-heap').innerText(), /the first 1,000 steps/);
});

test('only the first steps are recorded: the program goes on to its end, and what it did there is counted', async () => {
    const page = await open('#/run');
    await write(page, 'x = list(range(400000))\nprint(len(x))\n');
    await press(page, 'Run');
    await isAt(page, 2);
    assert.match(await page.locator('.output').innerText(), /400000/);
    assert.equal(await page.getByRole('alert').count(), 0);
    await press(page, 'Step back');
    assert.match(await page.locator('.happened').innerText(), /Line 1 did:.*399,7\d\d objects made \(\d+ int, .* and 399,6\d\d more\)/s);
    assert.doesNotMatch(await page.locator('.happened').innerText(), /\(\)/);

    await write(page, 'total = 0\nfor i in range(3000):\ntotal += i\nprint(total)'.replace('total +=', '    total +='));
    await press(page, 'Run');
    await isAt(page, 1000);
    const said = await page.locator('.happened').innerText();
    assert.match(said, /The program has ended.*From step 1,000 \(line [23]\) to the end, unrecorded:.*5,0\d\d objects made \(\d+ int.* and 4,9\d\d more\)/s);
    assert.match(said, /5,0\d\d objects freed/);
    assert.match(await page.locator('.code-heap').innerText(), /the first 1,000 steps are recorded/);
});

test('the address carries the program', async () => {
    const page = await open('#/run');
    await write(page, 'answer = "späte Grüße"\nprint(answer)');
    await carries(page, 'answer = "späte Grüße"\nprint(answer)');
    const address = new URL(page.url()).hash;
    const other = await open(address);
    await other.locator('.cm-line', { hasText: 'späte Grüße' }).first().waitFor();
    await press(other, 'Run');
    await other.locator('.output', { hasText: 'späte Grüße' }).waitFor();
});

test('in a session globals stay, and the heap is there to be looked at', async () => {
    const name = await web.session({ python: '3.11' });
    const page = await open(`#/sessions/${name}/code`);
    await write(page, 'kept = [1, 2]');
    await press(page, 'Run');
    await isAt(page, 1);
    await write(page, 'kept.append(3)\nkept');
    await press(page, 'Run');
    await page.locator('.note', { hasText: 'result' }).waitFor();
    assert.match(await page.locator('.output').innerText(), /result\s+list\s+\[1, 2, 3\]/);
    await page.getByRole('link', { name: 'its names and graph' }).click();
    await page.locator('.name-word', { hasText: 'kept' }).waitFor();
});

test('a run without a session makes one that can be gone on in, and takes the one before it away', async () => {
    const page = await open('#/run');
    await press(page, 'Aliasing');
    await isAt(page, 0);
    const first = await page.locator('.page-head code').innerText();
    await press(page, 'Run');
    await page.waitForFunction((name) => ![name, undefined].includes(document.querySelector('.page-head code')?.innerText), first);
    const sessions = await web.api('GET', '/v1/sessions?limit=1000');
    assert.ok(!sessions.items.some((session) => session.name === first && session.state === 'live'));
    await page.getByRole('link', { name: 'Look at its heap' }).click();
    await page.locator('.name-word', { hasText: 'c' }).first().waitFor();
});

for (const colorScheme of ['dark', 'light'])
    test(`objects are picked by keyboard, in ${colorScheme}`, async () => {
        const page = await open('#/run', { colorScheme });
        await press(page, 'Late-binding closure');
        await isAt(page, 0);
        await press(page, 'Last step');
        await page.locator('.step-graph .graph-canvas[data-ready="true"]').focus();
        for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
        assert.match(await page.locator('.graph-card').innerText(), /function|list|cell|tuple/);
        await page.keyboard.press('Escape');
        await page.locator('.graph-card').waitFor({ state: 'detached' });
    });

test('how a program ended is said: refused before it began, stopped, or by itself', async () => {
    const page = await open('#/run', { expected: /422/ });
    const happened = page.locator('.happened');
    await write(page, 'x = (1,\ny = 2\n');
    await press(page, 'Run');
    await happened.getByText('Nothing of it ran').waitFor();
    await page.getByRole('heading', { name: 'Nothing to see' }).waitFor();
    await page.getByText('no step: it did not run').waitFor();
    assert.doesNotMatch(await page.locator('main').innerText(), /was freed|undefined/);

    await write(page, 'print("a" * 5000000)\n');
    await press(page, 'Run');
    await happened.getByText('The program was stopped before its end.').waitFor();
    await page.getByText('The program printed too much').waitFor();
    assert.match(await page.locator('.output').innerText(), /nothing was printed/);

    await write(page, 'import sys\nsys.exit("done")\n');
    await press(page, 'Run');
    await happened.getByText('The program ended itself with sys.exit().').waitFor();
});

test('the tools of the picture lie beside it', async () => {
    const page = await open('#/run');
    await press(page, 'Aliasing');
    await isAt(page, 0);
    const [tools, canvas] = await page
        .locator('.step-graph .graph-tools, .step-graph .graph-canvas')
        .evaluateAll((both) => both.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })));
    assert.ok(tools.bottom <= canvas.top + 1);
});

test('on a small screen nothing is wider than it', async () => {
    const page = await open('#/run', { viewport: { width: 420, height: 800 } });
    await press(page, 'Leak');
    await isAt(page, 0);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 420);
    await press(page, 'Last step');
    const cut = await page
        .locator('.run-bar :is(button, input, span)')
        .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > one.closest('.panel').getBoundingClientRect().right).length);
    assert.equal(cut, 0);
});

test('what is shown is what there is: names without a picture after an exception, and the run before while it is the run before', async () => {
    const page = await open('#/run');
    await write(page, 'def f(x):\n    return 1 / x\n\nf(0)\n');
    await page.keyboard.press('Control+Enter');
    const heap = page.locator('.code-heap');
    await heap.getByText('The program ended in an exception.').waitFor();
    await heap.getByText('Nothing to draw').waitFor();
    assert.doesNotMatch(await heap.innerText(), /was freed/);
    await page.locator('.code-heap.old').waitFor({ state: 'detached' });
    await write(page, 'while True:\n    pass\n');
    await page.locator('.code-heap.old').waitFor();
    await page.getByText('What is shown beside it is of the run before.').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('of the run before, until this one has ended').waitFor();
    await page.locator('.output.old').waitFor();
    await press(page, 'Stop');
    await page.locator('.code-heap:not(.old)').waitFor();
});

test('the copied link has the program as it is that very moment', async () => {
    const page = await open('#/run', { permissions: ['clipboard-read', 'clipboard-write'] });
    await write(page, 'print("just typed")');
    await press(page, 'Copy link');
    await page.locator('.copy').getByText('copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(await decodeProgram(parse(new URL(copied).hash).query.program), 'print("just typed")');
    assert.equal(copied.split('#')[0], `${web.url}/`);
});

test('a program that is still on its way into the address does not go into that of the next page', async () => {
    const page = await open('#/run');
    await write(page, 'x = 1');
    await carries(page, 'x = 1');
    await page.evaluate(() => {
        const slow = CompressionStream; // the next page is shown between the edit and its address
        globalThis.CompressionStream = function (kind) {
            location.hash = '#/sessions';
            return new slow(kind);
        };
    });
    await page.locator('.cm-content').pressSequentially('2');
    await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor();
    await settled(page);
    assert.equal(new URL(page.url()).hash, '#/sessions');
});

test('where a part of the page cannot be loaded, that is said in its place', async () => {
    const begun = (page) => page.evaluate(() => Boolean(document.querySelector('main')));
    const page = await web.open('#/run', {
        expected: /net::ERR_FAILED/,
        prepare: (one) => one.route('**/part-*.js', async (route) => ((await begun(one)) ? route.abort() : route.continue())),
    });
    await page.locator('.problem', { hasText: 'A part of this page could not be loaded' }).first().waitFor();
});
