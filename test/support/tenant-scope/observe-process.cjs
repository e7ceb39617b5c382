'use strict';
// Loaded by NODE_OPTIONS into the API and the workers of a test: one line a kind of query, in the file that it is told.
const { appendFileSync } = require('node:fs');
const { observeCollections } = require('./observe-collections.cjs');

const file = process.env.OBSERVED_QUERIES_FILE;
const seen = new Set();

if (file !== undefined) {
  observeCollections((query) => {
    const line = JSON.stringify(query);
    if (seen.has(line)) return;
    seen.add(line);
    appendFileSync(file, `${line}\n`);
  });
}
