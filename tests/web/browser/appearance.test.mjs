// All views in both themes and on a small screen: nothing in the console, nothing wider than the screen, everything
// reached by keyboard.
import assert from 'node:assert/strict';
import { dashboard, painted, settled, test } from './harness.mjs';

const web = dashboard();

async function filled() {
    const name = await web.session({ trace: { tracing: true, nframe: 5 } });
    await web.api('POST', `/v1/sessions/${name}/ops`, [
        { op: 'class', name: 'Node' },
        { op: 'new', value: { $new: 'Node', attrs: { next: [1, 2.5, 'three'] } }, bind: 'node' },
        { op: 'new', value: { user: 'ada', tags: ['x', 'y'] }, bind: 'doc' },
        { op: 'collect' },
    ]);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    await web.api('POST', `/v1/sessions/${name}/ops`, [
        { op: 'new', value: [['more'], 'x'.repeat(3000)], bind: 'more', at: ['app.py:3', 'lib/cache.py:9'] },
        { op: 'del', name: 'node' },
    ]);
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { objects: true });
    const { id } = await web.api('GET', `/v1/sessions/${name}/names/doc`);
    return [
        '',
        'code',
        'objects',
        `objects/${id}`,
        'types',
        'memory',
        'gc',
        'allocator',
        'snapshots',
        'snapshots?chosen=1,2',
        'snapshots/1',
        'snapshots/2?view=flame',
        'snapshots/2?view=treemap',
        'snapshots/2?view=objects&type=dict',
        `snapshots/2/objects/${id}`,
        'diffs/1..2',
        'diffs/1..2?view=sites',
        'diffs/1..2?view=flame',
        'diffs/1..2?view=treemap',
        'suspects?n=2',
    ].map((view) => `#/sessions/${name}/${view}`.replace(/\/$/, ''));
}

// The view as someone sees it who opens its address, and not as it follows from another one. (By way of about:blank what is still being
// fetched for the one before would be refused there, and complained about.)
async function afresh(page, hash) {
    await page.goto(`${web.url}/${hash}`);
    await page.reload();
}

// WCAG's contrast of a text with what lies behind it.
function contrast() {
    const channel = (n) => (n / 255 <= 0.03928 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4);
    const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
    const parts = (text) => text.match(/[\d.]+/g).map(Number);
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const color = parts(getComputedStyle(at).backgroundColor);
            if (color.length === 3 || color[3] === 1) return color;
        }
        return [255, 255, 255];
    };
    const poor = [];
    for (const element of document.querySelectorAll(
        'h1, h2, .muted, td, th, a, button:not(:disabled), .badge, .grew, .shrank',
    )) {
        if (!element.offsetParent || !element.textContent.trim() || element.classList.contains('help')) continue;
        const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.3)
            poor.push(
                `${element.tagName}.${element.className} ${element.textContent.slice(0, 20)}: ${ratio.toFixed(2)}`,
            );
    }
    return poor;
}

for (const colorScheme of ['dark', 'light'])
    test(`every view shows, legibly, in ${colorScheme}`, async () => {
        const page = await web.open('', { colorScheme });
        for (const hash of await filled()) {
            await afresh(page, hash);
            await settled(page);
            assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), colorScheme);
            assert.equal(await page.getByRole('alert').count(), 0, `${hash} has no problem`);
            assert.deepEqual(await page.evaluate(contrast), [], hash);
            assert.doesNotMatch(await page.locator('main').innerText(), /\bNaN\b|undefined|\[object/, hash);
        }
    });

test('no view is wider than a small screen', async () => {
    const page = await web.open('', { viewport: { width: 390, height: 800 } });
    for (const hash of ['', ...(await filled())]) {
        await afresh(page, hash);
        await settled(page);
        await painted(page);
        const heads = await page.locator('.table-box th').evaluateAll((all) => all.map((th) => [th.innerText.trim(), th.clientWidth]));
        for (const [words, width] of heads) assert.ok(!words || width > 30, `${hash}: ${words} has ${width} pixels`);
        const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= screen, `${hash} is ${wide} pixels wide on a screen of ${screen}`);
    }
});

test('the theme is switched, kept, and canvases follow', async () => {
    const page = await web.open('', { colorScheme: 'dark' });
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await paper();
    await page.getByRole('button', { name: /Switch to the light theme/ }).click();
    assert.notEqual(await paper(), dark);
    await page.reload();
    await page.getByRole('button', { name: /Switch to the dark theme/ }).waitFor();
    assert.notEqual(await paper(), dark);
});

test('words are explained by keyboard alone', async () => {
    const [, , , types] = await filled();
    const page = await web.open(types);
    await settled(page);
    const help = page.getByRole('button', { name: 'What is: size?' });
    await help.focus();
    await page.keyboard.press('Enter');
    const text = page.locator('.help-text:popover-open');
    await text.waitFor();
    assert.match(await text.innerText(), /getsizeof/);
    await page.keyboard.press('Escape');
    await text.waitFor({ state: 'hidden' });
});

test('the content policy lets nothing in from elsewhere', async () => {
    const response = await fetch(web.url);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|http/);
    const html = await response.text();
    assert.doesNotMatch(html, /https?:\/\//);
});

test('where the tabs have not room beside each other, the one that is shown is seen whole', async () => {
    const name = await web.session();
    for (const [width, view] of [
        [700, 'suspects'],
        [700, 'query'],
        [390, 'query'],
    ]) {
        const page = await web.open(`#/sessions/${name}/${view}`, { viewport: { width, height: 800 } });
        const tab = page.locator('.tabs [aria-current]');
        await tab.waitFor();
        await painted(page);
        const [left, right] = await tab.evaluate((a) => [a.getBoundingClientRect().left, a.getBoundingClientRect().right]);
        assert.ok(left >= 0 && right <= width, `${view} lies at ${left} to ${right} of ${width}`);
    }
});
