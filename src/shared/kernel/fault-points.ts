/**
 * Named places between two commands of the message path where the fault tests stop the process. Unarmed (always, outside
 * tests) a point costs one look at an empty map.
 */
export type FaultAction = 'kill' | 'stop' | 'throw' | 'throw-always' | 'hold';

const ACTIONS: readonly string[] = ['kill', 'stop', 'throw', 'throw-always', 'hold'] satisfies FaultAction[];
const armed = new Map<string, FaultAction>();

/**
 * `spec`: comma-separated `point:action` or `point=detail:action`, e.g. `turn.committed:kill`, `turn.decide=POISON:throw-always`.
 * An armed point acts once, but for `throw-always`; `hold` works at gates only.
 */
export function armFaultPoints(spec: string): void {
  for (const part of spec.split(',').filter(Boolean)) {
    const [point, action] = part.split(':');
    if (!point || !action || !ACTIONS.includes(action)) throw new Error(`Bad fault point "${part}".`);
    armed.set(point, action as FaultAction);
  }
}

export function faultPoint(point: string, detail?: string): void {
  if (armed.size === 0) return;
  const key = detail !== undefined && armed.has(`${point}=${detail}`) ? `${point}=${detail}` : point;
  const action = armed.get(key);
  if (action === undefined) return;
  if (action !== 'throw-always') armed.delete(key);
  if (action === 'kill' || action === 'stop') process.kill(process.pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  else throw new Error(`Fault injected at ${key}.`);
}

/** Like `faultPoint`, for one of two commands in flight together: `hold` keeps this one from ever being sent. */
export async function faultGate(point: string): Promise<void> {
  if (armed.get(point) === 'hold') return new Promise(() => undefined);
  faultPoint(point);
}
