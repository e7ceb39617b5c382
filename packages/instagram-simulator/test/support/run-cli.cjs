require('./typescript-hook.cjs');
require('../../src/cli.ts');
