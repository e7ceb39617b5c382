import { conversation } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { MemoryEvents } from '../../../test/support/memory-events';
import { standIn } from '../../../test/support/stand-in';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import type { ErasedLanes } from '../receiving/erased-lanes.service';
import type { LaneEvents } from '../receiving/lane-events.service';
import { type DueVoice, MessageVoices, type VoiceChange } from './message-voices.facade';
import type { ConversationsRepository } from '../repositories/conversations.repository';
import type { MessageVoicesRepository } from '../repositories/message-voices.repository';

const clock = new ManualClock();
const UNTIL = new Date('2026-01-01T00:10:00Z');
const MESSAGE: DueVoice = {
  messageId: 'm1',
  workspaceId: 'w1' as WorkspaceId,
  conversationId: 'lane1' as ConversationId,
  at: clock.now(),
  attachments: [{ type: 'audio', url: 'https://cdn/1' }],
  isUnsent: false,
  attempts: 1,
  dueAt: clock.now(),
  correlationId: 'c',
};
const HEARD: VoiceChange = {
  index: 0,
  set: { transcript: { text: 'Is the blue bowl left?', model: 'm', at: clock.now() } },
};

describe('a voice note that was heard', () => {
  let news: MemoryEvents;
  let steps: string[];
  /** Not unsent or erased meanwhile. */
  let stands: boolean;
  let voices: MessageVoices;

  beforeEach(() => {
    [news, steps, stands] = [new MemoryEvents(), [], true];
    const note = (step: string) => steps.push(`${step}, ${news.told.length} told`);
    voices = new MessageVoices(
      standIn<MessageVoicesRepository>({
        write: async () => note('written') > 0 && stands,
        release: async () => void note('released'),
      }),
      standIn<ConversationsRepository>({ find: async () => conversation() }),
      standIn<LaneEvents>({ add: async () => void note('lane') }),
      standIn<ErasedLanes>(),
      news,
      clock,
    );
  });

  it('changes its message for who looks at it, before the work ends', async () => {
    await voices.settle(MESSAGE, UNTIL, { changes: [HEARD], nextAt: null });
    expect(steps).toEqual(['written, 0 told', 'lane, 1 told', 'released, 1 told']);
    expect(news.told).toMatchObject([
      {
        ...{ type: 'message.changed', workspaceId: 'w1', conversationId: 'lane1', subjectId: 'm1' },
        data: { messageId: 'm1', change: 'transcript', text: 'Is the blue bowl left?' },
      },
    ]);
    await voices.settle(MESSAGE, UNTIL, { changes: [HEARD], nextAt: null });
    expect(news.told).toHaveLength(1);
  });

  it('of which nothing was heard, or that was taken back, changes nothing', async () => {
    await voices.settle(MESSAGE, UNTIL, { changes: [], nextAt: UNTIL });
    stands = false;
    await voices.settle(MESSAGE, UNTIL, { changes: [HEARD], nextAt: null });
    expect(news.told).toEqual([]);
  });
});
