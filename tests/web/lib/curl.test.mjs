// Commands for a terminal: a shell reads back what was meant.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { curlJson } from '../../../web/src/lib/curl.js';

test('a shell reads the text and the address back as they are', () => {
    for (const [url, json] of [
        ['http://127.0.0.1:4327/v1/sessions/s1/objects', '{"value": "it\'s $HOME `id` \\ \\n"}'],
        ['http://127.0.0.1:4327/v1/sessions/s1/ops?effects=1&x=2', '[\n  {"op": "new"}\n]'],
    ]) {
        const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${curlJson(url, json)}`], { encoding: 'utf8' });
        assert.deepEqual(words.split('\0'), ['--json', json, url, '']);
    }
});
