import type { Transcript } from '../support/transcript';
import { calling } from '../support/transcript-flows';

export const transcript: Transcript = {
  title: 'a status of the service that is no success leaves by the error branch',
  flow: calling,
  talk: [
    { start: 'x' },
    { task: 'http_request', ok: { status: 404, body: 'no such order' } },
    { bot: 'Error 404' },
    { expect: { trace: [{ rule: 'http_status', operands: { status: 404 }, outcome: 'error' }] } },
  ],
};
