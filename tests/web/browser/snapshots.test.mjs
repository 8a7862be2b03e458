// Snapshots and their differences: taking, labelling, choosing two, reading what grew.
import assert from 'node:assert/strict';
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();

const TRACED = { trace: { tracing: true, nframe: 10 } };

// Two snapshots with known growth between them: two places that allocate, one that lets go.
async function grown() {
    const name = await web.session(TRACED);
    const put = (bind, value, at) => ({ op: 'new', value, bind, at });
    await web.api('POST', `/v1/sessions/${name}/ops`, [
        put(
            'gone',
            Array.from({ length: 100 }, (_, n) => n + 0.5),
            'old.py:5',
        ),
    ]);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'before' });
    await web.api('POST', `/v1/sessions/${name}/ops`, [
        put(
            'cache',
            Array.from({ length: 800 }, (_, n) => [n]),
            ['app.py:30', 'cache.py:12'],
        ),
        put('log', ['x'.repeat(4000)], 'log.py:7'),
        { op: 'del', name: 'gone' },
    ]);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'after' });
    return name;
}

test('snapshots are taken, labelled and deleted', async () => {
    const name = await web.session(TRACED);
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByLabel('Label of the new snapshot').fill('first');
    await page.getByRole('button', { name: 'Take a snapshot' }).click();
    await page.getByRole('button', { name: 'first' }).click();
    await page.getByLabel('Label of snapshot 1').fill('renamed');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'renamed' }).waitFor();
    assert.equal((await web.api('GET', `/v1/sessions/${name}/snapshots/1`)).label, 'renamed');
    await page.getByRole('button', { name: 'Delete snapshot 1' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('No snapshot yet').waitFor();
});

test('of a long list that is looked at only what is new is asked for, and what is gone goes', async () => {
    const name = await web.session(TRACED);
    for (let n = 0; n < 60; n++) await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: `number ${n}` });
    let leaks = 0; // what keeps growing is asked for so many times
    const prepare = (one) => one.on('request', (request) => (leaks += request.url().includes('/leaks')));
    const page = await web.open(`#/sessions/${name}/snapshots`, { prepare });
    const row = (label) => page.getByRole('region', { name: 'Snapshots' }).getByRole('button', { name: label, exact: true });
    await page.locator('.connection.live').waitFor();
    await row('number 59').waitFor();
    let most = 0;
    page.on('response', async (response) => {
        if (response.url().includes('/history')) most = Math.max(most, (await response.json()).items.length);
    });
    const many = page.getByRole('region', { name: 'Snapshots' }).locator('table');
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'one more' });
    await row('one more').waitFor();
    assert.equal(await many.getAttribute('aria-rowcount'), '62'); // with the head
    await web.api('DELETE', `/v1/sessions/${name}/snapshots/1`);
    await web.api('PUT', `/v1/sessions/${name}/names/a`, 1);
    await page.locator('table[aria-rowcount="61"]').waitFor();
    assert.ok(most > 0 && most < 60, `${most} rows came`);
    await web.api('DELETE', `/v1/sessions/${name}/snapshots/30`);
    await web.api('PUT', `/v1/sessions/${name}/names/a`, 2);
    await page.locator('table[aria-rowcount="60"]').waitFor();
    const { seq } = await web.api('PUT', `/v1/sessions/${name}/names/b`, 3).then(() => web.api('GET', `/v1/sessions/${name}`));
    await page.locator('.session-numbers', { hasText: new RegExp(`step ${seq}\\b`) }).waitFor();
    assert.ok(leaks <= 4, `${leaks} times`); // other snapshots than before are a reason, other objects are none
});

