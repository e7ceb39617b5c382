import type { Transcript } from '../support/transcript';
import { replying } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'no reply, or an empty one, leaves by the error branch',
  flow: replying(),
  talk: [
    { start: 'x' },
    { task: 'ai_reply', ok: { text: '  ' } },
    { bot: 'Sorry.' },
    { expect: { vars: {}, trace: [{ rule: 'ai_reply', outcome: 'error' }] } },
  ],
};
