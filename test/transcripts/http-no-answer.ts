import type { Transcript } from '../support/transcript';
import { calling } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a service that does not answer leaves by the error branch',
  flow: calling,
  talk: [
    { start: 'x' },
    { task: 'http_request', error: 'timed out' },
    { bot: 'Error 0' },
    { expect: { trace: [{ rule: 'http_status', operands: { status: 0, error: 'timed out' }, outcome: 'error' }] } },
  ],
};
