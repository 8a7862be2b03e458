// An object's page, and the ways to it: the list of objects, the types.
import assert from 'node:assert/strict';
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();

async function bind(session, value, bindTo) {
    return web.api('POST', `/v1/sessions/${session}/objects`, { value, bind: bindTo });
}

test('the bytes shown are the bytes that the heap has', async () => {
    const name = await web.session({ python: '3.11' });
    const { id } = await bind(name, { $tuple: [[], 'text'] }, 't');
    const page = await web.open(`#/sessions/${name}/objects/${id}`);
    await page.locator('.dump-bytes').first().waitFor();
    const { fields } = await web.api('GET', `/v1/sessions/${name}/objects/${id}/layout`);
    const hex = fields.map((field) => field.bytes.replace(/\s/g, '')).join('');
    const shown = (await page.locator('.octet:not(.gap)').allInnerTexts()).join('');
    assert.equal(shown.length, hex.length);
    assert.equal([...shown].sort().join(''), [...hex].sort().join(''));
    for (const field of ['ob_refcnt', 'ob_type', 'ob_size'])
        assert.ok(await page.locator('.dump-fields code', { hasText: field }).count(), `${field} is shown`);
});

test('what leads to another block of the same object is shown there', async () => {
    const name = await web.session({ python: '3.11' });
    const { id } = await bind(name, { k: 1 }, 'd');
    const page = await web.open(`#/sessions/${name}/objects/${id}`);
    const field = page.locator('.dump-fields tr', { hasText: 'ma_keys' });
    const address = await field.locator('.address').innerText();
    await field.locator('.address').click();
    assert.equal(await page.evaluate(() => document.activeElement.innerText.replace(/\s+/g, ' ')), `keys ${address}`);
    assert.ok(page.url().endsWith(`/objects/${id}`));
});

test('addresses lead on: from a tuple to its item, and by its holders back', async () => {
    const name = await web.session();
    const { id } = await bind(name, { $tuple: [['inner']] }, 't');
    const page = await web.open(`#/sessions/${name}/objects/${id}`);
    const down = page.getByRole('region', { name: 'Refers to' }).locator('tr', { hasText: 'list' }).locator('.address');
    const inner = await down.innerText();
    await down.click();
    await page.locator('.object-id', { hasText: inner }).waitFor();
    await page.getByRole('region', { name: 'Held by' }).locator('.address', { hasText: id }).click();
    await page.locator('.object-id', { hasText: id }).waitFor();
});

test('an object that is freed while it is looked at says what happened', async () => {
    const name = await web.session();
    const { id } = await bind(name, ['short-lived'], 'x');
    const page = await web.open(`#/sessions/${name}/objects/${id}`);
    await page.locator('.object-id').waitFor();
    await web.api('DELETE', `/v1/sessions/${name}/names/x`);
    await page.getByText(`No live object is at ${id}`).waitFor();
});

test('types lead to their objects, objects to their page', async () => {
    const name = await web.session();
    const { id } = await bind(
        name,
        Array.from({ length: 300 }, (_, n) => [n]),
        'lists',
    );
    const page = await web.open(`#/sessions/${name}/types`);
    await page.getByRole('link', { name: 'list', exact: true }).click();
    await page.waitForURL(/objects\?type=list/);
    const first = page.getByRole('region', { name: 'Objects' }).locator('.address').first();
    await first.waitFor();
    await settled(page);
    assert.equal(await first.innerText(), id, 'the largest comes first');
    await page.getByRole('link', { name: /^Next/ }).click();
    await page.getByRole('link', { name: 'First page' }).waitFor();
    await page.getByRole('link', { name: 'First page' }).click();
    await page.getByRole('region', { name: 'Objects' }).locator('.address', { hasText: id }).waitFor(); // and not the page before it
    await first.click();
    await page.locator('.object-id', { hasText: id }).waitFor();
});

test('a long list stays fast: of many rows few are in the page', async () => {
    const name = await web.session();
    const { id } = await bind(
        name,
        Array.from({ length: 400 }, (_, n) => `item ${n}`),
        'long',
    );
    const page = await web.open(`#/sessions/${name}/objects/${id}`);
    const table = page.getByRole('region', { name: 'Refers to' });
    await table.locator('tbody tr').first().waitFor();
    assert.ok((await table.locator('tbody tr').count()) < 60);
    const rows = await table.locator('table').getAttribute('aria-rowcount');
    await table.evaluate((box) => (box.scrollTop = box.scrollHeight));
    await table.locator(`tr[aria-rowindex="${rows}"]`).waitFor();
    assert.equal(await table.locator('tr[aria-rowindex="2"]').count(), 0);
});

test('an object is reached by its name, too, and a text that is cut says so', async () => {
    const name = await web.session();
    await web.api('PUT', `/v1/sessions/${name}/names/many`, Array.from({ length: 300 }, (_, n) => [n]));
    const page = await web.open(`#/sessions/${name}/objects/many`);
    await page.locator('.retained table tbody tr').first().waitFor();
    await settled(page);
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.match(await page.locator('.object-title .repr').innerText(), /^\[\[0\].*…$/);
    assert.match(await page.getByText(/first 500 of|300 references/).innerText(), /300 references/);
});

test('what is being typed stays while the heap changes, and leads to a name as to an address', async () => {
    const name = await web.session();
    await web.api('PUT', `/v1/sessions/${name}/names/many`, { value: [['deep']] });
    const page = await web.open(`#/sessions/${name}/objects`);
    const type = page.getByLabel('Type', { exact: true });
    const steps = () => page.locator('.session-numbers').innerText();
    await page.locator('tbody tr').first().waitFor();
    await type.click();
    await page.keyboard.type('di');
    const before = await steps();
    await web.api('PUT', `/v1/sessions/${name}/names/other`, { value: { k: 1 } });
    while ((await steps()) === before) await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    assert.equal(await type.inputValue(), 'di');
    await page.keyboard.type('ct');
    await page.keyboard.press('Enter');
    await page.waitForURL(/type=dict/);
    await page.getByLabel('Go to').fill("many[0]");
    await page.keyboard.press('Enter');
    await page.locator('.object-title .repr', { hasText: "['deep']" }).waitFor();
    await settled(page);
    assert.equal(await page.getByRole('alert').count(), 0);
});
