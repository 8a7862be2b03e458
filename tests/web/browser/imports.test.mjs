// A real dump of a real program: dropped onto the page, on the time line, compared as table, flame graph and treemap. The
// numbers shown are those of the API and of the interpreter's own tracemalloc.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { after, before } from 'node:test';
import { dropFiles, makeDumps, makeLarge } from './dumps.mjs';
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();
let dumps;

before(async () => {
    dumps = await makeDumps();
});
after(() => dumps.drop());

const exact = (title) => Number(title.replace(/[^\d]/g, '')) * (title.includes('\u2212') ? -1 : 1);

async function importAll(labels = ['before', 'after']) {
    const name = await web.session();
    for (const label of labels) {
        const response = await fetch(`${web.url}/v1/sessions/${name}/snapshots/import?label=${label}`, {
            method: 'POST',
            body: await readFile(dumps[label]),
        });
        assert.equal(response.status, 201);
    }
    return name;
}

test('dumps are dropped onto the page and become snapshots with their time and size', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByText('No snapshot yet').waitFor();
    await dropFiles(page, [
        { name: 'after.snapshot.gz', bytes: gzipSync(await readFile(dumps.after)), at: 1700000060_000 },
        { name: 'before.snapshot', path: dumps.before, at: 1700000000_000 },
    ]);
    const imports = page.getByRole('list', { name: 'Imports' }).locator('li.done');
    await imports.nth(1).waitFor();
    assert.match(await imports.nth(0).innerText(), /before\.snapshot.*is snapshot 1/s, 'the older file is the first');
    const { items } = await web.api('GET', `/v1/sessions/${name}/snapshots`);
    const [newer, older] = items.sort((a, b) => b.snapshot - a.snapshot);
    assert.deepEqual([older.label, newer.label], ['before', 'after']);
    assert.deepEqual([older.source, newer.source], ['before.snapshot', 'after.snapshot.gz']);
    assert.equal(Date.parse(newer.taken_at) - Date.parse(older.taken_at), 60_000);
    for (const [row, label] of [
        [older, 'before'],
        [newer, 'after'],
    ])
        assert.deepEqual([row.size, row.count], [dumps.told[label].size, dumps.told[label].count]);
    const rows = page.getByRole('region', { name: 'Snapshots' }).locator('tbody tr');
    await rows.nth(1).waitFor();
    const shown = await rows.nth(0).locator('td').nth(4).locator('.num').getAttribute('title');
    assert.equal(exact(shown), dumps.told.after.size);
});

test('dumps are dropped onto any view of a session, and come in where they are seen', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/types`);
    await page.getByText('No objects').waitFor();
    await dropFiles(page, [{ name: 'before.snapshot', path: dumps.before }]);
    await page.locator('li.done', { hasText: 'before.snapshot' }).waitFor();
    assert.equal(new URL(page.url()).hash, `#/sessions/${name}/snapshots`);
});

test('dumps that are dropped on the first page get a session of their own', async () => {
    const page = await web.open('');
    await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor();
    await dropFiles(page, [{ name: 'after.snapshot', path: dumps.after }]);
    await page.waitForURL(/sessions\/[^/]+\/snapshots/);
    await page.locator('li.done').waitFor();
    assert.match(await page.locator('li.done').innerText(), /is snapshot 1/);
});

test('what is no dump leaves no session behind where it was dropped, and says why there', async () => {
    const page = await web.open('', { expected: /400|404|Bad Request/ });
    await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor();
    const live = async () => (await web.api('GET', '/v1/sessions?limit=1000')).items.filter((one) => one.state === 'live');
    const before = (await live()).length;
    await dropFiles(page, [{ name: 'README.md', bytes: Buffer.from('# Not a dump') }]);
    const failed = page.locator('li.failed', { hasText: 'README.md' });
    await failed.waitFor();
    await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor();
    assert.match(await failed.innerText(), /The file is not a snapshot/);
    for (let tries = 0; (await live()).length > before; tries++) {
        assert.ok(tries < 800, 'its session is still there');
        await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    }
    await page.getByRole('button', { name: 'Forget the import of README.md' }).click();
    await failed.waitFor({ state: 'detached' });
});

