import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { Contributions } from '../../shared/kernel';
import { ForgetRawWebhooks } from './forget-raw.job';
import type { InboxRepository } from '../repositories/inbox.repository';

const DAY_MS = 24 * 3_600_000;

describe('ForgetRawWebhooks', () => {
  const clock = new ManualClock();
  let pages: (Date | null)[];
  let asked: [from: Date, before: Date][];

  beforeEach(() => {
    [pages, asked] = [[], []];
  });

  const job = (rawDays: number) => {
    const forgetRaw = async (from: Date, before: Date) => {
      asked.push([from, before]);
      return pages.shift() ?? null;
    };
    const inbox = standIn<InboxRepository>({ forgetRaw });
    return new ForgetRawWebhooks({ receiving: { rawDays } }, new Contributions(), inbox, clock);
  };
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);

  it('goes on until there is none that is too old', async () => {
    pages = [daysAgo(6), daysAgo(5)];
    await job(3).run();
    expect(asked).toEqual([
      [new Date(0), daysAgo(3)],
      [daysAgo(6), daysAgo(3)],
      [daysAgo(5), daysAgo(3)],
    ]);
  });

  it('does not look twice at what it has done', async () => {
    const forgetting = job(3);
    await forgetting.run();
    const until = daysAgo(3);
    clock.advance(DAY_MS);
    await forgetting.run();
    expect(asked[1]).toEqual([until, daysAgo(3)]);
  });

  it('leaves them where they are kept as long as their rows', async () => {
    await job(8).run();
    expect(asked).toEqual([]);
  });
});
