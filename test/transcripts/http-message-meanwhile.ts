import type { Transcript } from '../support/transcript';
import { calling } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a message that comes while a service is asked changes nothing',
  flow: calling,
  talk: [
    { start: 'x' },
    { say: 'hello?' },
    { expect: { handled: false, status: 'active' } },
    { task: 'http_request', ok: { status: 204, body: '' } },
    { expect: { status: 'completed' } },
  ],
};
