// A daemon that takes little: what is too large for it is refused in words.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { makeDumps, makeLarge } from './dumps.mjs';
import { dashboard, test } from './harness.mjs';

const web = dashboard(['--max-import', '300000', '--request-timeout', '15s']);
let dumps;

before(async () => {
    dumps = await makeDumps();
});
after(() => dumps.drop());

test('a dump that is larger than the daemon takes says so, and what to do', async (context) => {
    if (process.env.HEAPD_URL) return context.skip('the daemon is not ours to limit');
    const name = await web.session();
    const page = await web.open(`#/sessions/${name}/snapshots`, { expected: /413|ERR_CONNECTION|net::/ });
    await page.getByLabel('Dump files').setInputFiles(await makeLarge(dumps.folder, 200_000));
    const failed = page.locator('li.failed');
    await failed.waitFor();
    assert.match(await failed.innerText(), /--max-import/);
    await page.getByRole('button', { name: /Forget the import/ }).click();
    await page.getByText('No snapshot yet').waitFor();
});

test('a program that has no end is stopped by the deadline, which is named', async (context) => {
    if (process.env.HEAPD_URL) return context.skip('the daemon is not ours to limit');
    const page = await web.open('#/run');
    await page.locator('.editor[data-ready]').waitFor();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText('while True: pass');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const problem = page.locator('.problem', { hasText: /It took too long.*stopped in line 1 after \d+\.?\d* s.*--request-timeout/s });
    await problem.waitFor();
    const [, seconds] = /stopped in line 1 after ([\d.]+) s/.exec(await problem.innerText());
    assert.ok(Number(seconds) > 14.5, `${seconds} s`); // as the page measures them, which may have waited besides
    await page.locator('.happened').getByText('The program was stopped before its end.').waitFor();
});