test('a file that is chosen tells how far it is while it is sent and read', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByText('No snapshot yet').waitFor();
    // Slow enough to be seen: the answer waits until the progress is on the page.
    let go;
    const seen = new Promise((resolve) => (go = resolve));
    await page.route('**/snapshots/import*', async (route) => {
        await seen;
        await route.continue();
    });
    await page.getByLabel('Dump files').setInputFiles(dumps.before);
    await page.getByRole('progressbar', { name: 'Import of before.snapshot' }).waitFor();
    await page.getByText(/sending|reading/).waitFor();
    go();
    await page.locator('li.done').waitFor();
    await page.getByRole('link', { name: 'snapshot 1' }).click();
    await page.waitForURL(/snapshots\/1/);
    await page.locator('.facts', { hasText: /Peak\s*not known/ }).waitFor();
});

test('of a large file the event stream tells how much heapd has read', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.locator('.connection.live').waitFor();
    const file = await makeLarge(dumps.folder, 500_000);
    await page.evaluate(() => {
        window.told = new Set();
        const look = () => document.querySelectorAll('.import-head [role=status]').forEach((one) => window.told.add(one.textContent));
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await page.getByLabel('Dump files').setInputFiles(file);
    await page.locator('li.done').waitFor();
    assert.match(await page.locator('li.done').innerText(), /in 500,000 blocks/);
    const told = await page.evaluate(() => [...window.told]);
    assert.ok(told.some((text) => /[\d,]{5,} traces read/.test(text)), told.join(' | '));
    assert.ok(told.some((text) => text.startsWith('storing')), told.join(' | '));
});

test('imports go on while another view is shown, and one that is on its way can be given up', async () => {
    const name = await web.session();
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const hold = async (route) => {
        await held;
        await route.continue().catch(() => {}); // the one that was given up
    };
    const page = await web.open(`#/sessions/${name}/snapshots`, {
        expected: /net::ERR_ABORTED/,
        prepare: (one) => one.route('**/snapshots/import?*', hold),
    });
    await page.getByLabel('Dump files').setInputFiles([dumps.before, dumps.after]);
    await page.locator('li.sending', { hasText: 'before.snapshot' }).waitFor();
    await page.getByRole('link', { name: 'Types', exact: true }).click();
    await page.locator('.imports').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Snapshots', exact: true }).click();
    await page.locator('li.sending', { hasText: 'before.snapshot' }).waitFor();
    await page.getByRole('button', { name: 'Give up the import of before.snapshot' }).click();
    await page.locator('li.sending', { hasText: 'after.snapshot' }).waitFor();
    release();
    await page.locator('li.done', { hasText: 'after.snapshot' }).waitFor();
    assert.equal(await page.locator('li.import').count(), 1);
    const { items } = await web.api('GET', `/v1/sessions/${name}/snapshots`);
    assert.deepEqual(items.map((row) => row.label), ['after']);
});

test('what is no dump, what is cut short and what is damaged is refused in words', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/snapshots`, { expected: /400|413|Bad Request|Too Large/ });
    const bytes = await readFile(dumps.before);
    await dropFiles(page, [
        { name: 'a-letter.txt', bytes: Buffer.from('Dear heapd, this is no pickle.') },
        { name: 'cut.snapshot', bytes: bytes.subarray(0, bytes.length / 2) },
        { name: 'broken.gz', bytes: gzipSync(bytes).subarray(0, 4000) },
    ]);
    const failed = page.getByRole('list', { name: 'Imports' }).locator('li.failed');
    await failed.nth(2).waitFor();
    const letter = await failed.filter({ hasText: 'a-letter.txt' }).innerText();
    assert.match(letter, /The file is not a snapshot/);
    assert.match(letter, /offset 0.*no pickle/s);
    assert.match(letter, /take_snapshot\(\)\.dump/);
    assert.match(await failed.filter({ hasText: 'cut.snapshot' }).innerText(), /not a snapshot/);
    assert.match(await failed.filter({ hasText: 'broken.gz' }).innerText(), /damaged gzip, or is cut short|not a snapshot/);
    await failed.filter({ hasText: 'cut.snapshot' }).getByRole('button', { name: /Forget/ }).click();
    await failed.nth(2).waitFor({ state: 'detached' });
    assert.equal((await web.api('GET', `/v1/sessions/${name}/snapshots`)).items.length, 0);
});

test('two points of the time line that are clicked are compared, and the address keeps them', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    const plot = page.locator('.chart .u-over');
    await settled(page); // what stands above it moves it no more
    const { width, height } = await plot.boundingBox();
    await plot.click({ position: { x: 8, y: height / 2 } });
    await page.waitForURL(/chosen=1(?!\d)/);
    await plot.click({ position: { x: width - 8, y: height / 2 } });
    const chosen = page.locator('.chosen');
    await chosen.getByRole('link', { name: 'Compare', exact: true }).waitFor();
    const grown = await chosen.locator('strong .num').getAttribute('title');
    assert.equal(exact(grown), dumps.told.after.size - dumps.told.before.size);
    assert.ok(await page.getByLabel('Choose snapshot 1').isChecked());
    await page.reload();
    await chosen.getByRole('link', { name: 'Compare', exact: true }).waitFor();
    await page.getByLabel('The time line’s axis').selectOption('order');
    await page.waitForURL(/axis=order/);
    await page.locator('.chart .u-over').waitFor();
    await chosen.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.waitForURL(/diffs\/1\.\.2/);
});

test('the time line is gone through by keyboard: each point says what it is, Enter chooses it', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    const plot = page.getByRole('group', { name: /Traced size and blocks/ });
    await settled(page);
    await plot.locator('.u-over').waitFor();
    await plot.focus();
    const says = plot.locator('[aria-live]');
    await page.keyboard.press('ArrowLeft');
    assert.match(await says.innerText(), /^2 after, /);
    assert.match(await plot.locator('.u-legend').innerText(), /2 after, /, 'as under the pointer');
    await page.keyboard.press('Enter');
    await page.waitForURL(/chosen=2(?!\d)/);
    await page.keyboard.press('Home');
    assert.match(await says.innerText(), /^1 before, /);
    await page.keyboard.press(' ');
    await page.locator('.chosen').getByRole('link', { name: 'Compare', exact: true }).waitFor();
    assert.match(page.url(), /chosen=2(,|%2C)1/);
});

test('a session of dumps does not say that they are of a Python that heapd has made up', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/snapshots`);
    const head = page.locator('.session-title');
    await head.getByText('imported dumps').waitFor();
    assert.doesNotMatch(await head.innerText(), /Python/);
    const source = encodeURIComponent('agent host:12, CPython 3.9.18');
    const response = await fetch(`${web.url}/v1/sessions/${name}/snapshots/import?source=${source}`, {
        method: 'POST',
        body: await readFile(dumps.after),
    });
    assert.equal(response.status, 201);
    await head.getByText('dumps of Python 3.9.18').waitFor();
    // The list of sessions says the same of each. A session whose heap was used says which Python that is.
    const other = await web.session({ python: '3.11' });
    await web.api('POST', `/v1/sessions/${other}/snapshots`, { objects: true });
    const silent = await importAll(['before']);
    const list = await web.open('');
    for (const [session, version] of [
        [name, '3.9.18'],
        [other, '3.11'],
        [silent, 'dumps'],
    ])
        await list.locator('tr', { has: list.getByRole('link', { name: session, exact: true }) }).locator('td').nth(2).getByText(version, { exact: true }).waitFor();
    await web.api('POST', `/v1/sessions/${other}/objects`, { value: [1], bind: 'a' });
    const second = await web.open(`#/sessions/${other}/snapshots`);
    await second.locator('.session-title').getByText(/^Python 3\.\d+$/).waitFor();
});

