import { Contributions } from './contributions';

abstract class Channel {
  abstract send(): string;
}
abstract class Job {
  abstract run(): void;
}
const channel: Channel = { send: () => 'sent' };
const job: Job = { run: () => undefined };

describe('Contributions', () => {
  let contributions: Contributions;

  beforeEach(() => {
    contributions = new Contributions();
    contributions.declare(Channel, 'one');
    contributions.declare(Job, 'many');
  });

  it('hands out what was provided', () => {
    contributions.provide(Channel, channel);
    contributions.provide(Job, job);
    expect(contributions.one(Channel)).toBe(channel);
    expect(contributions.all(Job)).toEqual([job]);
    expect(() => contributions.onApplicationBootstrap()).not.toThrow();
  });

  it('names who is missing when it is asked for too early', () => {
    expect(() => contributions.one(Channel)).toThrow('No domain contributes Channel.');
    expect(contributions.all(Job)).toEqual([]);
  });

  describe('stops the boot', () => {
    const boot = () => contributions.onApplicationBootstrap();

    it('when one that is needed is missing', () => {
      expect(boot).toThrow('Channel is missing');
    });

    it('when one that may come once came twice; many may', () => {
      for (let times = 0; times < 2; times++) {
        contributions.provide(Channel, channel);
        contributions.provide(Job, job);
      }
      expect(boot).toThrow(/^Contributions do not fit: Channel is contributed 2 times\.$/);
    });

    it('when nobody asked for one', () => {
      abstract class Stranger {}
      contributions.provide(Channel, channel);
      contributions.provide(Stranger, {});
      expect(boot).toThrow('Stranger is contributed, but no domain declares it');
    });

    it('with all that does not fit at once', () => {
      abstract class Other {}
      contributions.declare(Other, 'one');
      expect(boot).toThrow('Channel is missing; Other is missing');
    });
  });
});
