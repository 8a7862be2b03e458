// A graph's export opens in Chrome's DevTools: the loader and the analysis of the Chromium that is here read it, find nothing
// broken, and retain as much by each object as heapd says.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dashboard, test } from './harness.mjs';

const { CHROMIUM = '/usr/bin/chromium', WEB_TEST_PACKAGES } = process.env;
const web = dashboard();

const PROGRAM = `
class Row:
    def __init__(self, i):
        self.i, self.name = i + 1000, "row %d" % (i % 5)
class Table:
    pass
table = Table()
table.rows = [Row(i) for i in range(500)]
table.rows[0].table = table
lost = Row(1); lost.me = lost; del lost
`;

// A Chromium that serves its DevTools, and a page of theirs. Answers {page, stop()}.
async function openDevTools() {
    const profile = await mkdtemp(path.join(tmpdir(), 'heapd-devtools-'));
    const chromium = spawn(
        CHROMIUM,
        ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
        { stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => chromium.once('exit', resolve));
    let port = null;
    for (let n = 0; n < 1200 && !port; n++) {
        await sleep(100);
        port = (await readFile(path.join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n')[0];
    }
    assert.ok(port, 'Chromium does not say where its DevTools are');
    const require = createRequire(path.join(WEB_TEST_PACKAGES, '_'));
    const browser = await require('playwright-core').chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const page = await browser.contexts()[0].newPage();
    await page.goto(`http://127.0.0.1:${port}/devtools/entrypoints/heap_snapshot_worker/heap_snapshot_worker.js`);
    return {
        page,
        async stop() {
            // told, not killed: what was started may be a script that has started it
            await (await browser.newBrowserCDPSession()).send('Browser.close');
            await browser.close();
            await ended;
            await rm(profile, { recursive: true, force: true, maxRetries: 5 });
        },
    };
}

// Runs in the page: DevTools' own loader, then what its views show.
async function load(text) {
    const { HeapSnapshot, HeapSnapshotLoader } = await import(
        '/devtools/entrypoints/heap_snapshot_worker/heap_snapshot_worker.js'
    );
    const problems = [];
    const loader = new HeapSnapshotLoader.HeapSnapshotLoader({
        sendEvent: (name, data) => /broken/i.test(name) && problems.push(String(data)),
    });
    for (let at = 0; at < text.length; at += 100000) loader.write(text.slice(at, at + 100000));
    loader.close();
    const channel = new MessageChannel();
    new HeapSnapshot.SecondaryInitManager(channel.port2);
    const snapshot = await loader.buildSnapshot(channel.port1);
    const objects = [];
    const width = snapshot.nodeFieldCount;
    for (let index = 0; index < snapshot.nodes.length; index += width) {
        const node = snapshot.createNode(index);
        if (node.type() === 'object')
            objects.push({ name: node.rawName(), retained: node.retainedSize(), distance: node.distance() });
    }
    return { problems, objects };
}

test('DevTools read the export and agree about what is retained', async () => {
    const devtools = await openDevTools();
    try {
        for (const python of ['3.11', '3.14']) {
            const name = await web.session({ python });
            await web.api('POST', `/v1/sessions/${name}/exec`, { source: PROGRAM });
            const answer = await fetch(`${web.url}/v1/sessions/${name}/graph`);
            const { problems, objects } = await devtools.page.evaluate(load, await answer.text());
            assert.deepEqual(problems, []);
            const { retained_size: table } = await web.api('GET', `/v1/sessions/${name}/objects/table/retained`);
            const { retained_size: rows } = await web.api('GET', `/v1/sessions/${name}/objects/table.rows/retained`);
            const tables = objects.filter((object) => object.name === 'Table');
            assert.deepEqual(
                tables.map((object) => object.retained),
                [table],
            );
            assert.ok(objects.some((object) => object.name === 'list' && object.retained === rows));
            // The class Row, 500 rows in the list and the lost one, all of them found by DevTools' search from the root.
            const found = objects.filter((object) => object.name === 'Row' && object.distance > 0 && object.distance < 100);
            assert.equal(found.length, 501);
        }
    } finally {
        await devtools.stop();
    }
});
