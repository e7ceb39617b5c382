import { DEFAULT_BOUNDS } from '../../src/flows/domain/engine/flow-env';
import type { Transcript } from '../support/transcript';
import { chatty } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a session that never ends fails at its cap',
  flow: chatty({}),
  env: { bounds: { ...DEFAULT_BOUNDS, stepsPerSession: 5 } },
  talk: [
    { start: 'x' },
    { say: 'a' },
    { say: 'b' },
    {
      expect: {
        status: 'failed',
        trace: [{ kind: 'ended', status: 'failed', reason: 'the session took too many steps' }],
      },
    },
    { say: 'c' },
    { bot: ['Echo x', 'Echo a'] },
  ],
};
