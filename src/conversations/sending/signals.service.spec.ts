import { conversation, LANE } from '../../../test/support/lane-fixtures';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { Contributions, type ConversationId, type RequestContext } from '../../shared/kernel';
import { Channel } from '../channel.port';
import type { ConversationsRepository } from '../repositories/conversations.repository';
import { Signals } from './signals.service';

describe('Signals', () => {
  const context: RequestContext = {
    actor: { kind: 'api-key', apiKeyId: 'k' },
    workspaceId: LANE.workspaceId,
    correlationId: 'corr',
  };
  let shown: unknown[][];
  let answer: () => Promise<void>;
  let telemetry: TelemetryProbe;
  let signals: Signals;

  beforeEach(() => {
    shown = [];
    answer = () => Promise.resolve();
    telemetry = new TelemetryProbe();
    const contributions = new Contributions();
    contributions.declare(Channel, 'one');
    contributions.provide(
      Channel,
      standIn<Channel>({
        signal: ({ participantId }, signal) => {
          shown.push([participantId, signal]);
          return answer();
        },
      }),
    );
    const conversations = standIn<ConversationsRepository>({
      find: (workspaceId, id) =>
        Promise.resolve(workspaceId === LANE.workspaceId && id === LANE.conversationId ? conversation() : null),
    });
    signals = new Signals(conversations, contributions, telemetry);
  });

  it('shows what is wanted to the participant', async () => {
    await signals.give(context, LANE.conversationId, 'mark_seen');
    expect(shown).toEqual([[LANE.participantId, 'mark_seen']]);
  });

  it('knows no conversation of another workspace', async () => {
    const missing = signals.give(context, 'other' as ConversationId, 'typing_on');
    await expect(missing).rejects.toMatchObject({ code: 'CONVERSATION.NOT_FOUND' });
    expect(shown).toEqual([]);
  });

  it('never fails: nothing depends on it', async () => {
    answer = () => Promise.reject(new Error('away'));
    await expect(signals.show(conversation(), 'typing_on')).resolves.toBeUndefined();
    expect(telemetry.messages).toEqual(['signal not given']);
  });
});