test('the comparison shows what the module’s compare_to says, line by line', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/diffs/1..2`);
    const rows = page.getByRole('region', { name: 'Difference' }).locator('tbody tr');
    await rows.first().waitFor();
    for (const [n, row] of dumps.told.lineno.slice(0, 6).entries()) {
        const text = await rows.nth(n).innerText();
        assert.ok(text.includes(`${row.file}:${row.line}`), `${text} is ${row.file}:${row.line}`);
        const title = await rows.nth(n).locator('td').nth(2).locator('.num').getAttribute('title');
        assert.equal(exact(title), row.size_diff);
        assert.match(await rows.nth(n).locator('td').nth(2).innerText(), row.size_diff < 0 ? /^\u2212/ : /^\+/);
    }
});

// Titles of boxes, "name\nwords".
const titles = (page) => page.locator('.picture .box title').allTextContents();

test('the differential flame graph has each call path with its bytes; it zooms, is searched and is taken along', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/diffs/1..2?view=flame`);
    await page.locator('.picture .box').first().waitFor();
    const grew = dumps.told.after.size - dumps.told.before.size;
    const { items } = await web.api('GET', `/v1/sessions/${name}/diffs/1..2?group_by=traceback&limit=100000`);
    assert.equal(items.reduce((sum, row) => sum + row.size_diff, 0), grew);
    assert.match((await titles(page))[0], /^all\n/);

    // The line that every request came through, with the sum of all tracebacks that go through it from the oldest frame.
    const [oldest] = dumps.told.traceback[0].frames;
    const through = dumps.told.traceback.filter(({ frames: [[file, line]] }) => file === oldest[0] && line === oldest[1]);
    const sum = through.reduce((total, row) => total + row.size_diff, 0);
    const box = page.locator('.picture .box', { has: page.locator('title', { hasText: `${oldest[0]}:${oldest[1]}` }) }).first();
    await box.hover();
    const words = page.locator('.picture-told', { hasText: `${oldest[0]}:${oldest[1]}` });
    const told = await words.innerText();
    assert.ok(told.startsWith(`${oldest[0]}:${oldest[1]}`), told);
    const kib = /([+\u2212])([\d.]+) (\w+)/.exec(told);
    const unit = { B: 1, KiB: 1024, MiB: 1 << 20 }[kib[3]];
    assert.ok(Math.abs(Number(kib[2]) * unit - Math.abs(sum)) < 0.006 * Math.abs(sum), `${told}: ${sum}`);
    assert.equal(kib[1], sum > 0 ? '+' : '\u2212');

    await box.click();
    await page.waitForURL(/at=/);
    const zoomed = await titles(page);
    const shared = await web.open(new URL(page.url()).hash);
    await shared.locator('.picture .box').first().waitFor();
    assert.deepEqual(await titles(shared), zoomed);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.waitForURL((url) => !url.hash.includes('at='));

    await page.getByLabel('Find in the picture').fill('decoder.py');
    await page.getByText(/match(es)?, together/).waitFor();
    await page.waitForURL(/find=decoder/);

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download SVG' }).click();
    const download = await saved;
    assert.equal(download.suggestedFilename(), `${name}-1..2-flame.svg`);
    const svg = await readFile(await download.path(), 'utf8');
    assert.match(svg, /^<\?xml.*<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/s);
    assert.match(svg, /json\/decoder\.py:\d+/);
    assert.doesNotMatch(svg, /var\(--|class=|foreignObject/);
    // It stands on its own: an image of it draws.
    const width = await page.evaluate(async (text) => {
        const image = new Image();
        image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
        await image.decode();
        return image.naturalWidth;
    }, svg);
    assert.ok(width > 300);
});

