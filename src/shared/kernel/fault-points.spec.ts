import { turnOfTheLoop } from '../../../test/support/stand-in';
import type * as faultPoints from './fault-points';

type FaultPoints = typeof faultPoints;

describe('fault points', () => {
  let points: FaultPoints;
  let signals: unknown[];

  beforeEach(() => {
    // What is armed is kept in the module.
    jest.isolateModules(() => {
      points = jest.requireActual<FaultPoints>('./fault-points');
    });
    signals = [];
    jest.spyOn(process, 'kill').mockImplementation((_pid, signal) => {
      signals.push(signal);
      return true;
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('do nothing unless they are armed', async () => {
    points.armFaultPoints('');
    expect(() => points.faultPoint('turn.committed')).not.toThrow();
    points.armFaultPoints('other:throw');
    expect(() => points.faultPoint('turn.committed')).not.toThrow();
    await expect(points.faultGate('turn.committed')).resolves.toBeUndefined();
  });

  it('throw once', () => {
    points.armFaultPoints('turn.committed:throw');
    expect(() => points.faultPoint('turn.committed')).toThrow('Fault injected at turn.committed.');
    expect(() => points.faultPoint('turn.committed')).not.toThrow();
  });

  it('throw whenever they are reached, if told so, and for one detail only', () => {
    points.armFaultPoints('turn.decide=POISON:throw-always');
    for (let round = 0; round < 2; round++) {
      expect(() => points.faultPoint('turn.decide', 'POISON')).toThrow('turn.decide=POISON');
      expect(() => points.faultPoint('turn.decide', 'fine')).not.toThrow();
      expect(() => points.faultPoint('turn.decide')).not.toThrow();
    }
  });

  it('without a detail mean every one', () => {
    points.armFaultPoints('turn.decide:throw-always');
    expect(() => points.faultPoint('turn.decide', 'any')).toThrow('at turn.decide.');
  });

  it('kill or stop this process', () => {
    points.armFaultPoints('a:kill,b:stop');
    points.faultPoint('a');
    points.faultPoint('b');
    points.faultPoint('a');
    expect(signals).toEqual(['SIGKILL', 'SIGSTOP']);
  });

  it('hold a gate for ever', async () => {
    points.armFaultPoints('turn.insert:hold,other:throw');
    let passed = false;
    void points.faultGate('turn.insert').then(() => (passed = true));
    await turnOfTheLoop();
    expect(passed).toBe(false);
    await expect(points.faultGate('other')).rejects.toThrow('other');
  });

  it.each(['turn', 'turn:', ':kill', 'turn:explode'])('refuse what nobody can mean: %s', (spec) => {
    expect(() => points.armFaultPoints(spec)).toThrow(`Bad fault point "${spec}"`);
  });
});
