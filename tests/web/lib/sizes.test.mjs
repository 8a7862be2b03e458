// Sizes, and which of them changed most.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedMost } from '../../../web/src/lib/sizes.js';

test('what changed most is what grew or shrank by most bytes', () => {
    const rows = [
        { type: 'int', size_delta: -27955 },
        { type: 'str', size_delta: -56730 },
        { type: 'tuple', size_delta: 56 },
    ];
    assert.equal(changedMost(rows).type, 'str');
    assert.equal(changedMost([...rows, { type: 'dict', size_delta: 60000 }]).type, 'dict');
    assert.equal(changedMost([{ type: 'int', size_delta: 0 }]), null);
});
