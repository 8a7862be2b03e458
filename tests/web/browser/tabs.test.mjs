// Many pages of one browser: it opens six connections to one address, and each page that is seen keeps one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dashboard, settled } from './harness.mjs';

const web = dashboard();
const TABS = 8;

// As a browser does with a tab that is behind another one; a headless one shows them all.
const seen = (page, is) =>
    page.evaluate((shown) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => !shown });
        document.dispatchEvent(new Event('visibilitychange'));
    }, is);

test('pages in the background leave the others their connections, and are up to date when they are seen again', async () => {
    const name = await web.session({ python: '3.11' });
    let first = null;
    for (let n = 0; n < TABS; n++) {
        const page = await web.open(`#/sessions/${name}`, { beside: first });
        await page.locator('.connection.live').waitFor();
        first ??= page;
        await settled(page);
        await seen(page, false);
    }
    await web.api('PUT', `/v1/sessions/${name}/names/later`, [1, 2]);
    await seen(first, true);
    await first.locator('.name-word', { hasText: 'later' }).waitFor();
    assert.match(await first.locator('.connection').innerText(), /live/);
});