test('red is what grew and blue is what shrank', async () => {
    const name = await importAll();
    for (const colorScheme of ['dark', 'light']) {
        const page = await web.open(`#/sessions/${name}/diffs/1..2?view=flame`, { colorScheme });
        await page.locator('.picture .box').first().waitFor();
        const boxes = await page.locator('.picture .box').evaluateAll((list) =>
            list.map((box) => ({ title: box.querySelector('title').textContent, fill: box.querySelector('rect').getAttribute('fill') })),
        );
        const tint = (hex) => parseInt(hex.slice(1, 3), 16) - parseInt(hex.slice(5, 7), 16); // red minus blue
        for (const { title, fill } of boxes) {
            const sign = /\n([+\u2212])/.exec(title)?.[1];
            if (sign) assert.ok(sign === '+' ? tint(fill) > 0 : tint(fill) < 0, `${title}: ${fill}`);
        }
        assert.ok(boxes.some(({ title }) => title.includes('\n+')) && boxes.some(({ title }) => title.includes('\n\u2212')));
    }
});

test('the treemap has folders, files and lines; by keyboard too; and leads to the table', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/diffs/1..2?view=treemap`);
    await page.locator('.picture .box').first().waitFor();
    const [most] = dumps.told.lineno;
    const file = most.file.split('/').at(-1);
    const line = page.locator('.picture .box', { has: page.locator('title', { hasText: new RegExp(`^${file}:${most.line}\\n`) }) });
    await line.hover();
    const words = await page.locator('.picture-told', { hasText: `${file}:${most.line}` }).innerText();
    assert.match(words, most.size_diff > 0 ? /\+/ : /\u2212/);
    await line.click();
    await page.locator('.picture-told').getByRole('button', { name: 'Show in the table' }).click();
    const rows = page.getByRole('region', { name: 'Difference' }).locator('tbody tr');
    await rows.first().waitFor();
    await settled(page);
    assert.equal(await rows.count(), 1);
    assert.ok((await rows.first().innerText()).includes(`${file}:${most.line}`));

    await page.goto(`${web.url}/#/sessions/${name}/diffs/1..2?view=treemap`);
    const room = page.getByRole('application');
    await page.locator('.picture .box').first().waitFor();
    await room.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.waitForURL(/at=/);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.hash.includes('at='));
});

