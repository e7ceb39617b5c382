import { LANE } from '../../../test/support/automation-player';
import { standIn } from '../../../test/support/stand-in';
import type { ConversationsFacade, ShownMessage } from '../../conversations';
import type { RollingSummary } from '../../knowledge';
import { ConversationMemory } from './conversation-memory';
import type {
  ConversationSummariesRepository,
  ConversationSummary,
} from './repositories/conversation-summaries.repository';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const message = (minute: number, text: string, more: Partial<ShownMessage> = {}): ShownMessage => ({
  id: `m${minute}`,
  direction: 'in',
  origin: 'participant',
  status: 'received',
  text,
  attachments: [],
  reactions: [],
  earlierTexts: [],
  at: at(minute),
  ...more,
});
const byBot = { direction: 'out', origin: 'bot', status: 'sent' } as const;

function setUp(messages: ShownMessage[], known: Partial<ConversationSummary> | null = null) {
  const kept: ConversationSummary[] = [];
  const leaving: string[][] = [];
  const askedBy: (string | undefined)[] = [];
  const memory = new ConversationMemory(
    standIn<ConversationsFacade>({
      thread: async (_workspace, _conversation, { limit }) => [...messages].reverse().slice(0, limit),
    }),
    standIn<ConversationSummariesRepository>({
      find: async () => known as ConversationSummary | null,
      keep: async (summary) => void kept.push(summary),
    }),
    standIn<RollingSummary>({
      next: async ({ flow }, previous, before) => {
        askedBy.push(flow?.versionId);
        leaving.push(before.map(({ text }) => text));
        return `${previous ?? ''}+${before.length}`;
      },
    }),
  );
  return { memory, kept, leaving, askedBy };
}

describe('ConversationMemory', () => {
  it('is what was said before, oldest first, without what is being answered', async () => {
    const { memory } = setUp([
      message(1, 'Hello'),
      message(2, 'Hi! I am a bot.', byBot),
      message(3, 'Ann here', { direction: 'out', origin: 'app', status: 'sent' }),
      message(4, ''),
      message(5, 'do you have'),
      message(6, 'blue cups?'),
    ]);
    expect(await memory.of(LANE, 'do you have\nblue cups?')).toEqual({
      history: [
        { from: 'customer', text: 'Hello' },
        { from: 'bot', text: 'Hi! I am a bot.' },
        { from: 'person', text: 'Ann here' },
      ],
      summary: null,
    });
  });

  it('keeps what the customer had said before in the same words', async () => {
    const { memory } = setUp([message(1, 'yes'), message(2, 'Sure?', byBot), message(3, 'yes')]);
    const { history } = await memory.of(LANE, 'yes');
    expect(history.map(({ text }) => text)).toEqual(['yes', 'Sure?']);
  });

  it('has nothing to remember at first', async () => {
    const { memory } = setUp([message(1, 'Hello')]);
    expect(await memory.of(LANE, 'Hello')).toEqual({ history: [], summary: null });
  });

  const talk = (count: number) =>
    Array.from({ length: count }, (_, index) => message(index, `t${index}`, index % 2 === 0 ? {} : byBot));

  it('sums up what has left the history, and remembers up to where', async () => {
    const { memory, kept, leaving } = setUp(talk(31));
    const { history, summary } = await memory.of(LANE, 't30');
    expect(history.map(({ text }) => text)).toEqual(
      talk(30)
        .slice(10)
        .map(({ text }) => text),
    );
    expect(summary).toBe('+10');
    expect(leaving).toEqual([talk(10).map(({ text }) => text)]);
    expect(kept).toEqual([
      { workspaceId: LANE.workspaceId, conversationId: LANE.conversationId, summary: '+10', upTo: at(9) },
    ]);
  });

  it('has the flow pay that wants to remember', async () => {
    const { memory, askedBy, kept } = setUp(talk(31));
    await memory.of(LANE, 't30', { flow: { versionId: 'v1', nodeId: 'n', goal: 'none' } });
    expect(askedBy).toEqual(['v1']);
    expect(kept[0]).not.toHaveProperty('flow');
  });

  it('sums up only what it had not taken in', async () => {
    const { memory, leaving } = setUp(talk(41), { summary: 'before', upTo: at(9) });
    expect((await memory.of(LANE, 't40')).summary).toBe('before+10');
    expect(leaving[0]?.[0]).toBe('t10');
  });

  it('goes with the old summary while little has left since', async () => {
    const { memory, leaving, kept } = setUp(talk(35), { summary: 'before', upTo: at(9) });
    expect((await memory.of(LANE, 't34')).summary).toBe('before');
    expect([leaving, kept]).toEqual([[], []]);
  });
});
