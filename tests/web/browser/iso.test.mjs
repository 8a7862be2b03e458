// A real document, 7,900 languages of ISO 639-3 (Debian's iso-codes), from arrival to departure, as the dashboard shows it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dashboard, test } from './harness.mjs';

const FILE = '/usr/share/iso-codes/json/iso_639-3.json';

const web = dashboard();

const digits = (text) => Number(text.replace(/[^\d]/g, ''));

test('a document is seen in names, types, sizes and a difference, and is gone when its name is dropped', async (context) => {
    if (!existsSync(FILE)) return context.skip('iso-codes is not installed');
    const document = JSON.parse(readFileSync(FILE, 'utf8'));
    const languages = document['639-3'].length;
    const name = await web.session({ python: '3.11', trace: { tracing: true, nframe: 1 } });
    const page = await web.open(`#/sessions/${name}`);
    await page.locator('.connection.live').waitFor();
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'before' });
    const { memory } = await web.api('GET', `/v1/sessions/${name}`);
    const { id } = await web.api('POST', `/v1/sessions/${name}/objects`, { value: document, bind: 'languages' });
    await web.api('POST', `/v1/sessions/${name}/snapshots`, { label: 'loaded' });

    await page.locator('.name-word', { hasText: 'languages' }).waitFor();
    await page.getByRole('link', { name: 'Types', exact: true }).click();
    const dicts = page.getByRole('region', { name: 'Types' }).locator('tr', { hasText: 'dict' });
    await dicts.waitFor();
    assert.equal(digits(await dicts.locator('td').nth(1).innerText()), languages + 1);

    await page.goto(`${web.url}/#/sessions/${name}/objects/${id}`);
    const deep = page.locator('.facts div', { hasText: 'With all it reaches' }).locator('.num');
    await deep.waitFor();
    const object = await web.api('GET', `/v1/sessions/${name}/objects/${id}`);
    assert.equal(digits(await deep.getAttribute('title')), object.deep_size);

    await page.goto(`${web.url}/#/sessions/${name}/diffs/1..2`);
    const growth = page.locator('.summary .num').first();
    await growth.waitFor();
    const trace = await web.api('GET', `/v1/sessions/${name}/trace`);
    assert.equal(digits(await growth.getAttribute('title')), trace.current);

    await page.goto(`${web.url}/#/sessions/${name}`);
    await page.getByRole('button', { name: 'Drop the name languages' }).click();
    await page.locator('.name-word', { hasText: 'languages' }).waitFor({ state: 'detached' });
    const after = await web.api('GET', `/v1/sessions/${name}`);
    assert.deepEqual([after.objects, after.memory.used], [0, memory.used]);
});
