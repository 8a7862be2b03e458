// The collector, the allocator and memory over time.
import assert from 'node:assert/strict';
import { dashboard, test } from './harness.mjs';

const web = dashboard();

// A list that holds itself and that no name reaches: garbage that only the collector frees.
async function leaveCycle(session) {
    await web.api('POST', `/v1/sessions/${session}/ops`, [
        { op: 'new', value: [], bind: 'c' },
        { op: 'call', object: { $ref: 'c' }, method: 'append', args: [{ $ref: 'c' }] },
        { op: 'del', name: 'c' },
    ]);
}

test('a collection is run by its button, says what it found, and stands in the table', async () => {
    const name = await web.session();
    await leaveCycle(name);
    const page = await web.open(`#/sessions/${name}/gc`);
    await page.getByRole('button', { name: 'Collect 2' }).click();
    await page.getByText(/^Collected 1 object\b/).waitFor();
    const row = page.getByRole('region', { name: 'Past collections' }).locator('tbody tr').first();
    await row.waitFor();
    assert.match(await row.innerText(), /request/);
});

test('thresholds are set and the collector switched, and the heap obeys', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/gc`);
    await page.getByLabel('Threshold of generation 0').fill('123');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('of 123').waitFor();
    await page.getByRole('switch').click();
    await page.getByText('automatic collection off').waitFor();
    const gc = await web.api('GET', `/v1/sessions/${name}/gc`);
    assert.equal(gc.threshold[0], 123);
    assert.equal(gc.enabled, false);
});

test('frozen objects are counted, and thawed again', async () => {
    const name = await web.session();
    await web.api('POST', `/v1/sessions/${name}/objects`, { value: [[], [], []], bind: 'a' });
    const page = await web.open(`#/sessions/${name}/gc`);
    const unfreeze = (state) => page.locator(`button:${state}`, { hasText: 'Unfreeze' });
    await page.getByRole('button', { name: 'Freeze all' }).click();
    await unfreeze('enabled').waitFor();
    assert.ok((await web.api('GET', `/v1/sessions/${name}/gc`)).frozen >= 4);
    await unfreeze('enabled').click();
    await unfreeze('disabled').waitFor();
});

test('the map of pools shows every pool, and tells of each by keyboard', async () => {
    const name = await web.session();
    await web.api('POST', `/v1/sessions/${name}/objects`, {
        value: Array.from({ length: 500 }, (_, n) => ({ n })),
        bind: 'a',
    });
    const page = await web.open(`#/sessions/${name}/allocator`);
    const map = page.getByRole('img', { name: /pools? in/ });
    await map.waitFor();
    assert.match(await map.getAttribute('aria-label'), /^\d[\d,]* pools in \d+ arenas?/);
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.poolmap-note', { hasText: /^0x[0-9a-f]+ (blocks of|free)/ }).waitFor();
    const classes = page.getByRole('region', { name: 'Size classes' });
    await classes.locator('tbody tr').first().click();
    await page.getByRole('button', { name: 'All size classes' }).waitFor();
});

test('memory over time is plotted once there are samples', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/memory`);
    for (let n = 0; n < 4; n++) {
        await web.api('POST', `/v1/sessions/${name}/objects`, {
            value: Array.from({ length: 2000 }, (_, i) => i + 0.5),
            bind: `a${n}`,
        });
        // heapd takes a sample from time to time
        while ((await web.api('GET', `/v1/sessions/${name}/memory`)).items.length <= n)
            await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    }
    await page.locator('.uplot canvas').first().waitFor();
    assert.match(await page.locator('.facts').first().innerText(), /Used now/);
    // What was there for a moment only, between two samples, counts as well.
    await web.api('POST', `/v1/sessions/${name}/exec`, { source: 'x = [0] * 1000000\ndel x' });
    await page.locator('.facts', { hasText: /Most used\s*[78]\.\d+ MiB/ }).waitFor();
    const { peak } = await web.api('GET', `/v1/sessions/${name}/allocator`);
    assert.ok(peak >= 8000000);
});