test('a label is sent once, not when it is given up, and one that is refused stays to be mended', async () => {
    const name = await web.session(TRACED);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'first' });
    const page = await web.open(`#/sessions/${name}/snapshots`, { expected: /400/ });
    const sent = [];
    page.on('request', (request) => request.method() === 'PATCH' && sent.push(request.postDataJSON().label));
    const field = page.getByLabel('Label of snapshot 1');
    await page.getByRole('button', { name: 'first' }).click();
    await field.fill('not this');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'first' }).click();
    await field.fill('x'.repeat(201));
    await page.keyboard.press('Enter');
    await page.locator('.label-input[aria-invalid="true"]').waitFor();
    await field.fill('second');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'second' }).waitFor();
    assert.deepEqual(sent, ['x'.repeat(201), 'second']);
});

test('tracing is started and stopped', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByRole('button', { name: 'Start tracing' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Start tracing' }).waitFor();
    assert.equal((await web.api('GET', `/v1/sessions/${name}/trace`)).tracing, false);
});

test('two are chosen and compared: signs, sizes and order are those of the API', async () => {
    const name = await grown();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByLabel('Choose snapshot 2').check();
    await page.getByLabel('Choose snapshot 1').check();
    await page.locator('.chosen').getByRole('link', { name: 'Compare', exact: true }).click();
    await page.waitForURL(/diffs\/1\.\.2/);
    const table = page.getByRole('region', { name: 'Difference' });
    const rows = table.locator('tbody tr');
    await rows.first().waitFor();

    const { items } = await web.api('GET', `/v1/sessions/${name}/diffs/1..2?group_by=lineno`);
    assert.equal(await rows.count(), items.length);
    for (let n = 0; n < items.length; n++) {
        const text = await rows.nth(n).innerText();
        const { file, line } = items[n].traceback.at(-1);
        assert.ok(text.includes(`${file}:${line}`), text);
        const exact = await rows.nth(n).locator('td').nth(2).locator('.num').getAttribute('title');
        assert.equal(Number(exact.replace(/[^\d]/g, '')), Math.abs(items[n].size_diff));
        assert.match(exact, items[n].size_diff < 0 ? /^\u2212/ : /^\d/);
    }
    const gone = rows.filter({ hasText: 'old.py:5' });
    assert.match(await gone.innerText(), /gone/);
    assert.match(await rows.filter({ hasText: 'cache.py:12' }).innerText(), /new/);
    const sum = items.reduce((total, item) => total + item.size_diff, 0);
    const shown = await page.locator('.summary .num').first().getAttribute('title');
    assert.equal(Number(shown.replace(/[^\d]/g, '')), sum);
});

test('a difference is grouped, filtered and sorted, and its address can be shared', async () => {
    const name = await grown();
    const page = await web.open(`#/sessions/${name}/diffs/1..2`);
    const rows = page.getByRole('region', { name: 'Difference' }).locator('tbody tr');
    await rows.filter({ hasText: 'cache.py:12' }).waitFor();
    await page.getByLabel('Only').fill('*log.py');
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'cache.py:12' }).waitFor({ state: 'detached' });
    await rows.filter({ hasText: 'log.py:7' }).waitFor();
    await settled(page);
    assert.equal(await rows.count(), 1);
    await page.getByLabel('Only').fill('');
    await page.keyboard.press('Enter');
    await page.getByLabel('Group by').selectOption('filename');
    await rows.filter({ hasText: /^cache\.py(?!:)/ }).waitFor();
    await page.getByRole('button', { name: 'Size diff', exact: true }).click();
    await page.getByRole('button', { name: 'Size diff', exact: true }).click();
    await settled(page);
    assert.match(await rows.first().innerText(), /old\.py/);

    const shared = await web.open(new URL(page.url()).hash);
    const same = shared.getByRole('region', { name: 'Difference' }).locator('tbody tr');
    await same.first().waitFor();
    await settled(shared);
    assert.deepEqual(await same.allInnerTexts(), await rows.allInnerTexts());
});

