const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers } = require('@jest/fake-timers');

// Jest gives every file a realm of its own and loads Nest and mongoose into each anew, which took most of a run's time.
const REALM = Symbol('the realm of the process');
const FAILED = Symbol.for('parley.tests.failed');

/** Where Jest keeps whom it tells of each test. Of earlier files they would hear of all later tests, too. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');

/** Each that was ever used makes every promise of the process slower, and Jest makes one for each file. */
const storages = new Set();
for (const name of ['run', 'enterWith']) {
  const enter = AsyncLocalStorage.prototype[name];
  AsyncLocalStorage.prototype[name] = function (...args) {
    storages.add(this);
    return enter.apply(this, args);
  };
}

const { compileFunction } = vm;
vm.compileFunction = (code, params, options = {}) => {
  if (options.parsingContext?.[REALM] === undefined) return compileFunction(code, params, options);
  const { parsingContext, ...rest } = options;
  return compileFunction(code, params, rest);
};

const { runInContext } = vm.Script.prototype;
vm.Script.prototype.runInContext = function (context, options) {
  return context?.[REALM] === undefined ? runInContext.call(this, context, options) : this.runInThisContext(options);
};

/**
 * Test files of one worker share its realm and the packages (see jest-transform.cjs); our own modules are loaded anew for
 * each. What a file did to timers, mocks and the environment is undone after it.
 */
module.exports = class TestEnvironment {
  constructor({ projectConfig, globalConfig }) {
    this.global = globalThis;
    this.context = { [REALM]: true };
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.env = { ...process.env };
    this.seed = globalConfig.seed;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  async setup() {
    this.global[FAILED] = false;
  }

  /** For who tidies up after a file: whether anything in it has failed. */
  handleTestEvent({ name, test }) {
    if (name === 'hook_failure' || (name === 'test_done' && test.errors.length > 0)) this.global[FAILED] = true;
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    for (const storage of storages) storage.disable();
    storages.clear();
    this.global[HANDLERS] = undefined;
    this.context = null;
  }

  getVmContext() {
    return this.context;
  }
};
