// What keeps what alive: an object's page, the suspects, two snapshots object by object.
import assert from 'node:assert/strict';
import { dashboard, settled, test } from './harness.mjs';

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
    const words = page.locator('.suspect-words', { hasText: 'of type Row' }).first();
    await words.waitFor();
    const id = await words.locator('.address').first().innerText();
    await words.locator('.address').first().click();
    await page.waitForURL(new RegExp(`snapshots/1/objects/${id}`));
});

// Two snapshots with their objects; between them some rows came, one went and a list grew.
async function twoGraphs() {
    const name = await program();
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    await web.api('POST', `/v1/sessions/${name}/exec`, {
        source: 'table.rows += [Row(i) for i in range(123)]\ndel table.rows[0]',
    });
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    return name;
}

const exact = (title) => Number(title.replace(/[^\d]/g, '')) * (title.includes('\u2212') ? -1 : 1);

test('two snapshots with objects are compared by type, in the columns of DevTools, then object by object', async () => {
    const name = await twoGraphs();
    const page = await web.open(`#/sessions/${name}/diffs/1..2`);
    const table = page.getByRole('region', { name: 'Objects by type' });
    const row = table.locator('tbody tr', { hasText: 'Row' }).first();
    await row.waitFor();
    const { items, all } = await web.api('GET', `/v1/sessions/${name}/diffs/1..2/objects`);
    const told = items.find((item) => item.type === 'Row');
    assert.deepEqual([told.new - told.deleted, told.delta], [122, 122]);
    const cells = (await row.locator('td').allInnerTexts()).map((text) => text.trim());
    assert.deepEqual(cells.slice(1, 4), [String(told.new), String(told.deleted), '+122']);
    const bytes = await row.locator('td .num[title]').evaluateAll((list) => list.map((cell) => cell.title));
    assert.deepEqual(bytes.map(exact).slice(0, 3), [told.allocated_size, told.freed_size, told.size_delta]);
    assert.equal(exact(await page.locator('.summary .num').first().getAttribute('title')), all.size_delta);

    await page.getByLabel('Find a type').fill('ro');
    await table.locator('tbody tr', { hasText: 'list' }).waitFor({ state: 'detached' });
    await page.getByLabel('Find a type').fill('');
    await page.getByRole('button', { name: '# New' }).click();
    await page.waitForURL(/sort=-new/);
    await row.click();
    await page.waitForURL(/type=Row/);
    const objects = page.getByRole('region', { name: 'Objects', exact: true }).locator('tbody tr');
    await objects.first().waitFor();
    await page.getByLabel('Fate').selectOption('deleted');
    await page.waitForURL(/fate=deleted/);
    await page.getByText('Objects of type Row: deleted').waitFor();
    await settled(page);
    await objects.nth(told.deleted - 1).waitFor();
    // What was deleted is in the older snapshot, and its page says so.
    const id = await objects.first().locator('.address').innerText();
    await objects.first().locator('.address').click();
    await page.waitForURL(new RegExp(`snapshots/1/objects/${id}`));
    await page.locator('.object-id', { hasText: id }).waitFor();
});

test('the objects of two snapshots are a treemap by type', async () => {
    const name = await twoGraphs();
    const page = await web.open(`#/sessions/${name}/diffs/1..2?view=treemap`);
    const box = page.locator('.picture .box', { has: page.locator('title', { hasText: /^Row\n/ }) });
    await box.waitFor();
    const { items } = await web.api('GET', `/v1/sessions/${name}/diffs/1..2/objects`);
    const told = items.find((item) => item.type === 'Row');
    assert.match(await box.locator('title').textContent(), new RegExp(`\\+122 objects; ${told.new} new`));
});

