// Stands for node:worker_threads in tests: the product names its compiled thread, beside which only the source lies there.
const { existsSync } = require('node:fs');
const path = require('node:path');
// Without the prefix, by which this file would find itself.
const threads = require('worker_threads');

const HOOK = path.join(__dirname, 'typescript-hook.cjs');

class Worker extends threads.Worker {
  constructor(file, options = {}) {
    const source = typeof file === 'string' ? file.replace(/\.js$/, '.ts') : file;
    if (source === file || existsSync(file) || !existsSync(source)) super(file, options);
    else super(source, { ...options, execArgv: ['--require', HOOK] });
  }
}

module.exports = { ...threads, Worker };
