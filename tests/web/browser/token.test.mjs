// A heapd that lets nobody in without a token: every address asks for it, and goes on with what it is about.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { dashboard, test } from './harness.mjs';

const { HEAPD, HEAPD_URL } = process.env;
const folder = mkdtempSync(path.join(tmpdir(), 'heapd-token-'));
const file = path.join(folder, 'tokens');
const token = HEAPD_URL ? '' : execFileSync(HEAPD, ['token', file, 'tester', 'read,write,admin'], { encoding: 'utf8' }).trim();
after(() => rmSync(folder, { recursive: true }));

const web = dashboard(['--token-file', file], { token });

test('a page that was shared asks for the token and then shows what it is about', async (context) => {
    if (HEAPD_URL) return context.skip('the daemon is not ours to close');
    const name = await web.session({ python: '3.11', trace: { tracing: true } });
    await web.api('PUT', `/v1/sessions/${name}/names/kept`, [1, 2, 3]);
    const page = await web.open(`#/sessions/${name}`, { expected: /401/ });
    await page.getByLabel('This heapd asks for a token').fill('not this one');
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.locator('.problem').waitFor();
    await page.getByLabel('This heapd asks for a token').fill(token);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.locator('.name-word', { hasText: 'kept' }).waitFor();
    assert.equal(await page.getByLabel('This heapd asks for a token').count(), 0);

    // There is no event stream for a page with a token: it asks, and what changed is seen all the same.
    await page.locator('.connection.polling').waitFor();
    await page.getByRole('link', { name: 'Snapshots', exact: true }).click();
    await page.getByText('No snapshot yet').waitFor();
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'from elsewhere' });
    await page.getByRole('button', { name: 'from elsewhere' }).waitFor();
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    const made = await web.session();
    await page.getByRole('link', { name: made, exact: true }).waitFor();
});
