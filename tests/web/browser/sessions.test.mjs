// The list of sessions: how to begin, making one, deleting one.
import assert from 'node:assert/strict';
import { dashboard, test } from './harness.mjs';

const web = dashboard();

test('a session is made with the form, listed, and opened', async () => {
    const page = await web.open('');
    await page.getByRole('button', { name: 'New session' }).click();
    await page.getByLabel('Python', { exact: true }).selectOption('3.11');
    await page.getByLabel('Labels', { exact: true }).fill('app:web, env:test');
    await page.getByLabel('Memory limit', { exact: true }).fill('a lot');
    assert.ok(
        await page.getByRole('button', { name: 'Create', exact: true }).isDisabled(),
        'a size that is none cannot be sent',
    );
    await page.getByLabel('Memory limit', { exact: true }).fill('32 MiB');
    await page.getByLabel('Name', { exact: true }).fill('from-the-form');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'from-the-form' }).waitFor();

    const made = await web.api('GET', '/v1/sessions/from-the-form');
    assert.equal(made.python, '3.11');
    assert.equal(made.memory.limit, 32 * 2 ** 20);
    assert.deepEqual(made.labels, { app: 'web', env: 'test' });
    assert.equal((await web.api('GET', '/v1/sessions/from-the-form/trace')).tracing, true);
});

test('a name that is taken is a problem that says so, and the form stays', async () => {
    const name = await web.session();
    const page = await web.open('', { expected: /409/ });
    await page.getByRole('button', { name: 'New session' }).click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const problem = page.getByRole('alert');
    await problem.waitFor();
    assert.match(await problem.innerText(), /409/);
    assert.ok(await page.getByRole('button', { name: 'Create', exact: true }).isVisible());
});

test('a session that someone else makes appears by itself: heapd tells, or is asked where it cannot be heard', async () => {
    const [page, deaf] = await Promise.all([
        web.open(''),
        web.open('', { expected: /net::ERR_FAILED/, prepare: (one) => one.route('**/v1/events', (route) => route.abort()) }),
    ]);
    const name = await web.session();
    await Promise.all([page, deaf].map((one) => one.getByRole('link', { name, exact: true }).waitFor()));
    await web.api('DELETE', `/v1/sessions/${name}`);
    await Promise.all([page, deaf].map((one) => one.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' })));
});

test('a session is deleted only after a question', async () => {
    const name = await web.session();
    const page = await web.open('');
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await web.api('GET', `/v1/sessions/${name}`)).state, 'live');
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: `Delete ${name}` }).waitFor({ state: 'detached' });
});

test('sessions are found by name and label, and the address keeps what was looked for', async () => {
    const one = await web.session({ labels: { team: 'blue' } });
    const other = await web.session();
    const page = await web.open('');
    await page.getByRole('link', { name: other, exact: true }).waitFor();
    await page.getByLabel('Find sessions').fill('team:blue');
    await page.getByRole('link', { name: other, exact: true }).waitFor({ state: 'detached' });
    assert.ok(await page.getByRole('link', { name: one, exact: true }).isVisible());
    const shared = await web.open(new URL(page.url()).hash);
    await shared.getByRole('link', { name: one, exact: true }).waitFor();
    assert.equal(await shared.getByRole('link', { name: other, exact: true }).count(), 0);
});

test('where no session is like what is looked for, that is said', async () => {
    await web.session();
    const page = await web.open('#/?find=nothing+like+that');
    await page.getByText('No session has “nothing like that” in its name').waitFor();
    assert.match(await page.getByRole('heading', { level: 2 }).innerText(), /^0 of \d+ sessions?$/);
});

test('a session that is deleted elsewhere says so, and is not asked for any more', async () => {
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/types`, { expected: /404/ });
    await page.locator('.connection.live').waitFor();
    await web.api('DELETE', `/v1/sessions/${name}`);
    await page.getByText(`${name} was deleted`).waitFor();
    assert.equal(await page.locator('.connection, .problem').count(), 0);
    await page.locator('main').getByRole('link', { name: 'To the list of sessions' }).click();
    await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor();
});

test('a session that is not there is a problem, not an empty page', async () => {
    const page = await web.open('#/sessions/nobody', { expected: /404/ });
    assert.match(await page.getByRole('alert').innerText(), /404/);
});

// The last: it ends the daemon's heaps.
test('of a live and an ended session of one name, each row leads to its own and deletes its own', async (context) => {
    const { id } = await web.api('POST', '/v1/sessions', { name: 'twice' });
    await web.api('POST', '/v1/sessions/twice/snapshots', { label: 'of the first', objects: true });
    if (!(await web.restart())) return context.skip('the daemon is not ours to end');
    await web.api('POST', '/v1/sessions', { name: 'twice' });
    const page = await web.open('');
    const ended = page.locator('tr', { hasText: 'twice' }).filter({ hasText: 'ended' });
    await ended.getByRole('link', { name: '1', exact: true }).click();
    await page.getByRole('heading', { name: 'twice' }).waitFor();
    await page.getByText('of the first').first().waitFor();
    assert.equal(new URL(page.url()).hash, `#/sessions/${id}/snapshots`);
    await page.goto(`${web.url}/#/sessions`);
    await ended.getByRole('button', { name: 'Delete twice' }).click();
    await page.getByText(`What is stored of twice (${id}), which has ended, is dropped.`).waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await ended.waitFor({ state: 'detached' });
    assert.equal((await web.api('GET', '/v1/sessions/twice')).state, 'live');
    assert.equal(await page.locator('tr', { hasText: 'twice' }).count(), 1);
});
