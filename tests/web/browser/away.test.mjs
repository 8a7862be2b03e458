// heapd goes away and comes back; there is nothing yet; there is very much.
import assert from 'node:assert/strict';
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();

// Debug builds look at the whole heap after each operation.
const MANY = /\brelease\b/.test(process.env.HEAPD ?? '') ? 1_000_000 : 60_000;

test('a daemon without a session says what to do first', async (context) => {
    const { items } = await web.api('GET', '/v1/sessions');
    if (items.length) return context.skip('the daemon has sessions');
    const page = await web.open('');
    await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor();
    await page.locator('.empty').waitFor();
    const words = await page.locator('main').innerText();
    for (const word of [/curl/, /Run Python/, /Show me a leak/, /New session/, /Import a dump/]) assert.match(words, word);
    await page.getByRole('link', { name: 'Run Python' }).first().click();
    await page.locator('.editor[data-ready]').waitFor();
});

test('of a heap with very many objects each page has what is seen of it, and stays quick', async () => {
    const name = await web.session({ python: '3.11', memory_limit: 1 << 30 });
    const third = Math.ceil(MANY / 3);
    await web.api('POST', `/v1/sessions/${name}/exec`, { source: `data = [{"n": [n]} for n in range(${third})]` });
    const { objects } = await web.api('GET', `/v1/sessions/${name}`);
    assert.ok(objects >= 2 * third);
    const page = await web.open('');
    let bytes = 0;
    page.on('response', (response) => response.body().then((body) => (bytes += body.length), () => {}));
    const views = { '': name, objects: 'Objects', types: 'Types', gc: 'Collector', suspects: 'Suspects', 'query?sql=SELECT+*+FROM+objects': 'SQL' };
    for (const [view, title] of Object.entries(views)) {
        bytes = 0;
        await page.goto(`${web.url}/#/sessions/${name}/${view}`);
        await page.waitForFunction((begins) => document.title.startsWith(begins), title); // it is this view that is shown
        await settled(page);
        assert.ok(bytes < 2_000_000, `${view} took ${bytes} bytes`);
        assert.ok((await page.evaluate(() => document.querySelectorAll('*').length)) < 4000, view);
        assert.equal(await page.getByRole('alert').count(), 0, view);
    }
    await page.goto(`${web.url}/#/sessions/${name}`);
    await page.locator('.graph-canvas[data-ready="true"]').waitFor();
    await page.waitForFunction(() => Number(document.querySelector('.graph-canvas')?.dataset.nodes) > 5);
    assert.ok((await page.locator('.graph-canvas').getAttribute('data-nodes')) <= 200);
});

// The last: it ends the daemon's heaps.
test('a page says that heapd is away, and goes on by itself when it is back', async (context) => {
    const name = await web.session({ python: '3.11' });
    await web.api('POST', `/v1/sessions/${name}/objects`, { value: ['kept'], bind: 'a' });
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'before', objects: true });
    const away = { expected: /net::ERR|Failed to load|Failed to fetch/ };
    const [session, list] = await Promise.all([web.open(`#/sessions/${name}`, away), web.open('', away)]);
    await session.locator('.connection.live').waitFor();
    await session.locator('.name-word', { hasText: 'a' }).waitFor();
    await list.getByRole('link', { name, exact: true }).waitFor();
    if (!(await web.leave())) return context.skip('the daemon is not ours to end');
    await session.locator('.connection.offline').waitFor();
    assert.match(await session.locator('.connection').getAttribute('title'), /does not answer/);
    await session.locator('.name-word', { hasText: 'a' }).waitFor(); // what was there is not taken away
    await list.locator('.problem').waitFor();
    await web.comeBack();
    await session.getByText('This session has ended').waitFor();
    assert.doesNotMatch(await session.locator('.session-numbers').innerText(), /objects|0 B/); // of what is gone nothing is counted
    await list.locator('tr', { hasText: name }).getByText('ended').waitFor();
    assert.equal(await list.locator('.problem').count(), 0);

    // What remains of it: every page either shows its history or says that the heap is gone.
    const views = { code: 'Code', objects: 'Objects', types: 'Types', allocator: 'Allocator', memory: 'Memory', gc: 'Collector', snapshots: 'Snapshots', suspects: 'Suspects', query: 'SQL' };
    for (const [view, title] of Object.entries(views)) {
        await session.goto(`${web.url}/#/sessions/${name}/${view}`);
        await session.waitForFunction((begins) => document.title.startsWith(begins), title);
        await settled(session);
        assert.equal(await session.locator('.problem').count(), 0, view);
    }
    await session.goto(`${web.url}/#/sessions/${name}/suspects`);
    await session.getByText('snapshot 1 before').waitFor({ state: 'attached' });
    await session.getByRole('region', { name: 'What retains most' }).locator('tbody tr').first().waitFor();
});
