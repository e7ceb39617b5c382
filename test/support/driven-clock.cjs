'use strict';
// Loaded by NODE_OPTIONS into processes of a test: their wall clock is the real one, moved by what a file says, and by a
// skew of their own. Timers and the monotonic clock stay as they are, as when somebody sets the clock of a machine.
const { readFileSync } = require('node:fs');

const FRESH_MS = 10;
const file = process.env.DRIVEN_CLOCK_FILE;
const skewMs = Number(process.env.DRIVEN_CLOCK_SKEW_MS ?? 0);

if (file !== undefined) {
  const RealDate = Date;
  const realNow = RealDate.now;
  let offsetMs = 0;
  let readAt = -Infinity;
  const now = () => {
    if (performance.now() - readAt > FRESH_MS) {
      offsetMs = Number(readFileSync(file, 'utf8'));
      readAt = performance.now();
    }
    return realNow() + offsetMs + skewMs;
  };
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
}
