import type { Transcript } from '../support/transcript';
import { calling } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'an answer of a service fills variables by their paths',
  flow: calling,
  env: { config: { key: 'k1' } },
  talk: [
    { start: 'AB "12" & co' },
    {
      expect: {
        status: 'active',
        asked: [
          {
            task: 'http_request',
            input: {
              method: 'POST',
              url: 'https://api.example.com/orders?id=AB+%2212%22+%26+co',
              headers: { authorization: 'Bearer k1' },
              body: { text: 'AB "12" & co', deep: ['AB "12" & co', 1, null] },
              timeoutMs: 5_000,
            },
          },
        ],
      },
    },
    {
      task: 'http_request',
      ok: { status: 200, body: { order: { state: 'sent', items: [{ name: 'shoe' }] }, total: 2 } },
    },
    { bot: 'sent: shoe (2)' },
    {
      expect: {
        vars: { state: 'sent', item: 'shoe', total: 2, missing: null, status: 200 },
        trace: [{ rule: 'http_status', operands: { status: 200 }, outcome: 'success' }],
      },
    },
  ],
};
