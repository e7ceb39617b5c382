'use strict';
// Loaded by NODE_OPTIONS into processes of a test: integrators' servers are then allowed to be on this machine.
const path = require('node:path');

const folder = path.resolve(__dirname, '../../dist/src/shared/providers/http-fetch');

for (const [file, name] of [
  ['public-addresses.js', 'PublicAddresses'],
  ['undici-http-fetch.js', 'UndiciHttpFetch'],
]) {
  const loaded = require(path.join(folder, file));
  const Original = loaded[name];
  loaded[name] = class extends Original {
    constructor(options = {}) {
      super({ ...options, allowLoopback: true });
    }
  };
}
