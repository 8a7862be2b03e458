// Many pages of one browser: it opens six connections to one address, and an event stream keeps one.
import { dashboard, settled, test } from './harness.mjs';

const web = dashboard();
const TABS = 8;
const LISTENING = 4;

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
    await first.locator('.connection.live').waitFor();
});

test('of many windows that are seen some listen, the others ask; all of them are up to date', async () => {
    const name = await web.session({ python: '3.11' });
    const pages = [];
    for (let n = 0; n < TABS; n++) {
        pages.push(await web.open(`#/sessions/${name}`, { beside: pages[0] }));
        await settled(pages[n]);
        await pages[n].locator(n < LISTENING ? '.connection.live' : '.connection.polling').waitFor();
    }
    await web.api('PUT', `/v1/sessions/${name}/names/later`, [1, 2]);
    await Promise.all(pages.map((page) => page.locator('.name-word', { hasText: 'later' }).waitFor()));
    await pages[1].close();
    await pages[LISTENING].locator('.connection.live').waitFor(); // in its place
});
