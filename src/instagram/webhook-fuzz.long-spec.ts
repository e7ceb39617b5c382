import { fuzzWebhooks } from '../../test/support/webhook-fuzz';

const WEBHOOKS = 100_000;
const TEN_MINUTES = 600_000;

it(
  'of very many webhooks with something wrong, nothing is stored but what was told in the right form',
  async () => {
    const seed = Date.now() % 1_000_000;
    const { faults, delivered } = await fuzzWebhooks(WEBHOOKS, seed);
    expect({ seed, delivered, faults }).toEqual({ seed, delivered: WEBHOOKS, faults: [] });
  },
  TEN_MINUTES,
);