test('a line that is picked leads to the tracebacks through it', async () => {
    const name = await grown();
    const page = await web.open(`#/sessions/${name}/diffs/1..2`);
    await page.locator('tbody tr', { hasText: 'cache.py:12' }).click();
    await page.getByRole('button', { name: 'Show how the program came there' }).click();
    await page.waitForURL(/group_by=traceback/);
    await page.locator('tbody tr', { hasText: 'log.py:7' }).waitFor({ state: 'detached' });
    await page.locator('tbody tr', { hasText: 'cache.py:12' }).click();
    const trace = page.locator('.picked-trace');
    await trace.waitFor();
    assert.match(await trace.innerText(), /app\.py”, line 30.*cache\.py”, line 12/s);
});

test('statistics of one snapshot add up to its size', async () => {
    const name = await grown();
    const page = await web.open(`#/sessions/${name}/snapshots/2`);
    const rows = page.getByRole('region', { name: 'Statistics' }).locator('tbody tr');
    await rows.first().waitFor();
    let sum = 0;
    for (const title of await rows
        .locator('td:nth-child(2) .num')
        .evaluateAll((cells) => cells.map((cell) => cell.title)))
        sum += Number(title.replace(/[^\d]/g, ''));
    assert.equal(sum, (await web.api('GET', `/v1/sessions/${name}/snapshots/2`)).size);
});

test('the example of a leak leads to the line that leaks', async () => {
    const page = await web.open('');
    await page.getByRole('button', { name: 'Show me a leak' }).click();
    await page.waitForURL(/diffs\/1\.\.2/);
    await page.locator('.summary').waitFor();
    assert.match(await page.locator('.summary').innerText(), /^\+.*Most at cache\.py:12/s);
    await page.getByRole('link', { name: 'Objects by type' }).click(); // what it is
    await page.getByRole('region', { name: 'Objects by type' }).locator('tbody tr', { hasText: 'dict' }).click();
    await page.getByRole('link', { name: 'What keeps them alive' }).waitFor();
    await page.getByRole('link', { name: 'the suspects of snapshot 2' }).click(); // what holds it
    await page.locator('.suspect', { hasText: /\(name cache\) retains .* of the heap.*foremost 121 of type dict/s }).waitFor();
});

test('after a restart the session has ended, and its history is all there', async (context) => {
    const name = await grown();
    await web.api('POST', `/v1/sessions/${name}/gc/collect`);
    const diffs = await web.api('GET', `/v1/sessions/${name}/diffs/1..2`);
    if (!(await web.restart())) return context.skip('the daemon is not ours to restart');
    const page = await web.open(`#/sessions/${name}`);
    await page.getByText('This session has ended').waitFor();
    await page.getByRole('link', { name: 'past collections' }).click();
    await page.getByRole('region', { name: 'Past collections' }).locator('tbody tr', { hasText: 'request' }).waitFor();
    await page.getByRole('link', { name: 'Snapshots' }).click();
    await page.getByRole('region', { name: 'Snapshots' }).locator('tbody tr', { hasText: 'before' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Take a snapshot' }).count(), 0);
    await page.goto(`${web.url}/#/sessions/${name}/diffs/1..2`);
    const rows = page.getByRole('region', { name: 'Difference' }).locator('tbody tr');
    await rows.first().waitFor();
    assert.equal(await rows.count(), diffs.items.length);
    await page.goto(`${web.url}/#/sessions/${name}/memory`);
    await page.locator('.panel, .empty').first().waitFor();
});

test('snapshots without traces say so, and what shrank is no growth', async () => {
    const name = await web.session();
    await web.api('PUT', `/v1/sessions/${name}/names/list`, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    await web.api('POST', `/v1/sessions/${name}/ops`, [{ op: 'call', object: 'list', method: 'clear' }]);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByText('Nothing was traced when these were taken').waitFor();
    await page.goto(`${web.url}/#/sessions/${name}/diffs/1..2`);
    const summary = page.locator('.summary');
    await summary.waitFor();
    assert.match(await summary.innerText(), /survived, 1 of them shrunk by \d+ B\./);
    const row = page.locator('tbody tr', { hasText: 'list' });
    await row.waitFor();
    assert.deepEqual((await row.locator('td').allInnerTexts()).slice(7, 10).map((text) => text.trim()), ['0', '0 B', '1']);
});
