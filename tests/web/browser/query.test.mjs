// The SQL console: examples, answers as tables that sort, addresses that lead on, mistakes, an address to share.
import assert from 'node:assert/strict';
import { dashboard, test } from './harness.mjs';

const web = dashboard();

const SOURCE = `
class Node:
    def __init__(self): self.peer = None
data = [{'k': i, 'n': Node()} for i in range(50)]
one, two = Node(), Node()
one.peer, two.peer = two, one
`;

async function session() {
    const name = await web.session({ python: '3.11' });
    await web.api('PATCH', `/v1/sessions/${name}/trace`, { tracing: true, nframe: 3 });
    await web.api('POST', `/v1/sessions/${name}/exec`, { source: SOURCE });
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    await web.api('POST', `/v1/sessions/${name}/exec`, { source: 'more = [Node() for i in range(100)]' });
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    return name;
}

const cells = (page) => page.locator('.answer tbody tr:not(.gap)').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));

test('a question is asked and answered', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}`);
    await page.getByRole('link', { name: 'SQL', exact: true }).click();
    await page.getByLabel('SQL').fill("SELECT type, count(*) AS n FROM objects WHERE type = 'Node' GROUP BY 1");
    await page.getByLabel('SQL').press('Control+Enter');
    await page.locator('.answer').waitFor();
    assert.deepEqual(await cells(page), [['Node', '152']]);
});

test('every example has an answer', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}/query`);
    const chips = page.locator('.question .chip');
    await chips.first().waitFor();
    const count = await chips.count();
    assert.ok(count >= 10);
    for (let n = 0; n < count; n++) {
        await Promise.all([page.waitForResponse((response) => response.url().endsWith('/query') && response.request().method() === 'POST'), chips.nth(n).click()]);
        const title = await chips.nth(n).innerText();
        await page.locator('.question .primary:enabled').waitFor();
        assert.equal(await page.locator('.answer, .note').count(), 1, title);
        assert.equal(await page.getByRole('alert').count(), 0, title);
    }
});

test('what grew between two snapshots is the first row', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}/query`);
    await page.getByRole('button', { name: 'The ten types that grew most' }).click();
    await page.locator('.answer').waitFor();
    assert.equal((await cells(page))[0][0], 'Node');
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/diff.png`, fullPage: true });
});

test('an answer sorts by any column, and the order is in the address', async () => {
    const name = await session();
    const sql = 'SELECT id, size, type FROM objects';
    const page = await web.open(`#/sessions/${name}/query?sql=${encodeURIComponent(sql)}`);
    await page.locator('.answer').waitFor();
    await page.getByRole('button', { name: 'size', exact: true }).click();
    await page.waitForFunction(() => location.hash.includes('sort=-1'));
    const sizes = (await cells(page)).map((row) => Number(row[1]));
    assert.deepEqual(sizes, [...sizes].sort((a, b) => b - a));
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/objects.png`, fullPage: true });
    const other = await web.open(new URL(page.url()).hash); // the same view for somebody else
    await other.locator('.answer').waitFor();
    assert.deepEqual((await cells(other)).map((row) => Number(row[1])), sizes);
});

test('an address leads to its object', async () => {
    const name = await session();
    const sql = "SELECT address, id FROM objects WHERE type = 'Node'";
    const page = await web.open(`#/sessions/${name}/query?sql=${encodeURIComponent(sql)}`);
    const link = page.locator('.answer a.address').first();
    const id = await link.innerText();
    assert.match(id, /^0x7f/);
    await link.click();
    await page.waitForFunction((wanted) => location.hash.endsWith(wanted), id);
    await page.getByText('Node').first().waitFor();
});

test('a mistake is shown where it is', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}/query?sql=${encodeURIComponent('SELECT type,\n  adress FROM objects')}`, { expected: /400/ });
    assert.match(await page.getByRole('alert').innerText(), /no such column: adress/);
    assert.equal(await page.getByLabel('Where the SQL is wrong').innerText(), '  adress FROM objects\n  ^');
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/mistake.png`, fullPage: true });
});

test('what is not allowed is refused with its reason', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}/query?sql=${encodeURIComponent('DROP TABLE objects')}`, { expected: /40[03]/ });
    assert.match(await page.getByRole('alert').innerText(), /40[03]/);
});

test('an answer can be taken along', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}/query?sql=${encodeURIComponent('SELECT 1 AS a, NULL AS b')}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    assert.equal(download.suggestedFilename(), `${name}.csv`);
});

test('tables and their columns are listed', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}/query`);
    await page.locator('.sql-tables summary', { hasText: 'refs' }).first().click();
    await page.getByText('the object that refers').first().waitFor();
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/tables.png`, fullPage: true });
});

test('integers are told to the last digit, and sort as numbers', async () => {
    const name = await session();
    const sql = 'SELECT column1 AS n FROM (VALUES (9007199254740993), (3), (-9223372036854775808), (9223372036854775807))';
    const page = await web.open(`#/sessions/${name}/query?sql=${encodeURIComponent(sql)}&sort=-0`);
    await page.locator('.answer').waitFor();
    assert.deepEqual(await cells(page), [['9223372036854775807'], ['9007199254740993'], ['3'], ['-9223372036854775808']]);
});

test('an address without a question shows no answer', async () => {
    const name = await session();
    const page = await web.open(`#/sessions/${name}/query?sql=SELECT+1`);
    await page.locator('.answer').waitFor();
    await page.getByRole('link', { name: 'SQL', exact: true }).click();
    await page.locator('.answer').waitFor({ state: 'detached' });
});