test('one snapshot is a flame graph and a treemap, and its widths add up to its size', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/snapshots/2`);
    await page.getByRole('link', { name: 'Flame graph' }).click();
    await page.waitForURL(/view=flame/);
    await page.locator('.picture .box').first().waitFor();
    const flame = await web.api('GET', `/v1/sessions/${name}/snapshots/2/flamegraph`);
    assert.equal(flame.value, dumps.told.after.size);
    const boxes = await page.locator('.picture .box').evaluateAll((list) =>
        list.map((box) => ({
            name: box.querySelector('title').textContent.split('\n')[0],
            y: Number(box.querySelector('rect').getAttribute('y')),
            width: Number(box.querySelector('rect').getAttribute('width')),
        })),
    );
    const [all, ...others] = boxes;
    const below = others.filter((box) => box.y === Math.min(...others.map((other) => other.y)));
    for (const child of flame.children.filter((one) => one.value > 0.02 * flame.value)) {
        const box = below.find((candidate) => candidate.name === child.name);
        assert.ok(Math.abs(box.width / all.width - child.value / flame.value) < 0.003, `${child.name} is ${box.width} wide`);
    }
    await page.getByRole('link', { name: 'Treemap' }).click();
    await page.getByRole('application', { name: /^Treemap/ }).locator('.box').nth(5).waitFor();
    assert.match(await page.locator('.picture .box title').first().textContent(), /^all\n.*100 %/s);
});

test('of three snapshots, what grew each time is named with its rise', async () => {
    const name = await importAll(['before', 'after', 'later']);
    const page = await web.open(`#/sessions/${name}/snapshots`);
    const rows = page.getByRole('region', { name: 'Places that keep growing' }).locator('tbody tr');
    await rows.first().waitFor();
    const { items } = await web.api('GET', `/v1/sessions/${name}/leaks?k=3&limit=20`);
    assert.equal(await rows.count(), items.length);
    const { file, line } = items[0].traceback.at(-1);
    assert.ok((await rows.first().innerText()).includes(`${file}:${line}`));
    const told = dumps.told.lineno.find((row) => row.file === file && row.line === line);
    assert.equal(items[0].sizes[1] - items[0].sizes[0], told.size_diff);
    await page.getByRole('link', { name: 'Compare the first with the last' }).click();
    await page.waitForURL(/diffs\/1\.\.3/);
});

test('what is shown is exported for other tools, as the filters have it', async () => {
    const name = await importAll();
    const page = await web.open(`#/sessions/${name}/diffs/1..2?view=flame&include=*decoder.py&all_frames=true`);
    const fetched = async (link) => {
        const address = await page.getByRole('link', { name: link, exact: true }).getAttribute('href');
        const answer = await fetch(web.url + address);
        assert.equal(answer.status, 200, address);
        return answer.text();
    };
    await page.locator('.picture .box').first().waitFor();
    assert.match(await fetched('speedscope'), /decoder\.py/);
    const stacks = (await fetched('folded')).trim().split('\n');
    assert.ok(stacks.length > 0 && stacks.every((stack) => stack.includes('decoder.py')));
    await page.getByRole('link', { name: 'Places in the program' }).click();
    await page.getByRole('region', { name: 'Difference' }).locator('tbody tr').first().waitFor();
    const csv = (await fetched('CSV')).trim().split('\n');
    const { items } = await web.api('GET', `/v1/sessions/${name}/diffs/1..2?include=*decoder.py&all_frames=true`);
    assert.equal(csv.length, items.length + 1);
    await page.goto(`${web.url}/#/sessions/${name}/snapshots`);
    await page.getByRole('link', { name: 'SQLite' }).waitFor();
    assert.match(await fetched('SQLite'), /^SQLite format 3/);
});

test('a comparison with a snapshot that is not there says so', async () => {
    const name = await importAll(['before']);
    for (const [view, words] of [
        ['sites', /no such snapshot/i],
        ['flame', /no such snapshot/i],
        ['treemap', /no such snapshot/i],
        ['objects', /has no objects/],
    ]) {
        const page = await web.open(`#/sessions/${name}/diffs/1..9?view=${view}`, { expected: /404|409/ });
        await page.getByRole('alert').waitFor();
        assert.match(await page.getByRole('alert').innerText(), words);
    }
});

test('two equal snapshots have nothing to show, and say so', async () => {
    const name = await web.session();
    for (let n = 0; n < 2; n++)
        await fetch(`${web.url}/v1/sessions/${name}/snapshots/import`, { method: 'POST', body: await readFile(dumps.before) });
    const page = await web.open(`#/sessions/${name}/diffs/1..2?view=flame`);
    for (const view of ['Flame graph', 'Treemap']) {
        await page.getByRole('link', { name: view }).click();
        await settled(page);
        await page.getByRole('heading', { name: 'Nothing changed' }).waitFor();
    }
});
