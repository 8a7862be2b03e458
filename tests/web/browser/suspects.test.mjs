// What keeps what alive: an object's page, the suspects, two snapshots object by object.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dashboard } from './harness.mjs';

const web = dashboard();

const PROGRAM = `
class Row:
    def __init__(self, i):
        self.i, self.name = i + 1000, "row %d" % (i % 5)
class Table:
    pass
table = Table()
table.rows = [Row(i) for i in range(2000)]
`;

async function program() {
    const name = await web.session({ python: '3.14' });
    await web.api('POST', `/v1/sessions/${name}/exec`, { source: PROGRAM });
    return name;
}

test('the page of an object shows its path from a root and what it keeps alive', async () => {
    const name = await program();
    const { items } = await web.api('GET', `/v1/sessions/${name}/objects?type=list&sort=-size&limit=1`);
    const { retained_size: size } = await web.api('GET', `/v1/sessions/${name}/objects/${items[0].id}/retained`);
    assert.ok(size > 100000);
    const page = await web.open(`#/sessions/${name}/objects/${items[0].id}`);
    const panel = page.locator('.retained');
    assert.match(await panel.locator('.root-path').first().innerText(), /name table .*\.rows$/);
    const rows = panel.locator('tbody tr', { hasText: 'Row' });
    await rows.first().waitFor();
    await panel.getByRole('link', { name: 'what keeps them alive' }).click();
    await page.locator('.merged-paths li').first().waitFor();
    assert.match(await page.locator('.merged-paths').innerText(), /name table/);
});

test('suspects are told in words whose addresses lead on', async () => {
    const name = await program();
    const page = await web.open(`#/sessions/${name}`);
    await page.getByRole('link', { name: 'Suspects', exact: true }).click();
    const words = page.locator('.suspect-words').first();
    await words.waitFor();
    assert.match(await words.innerText(), /name table\.rows.*of type Row/s);
    for (const title of ['What retains most', 'Cycles', 'Equal values', 'Capacity that is not used'])
        await page.getByRole('region', { name: title }).waitFor();
    const id = await words.locator('.address').first().innerText();
    await words.locator('.address').first().click();
    await page.locator('.object-id', { hasText: id }).waitFor();
});

test('a snapshot has suspects of its own, also when its heap is another', async () => {
    const name = await program();
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    await web.api('DELETE', `/v1/sessions/${name}/names/table`);
    const page = await web.open(`#/sessions/${name}/suspects`);
    await page.getByLabel('Heap or snapshot').selectOption('1');
    await page.waitForURL(/n=1/);
    await page.locator('.suspect-words', { hasText: 'of type Row' }).first().waitFor();
});

test('two snapshots are compared object by object', async () => {
    const name = await program();
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    await web.api('POST', `/v1/sessions/${name}/exec`, { source: 'table.rows += [Row(i) for i in range(123)]' });
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    const page = await web.open(`#/sessions/${name}/diffs/1..2`);
    await page.getByRole('link', { name: 'Object by object' }).click();
    const row = page.getByRole('region', { name: 'Objects by type' }).locator('tbody tr', { hasText: 'Row' });
    await row.first().waitFor();
    assert.match(await row.first().innerText(), /123/);
    await row.first().click();
    await page.waitForURL(/type=Row/);
    await page.getByRole('region', { name: 'Objects', exact: true }).locator('tbody tr').first().waitFor();
});
