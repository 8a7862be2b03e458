// A session's first view: names, frames, the graph, and a place to try things.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dashboard, test } from './harness.mjs';

const web = dashboard();

const nodes = (page) => page.locator('.graph-canvas').getAttribute('data-nodes').then(Number);

// Waits until the graph has that many nodes; says how many it has if it never does.
async function waitForNodes(page, wanted) {
    await page
        .waitForFunction((n) => Number(document.querySelector('.graph-canvas')?.dataset.nodes) === n, wanted)
        .catch(async (error) => assert.equal(await nodes(page), wanted, error.message));
}

test('an empty heap says how to fill it', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`);
    const curl = page.locator('.empty .curl').first();
    assert.match(await curl.innerText(), new RegExp(`curl .*${name}/names/`, 's'));
});

test('names and what they refer to appear by themselves, and go again', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`);
    await page.locator('.connection.live').waitFor();
    await web.api('POST', `/v1/sessions/${name}/objects`, { value: [1.5, 'text', []], bind: 'shown' });
    await page.locator('.name-word', { hasText: 'shown' }).waitFor();
    await waitForNodes(page, 5); // the name, the list and its three items
    await page.getByRole('button', { name: 'Drop the name shown' }).click();
    await page.locator('.name-word', { hasText: 'shown' }).waitFor({ state: 'detached' });
    await waitForNodes(page, 0);
    assert.equal((await web.api('GET', `/v1/sessions/${name}/names`)).items.length, 0);
});

test('a frame that is called shows its variables, and leaves with them', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`);
    await web.api('POST', `/v1/sessions/${name}/frames`, {
        function: 'handle',
        file: 'server.py',
        line: 12,
        locals: { request: { id: 7 } },
    });
    const frame = page.locator('.frame', { hasText: 'server.py:12' });
    await frame.waitFor();
    await frame.filter({ hasText: /handle.*request/s }).waitFor();
    await web.api('DELETE', `/v1/sessions/${name}/frames`);
    await frame.waitFor({ state: 'detached' });
});

test('a value typed into the console arrives as it was typed', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`);
    await page.getByLabel('Name to bind').fill('big');
    await page.getByLabel('JSON value').fill('[123456789012345678901234567890, 1.0]');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.locator('.results li').waitFor();
    const bound = await web.api('GET', `/v1/sessions/${name}/names/big`);
    assert.equal(bound.repr, '[123456789012345678901234567890, 1.0]');
});

test('what the buttons of the head have done is said, and leads there', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`);
    await page.getByRole('button', { name: 'Collect', exact: true }).click();
    await page.getByRole('status').getByText(/^Collected 0 objects, freed 0 B in/).waitFor();
    await page.getByRole('button', { name: 'Snapshot', exact: true }).click();
    await page.locator('.session-title').getByText(/^Python 3/).waitFor(); // although nothing was done in it yet
    assert.ok(await page.getByRole('button', { name: 'Collect', exact: true }).isEnabled());
    await page.getByRole('link', { name: 'Snapshot 1', exact: true }).click();
    await page.getByRole('heading', { name: 'Snapshot 1' }).waitFor();
    await page.locator('.done').waitFor({ state: 'detached' });
});

test('what stands there as a command is copied, and does what the console would', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByLabel('JSON value').fill('["it\'s", 1.0]');
    await page.locator('.console').getByRole('button', { name: 'Copy the commands' }).click();
    await page.locator('.copy').getByText('copied').waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    execFileSync('sh', ['-c', `${command} --silent --fail --output /dev/null`]);
    assert.equal((await web.api('GET', `/v1/sessions/${name}/names/a`)).repr, '["it\'s", 1.0]');
});

test('what the heap refuses is shown with its reason', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`, { expected: /40\d|422/ });
    await page.getByLabel('JSON value').fill('[1, 2');
    await page.getByRole('button', { name: 'Run' }).click();
    assert.match(await page.getByRole('alert').innerText(), /400/);
});

test('every example of the console runs', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}`);
    await page.getByLabel('Run operations').check();
    const chips = page.locator('.chip');
    const count = await chips.count();
    assert.ok(count >= 5);
    for (let n = 0; n < count; n++) {
        await chips.nth(n).click();
        const operations = JSON.parse(await page.getByRole('textbox', { name: 'Operations' }).inputValue());
        const [answer] = await Promise.all([page.waitForResponse(/\/ops\?/), page.getByRole('button', { name: 'Run' }).click()]);
        await answer.finished();
        await page.locator('.console button.primary:enabled').waitFor(); // what is shown is of this one
        assert.equal(await page.locator('.results li').count(), operations.length);
        assert.equal(await page.locator('.results .bad').count(), 0, await page.locator('.results').innerText());
        assert.equal(await page.getByRole('alert').count(), 0);
    }
});

test('markup in values and names is text', async () => {
    const name = await web.session();
    await web.api('POST', `/v1/sessions/${name}/objects`, { value: ['<img src=x onerror=alert(1)>'], bind: 'a' });
    await web.api('POST', `/v1/sessions/${name}/frames`, {
        function: '<b>f</b>',
        file: '<i>x</i>',
        line: 1,
        locals: {},
    });
    const page = await web.open(`#/sessions/${name}`);
    await page.locator('.frame', { hasText: '<b>f</b>' }).waitFor();
    assert.equal(await page.locator('img:not([alt=""]), .frame b, .frame i').count(), 0);
});

test('a large list is drawn in part, and says how much is left', async () => {
    const name = await web.session();
    await web.api('POST', `/v1/sessions/${name}/objects`, {
        value: Array.from({ length: 5000 }, (_, n) => n * 1.5),
        bind: 'many',
    });
    const page = await web.open(`#/sessions/${name}`);
    await page.waitForFunction(() => Number(document.querySelector('.graph-canvas')?.dataset.nodes) > 10);
    assert.ok((await nodes(page)) < 60);
});

test('a list drawn in part is drawn further when its rest is asked for', async () => {
    const name = await web.session();
    await web.api('POST', `/v1/sessions/${name}/objects`, {
        value: Array.from({ length: 12 }, (_, n) => n + 0.5),
        bind: 'a',
    });
    const page = await web.open(`#/sessions/${name}`);
    await waitForNodes(page, 1 + 1 + 8 + 1); // the name, the list, some items, the rest
    await page.locator('.graph-canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Show 4 more' }).click();
    await waitForNodes(page, 1 + 1 + 12);
});

test('without an event stream the view polls and says so', async () => {
    const name = await web.session();
    const page = await web.open('', { expected: /ERR_FAILED|net::/ });
    await page.route('**/events', (route) => route.abort());
    await page.goto(`${web.url}/#/sessions/${name}`);
    await page.locator('.connection.polling').waitFor();
    await web.api('POST', `/v1/sessions/${name}/objects`, { value: [], bind: 'late' });
    await page.locator('.name-word', { hasText: 'late' }).waitFor();
});

test('the graph is walked and an object opened by keyboard', async () => {
    const name = await web.session();
    const { id } = await web.api('POST', `/v1/sessions/${name}/objects`, { value: ['inner'], bind: 'a' });
    const page = await web.open(`#/sessions/${name}`);
    await waitForNodes(page, 3);
    await page.locator('.graph-canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.graph-card .address', { hasText: id }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`objects/${id}$`));
});