test('the page of an object in a snapshot: its path, what it dominates, holders and referents, as the API says', async () => {
    const name = await twoGraphs();
    await web.api('DELETE', `/v1/sessions/${name}/names/table`);
    const page = await web.open(`#/sessions/${name}/snapshots/2?view=objects`);
    const types = page.getByRole('region', { name: 'Objects by type' });
    for (const [link, words] of [
        ['.heapsnapshot', /^\{"snapshot":/],
        ['DOT', /^digraph/],
    ]) {
        const address = await page.getByRole('link', { name: link, exact: true }).getAttribute('href');
        assert.match(await (await fetch(web.url + address)).text(), words);
    }
    await types.locator('tbody tr', { hasText: 'Table' }).first().click();
    await page.waitForURL(/type=Table/);
    await page.getByRole('region', { name: 'Objects', exact: true }).locator('.address').first().click();
    await page.waitForURL(/snapshots\/2\/objects\/0x/);
    const id = new URL(page.url()).hash.split('/').at(-1);
    const told = await web.api('GET', `/v1/sessions/${name}/snapshots/2/objects/${id}/retained`);
    assert.equal(told.type, 'Table');
    const facts = page.locator('.object-head .facts');
    await facts.waitFor();
    const titles = await facts.locator('.num[title]').evaluateAll((list) => list.map((cell) => cell.title));
    assert.deepEqual(titles.map(exact), [told.size, told.retained_size]);
    const path = page.locator('.root-path').first();
    await path.waitFor();
    assert.match(await path.innerText(), /name table/);

    const dominated = page.getByRole('region', { name: 'Dominated objects' }).locator('tbody tr');
    await dominated.first().waitFor();
    const { items } = await web.api('GET', `/v1/sessions/${name}/snapshots/2/dominators?id=${id}&limit=500`);
    assert.equal(await dominated.count(), items.length);
    assert.match(await dominated.first().innerText(), new RegExp(items[0].id));

    const around = await web.api('GET', `/v1/sessions/${name}/snapshots/2/objects/${id}/graph?depth=1`);
    const out = around.edges.filter((edge) => edge.from === id);
    const refers = page.getByRole('region', { name: 'Refers to' }).locator('tbody tr');
    await refers.first().waitFor();
    assert.equal(await refers.count(), out.length);
    const list = refers.filter({ hasText: 'list' });
    assert.match(await list.innerText(), /rows/);
    await page.locator('.graph-canvas[data-ready="true"]').waitFor();
    await page.waitForFunction(() => Number(document.querySelector('.graph-canvas')?.dataset.nodes) > 1);

    // On to the list, where the table is the one that holds it.
    const address = await list.locator('.address').innerText();
    await list.locator('.address').click();
    await page.locator('.object-head', { hasText: address }).waitFor();
    const held = page.getByRole('region', { name: 'Held by' }).locator('tbody tr', { hasText: id });
    await held.waitFor();
    assert.match(await held.innerText(), /Table/);
    await page.goto(`${web.url}/#/sessions/${name}/snapshots/2/objects/0x10`);
    await page.getByRole('heading', { name: 'Snapshot 2 has no object at 0x10' }).waitFor();
});

test('what retains most has a name also where it is a dict of a namespace', async () => {
    const name = await web.session({ python: '3.14' });
    await web.api('POST', `/v1/sessions/${name}/exec`, { source: 'cache = {n + 1000: "x" * n for n in range(500)}' });
    const page = await web.open(`#/sessions/${name}/suspects`);
    const row = page.getByRole('region', { name: 'What retains most' }).locator('tbody tr', { hasText: 'dict' }).first();
    await row.waitFor();
    assert.match(await row.innerText(), /name cache/);
});

test('a cycle of two is found among those of classes', async () => {
    const name = await web.session({ python: '3.14' });
    await web.api('POST', `/v1/sessions/${name}/exec`, {
        source: [
            ...Array.from({ length: 150 }, (_, n) => `class Class${n}:\n    def method(self): pass`),
            'class Node: pass',
            'a, b = Node(), Node()',
            'a.other, b.other = b, a',
            'import gc; gc.disable()',
            'lost = Node(); lost.me = lost; del lost',
        ].join('\n'),
    });
    const page = await web.open(`#/sessions/${name}/suspects`);
    const rows = page.getByRole('region', { name: 'Cycles' }).locator('tbody tr');
    await rows.filter({ hasText: 'Node ×2' }).waitFor();
    await page.getByText(/with classes in them left out/).waitFor();
    await page.getByLabel('Which cycles').selectOption('garbage');
    await rows.filter({ hasText: 'Node ×2' }).waitFor({ state: 'detached' });
    await rows.filter({ hasText: 'garbage' }).waitFor();
    await page.getByLabel('Which cycles').selectOption('all');
    await page.waitForURL(/cycles=all/);
});
