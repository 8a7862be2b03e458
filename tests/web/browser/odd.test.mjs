// Odd and long texts wherever somebody may write one: they are texts, they are cut where there is no room, and the whole of
// them is there to be read.
import assert from 'node:assert/strict';
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();

const EVIL = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const FILE = `${'very_long_folder_name_'.repeat(10)}/<b onmouseover=alert(3)>bold.py`;
const PROGRAM = `
T = type("<img src=x onerror=alert(4)>", (), {"__repr__": lambda s: "<script>alert(5)</script>\\u202eevil\\u2028line\\x00nul"})
L = type("L" * 300, (), {})
a, b = [T() for n in range(100)], [L() for n in range(100)]
u = "\\ud800 lone"
d = {"<i>key</i>": 1, "k" * 500: 2, "new\\nline": 3, "": 4, "' OR 1=1 --": 5}
globals()["v" * 200] = 1
a[0].__dict__["<u>attribute"] = [1, 2]
`;
const SQL = `SELECT type, repr, '<b>x</b>' AS "<i>column</i>" FROM objects ORDER BY size DESC`;

async function odd() {
    const name = await web.session({ python: '3.11', trace: { tracing: true, nframe: 5 }, labels: { evil: EVIL, long: 'w'.repeat(60) } });
    const at = `/v1/sessions/${name}`;
    const run = (source) => web.api('POST', `${at}/exec`, { filename: FILE, source });
    await run(PROGRAM);
    await web.api('POST', `${at}/snapshots`, { label: EVIL, objects: true });
    await run('a += [T() for n in range(300)]; b += [L() for n in range(300)]');
    await web.api('POST', `${at}/snapshots`, { label: 'ł'.repeat(60), objects: true });
    const { id } = await web.api('GET', `${at}/names/a`);
    const type = encodeURIComponent('<img src=x onerror=alert(4)>');
    return [
        name,
        ['', '/snapshots?chosen=1,2', '/diffs/1..2', '/diffs/1..2?view=sites', '/diffs/1..2?view=flame', '/diffs/1..2?view=treemap', '/suspects?n=2', '/types',
            '/objects', `/objects/${id}`, `/snapshots/2?view=objects&type=${type}`, `/snapshots/2/objects/${id}`, `/query?sql=${encodeURIComponent(SQL)}`, '/code'],
    ];
}

test('texts are never markup, and nothing is wider than the screen', async () => {
    const [name, views] = await odd();
    const page = await web.open('', { viewport: { width: 700, height: 800 } });
    page.on('dialog', (dialog) => assert.fail(`it ran: ${dialog.message()}`));
    for (const hash of ['#/', ...views.map((view) => `#/sessions/${name}${view}`)]) {
        await page.goto('about:blank');
        await page.goto(`${web.url}/${hash}`);
        await settled(page);
        const made = await page.evaluate(() => document.querySelectorAll('main :is(img, script, i[onmouseover], b[onmouseover], u)').length);
        assert.equal(made, 0, hash);
        const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= screen, `${hash} is ${wide} pixels wide on a screen of ${screen}`);
    }
});

// What is cut shows an ellipsis and has its whole text in a title; what stands in one row does not overlap.
test('long names are cut, beside each other, and told whole on pointing there', async () => {
    const [name] = await odd();
    const page = await web.open(`#/sessions/${name}`);
    await settled(page);
    const row = page.locator('.name-row', { hasText: 'vvvv' });
    const boxes = await row.locator('> *').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect()).map((box) => [box.left, box.right]));
    for (let n = 1; n < boxes.length; n++) assert.ok(boxes[n - 1][1] <= boxes[n][0] + 1, JSON.stringify(boxes));
    assert.equal(await row.locator('.name-word').getAttribute('title'), 'v'.repeat(200));
    const widest = await page.locator('.graph-canvas').evaluate((canvas) => canvas.scrollWidth - canvas.clientWidth);
    assert.ok(widest <= 1);

    await page.goto(`${web.url}/#/`);
    const cell = page.locator('.session-cell', { has: page.getByRole('link', { name, exact: true }) });
    await cell.waitFor();
    const label = cell.getByTitle(`evil:${EVIL}`);
    assert.ok((await label.boundingBox()).width > 20);
    assert.ok((await cell.getByRole('link').boundingBox()).width > 20);
});
