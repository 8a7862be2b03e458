// Each view has an address that can be shared: what was sorted, chosen, found or zoomed into is there for someone else.
import assert from 'node:assert/strict';
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();

const PROGRAM = `
import gc
class Session:
    def __init__(self, n):
        self.user, self.history = "user %d" % n, [n] * 20
cache = {}
def handle(n):
    cache[n] = Session(n)
def serve(start, end):
    for n in range(start, end):
        handle(n)
serve(0, 100)
gc.collect()
`;

let name;
let id;

// First: the daemon is there only once tests run.
test('a program runs, and two snapshots are taken', async () => {
    name = await web.session({ python: '3.11', trace: { tracing: true, nframe: 10 } });
    const run = (source) => web.api('POST', `/v1/sessions/${name}/exec`, { source, filename: 'service.py' });
    await run(PROGRAM);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'a hundred', objects: true });
    await run('serve(100, 400)');
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'four hundred', objects: true });
    ({ id } = await web.api('GET', `/v1/sessions/${name}/names/cache`));
});

// What a view shows: its words, and what is written and chosen in it.
const shown = () => ({
    words: document.querySelector('main').innerText.replace(/[\d.]+ (µs|ms|s)\b/g, 'a time').split('\n'),
    fields: [...document.querySelectorAll('main input, main select, main textarea')].map((field) =>
        field.type === 'checkbox' ? field.checked : field.value,
    ),
});

const sort = (title, heading) => (page) =>
    page.getByRole('region', { name: title }).getByRole('button', { name: heading, exact: true }).click();
const pick = (title, n) => (page) => page.getByRole('region', { name: title }).locator('tbody tr').nth(n).click();
const choose = (label, value) => (page) => page.getByLabel(label).first().selectOption(value);
const fill = (label, text) => (page) => page.getByLabel(label).fill(text);

// What is done in each of them. Memory has its state in its path alone.
const VIEWS = [
    ['snapshots', (page) => page.getByLabel('Choose snapshot 1 for').check()],
    ['snapshots/2', sort('Statistics', 'Blocks')],
    ['snapshots/2?view=objects', pick('Objects by type', 0)],
    ['snapshots/2?view=flame', fill('Find in the picture', 'service')],
    ['snapshots/2?view=treemap', (page) => page.locator('.picture .box').last().click()],
    ['diffs/1..2', pick('Objects by type', 0)],
    ['diffs/1..2?view=sites', choose('Group by', 'filename')],
    ['diffs/1..2?view=flame', (page) => page.locator('.picture .box').nth(1).click()],
    ['diffs/1..2?view=treemap', choose('Drawn by', 'new')],
    ['suspects?n=2', choose('Which cycles', 'all')],
    ['suspects', sort('What retains most', 'Size')],
    ['query', (page) => page.locator('.question .chip').first().click()],
    ['types', sort('Types', 'Objects')],
    ['objects', choose('Generation', '2')],
    ['gc', sort('Past collections', 'Generation')],
    ['allocator', pick('Size classes', 1)],
    ['', choose('steps', '3')],
    ['memory'],
    ['objects/ID', sort('Dominated objects', 'Size')],
    ['snapshots/2/objects/ID', sort('Refers to', 'Type')],
];

// A page as it is for someone who has nothing but the address.
async function afresh(page, hash) {
    await page.goto('about:blank');
    await page.goto(`${web.url}/${hash}`);
    await settled(page);
}

test('each address shows the same to someone else', { timeout: 600_000 }, async () => {
    const [one, other] = [await web.open(''), await web.open('')];
    const find = (page) => page.getByPlaceholder('Name, label, version').fill(name);
    const views = VIEWS.map(([view, act]) => [`#/sessions/${name}/${view.replace('ID', id)}`.replace(/\/$/, ''), act]);
    for (const [hash, act] of [['#/', find], ...views]) {
        await afresh(one, hash);
        if (act) {
            await act(one);
            await one.waitForURL((url) => url.hash !== hash); // what was chosen is in the address
            await one.mouse.move(0, 0); // what is pointed at is nobody else's
            await settled(one);
        }
        await afresh(other, new URL(one.url()).hash);
        let [here, there] = [];
        for (const end = Date.now() + 60_000; Date.now() < end;) {
            [here, there] = await Promise.all([one, other].map((page) => page.evaluate(shown)));
            if (JSON.stringify(here) === JSON.stringify(there)) break;
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        assert.deepEqual(there, here, one.url());
    }
});
