import { ManualClock } from '../../../test/support/manual-clock';
import { MemoryObjectStore } from '../../../test/support/memory-object-store';
import { standIn } from '../../../test/support/stand-in';
import type { Attachment, DueVoice, MessageVoices } from '../../conversations';
import type { HeardVoice, VoiceTranscripts } from '../../knowledge';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import { VOICE_BYTES } from '../domain/voice-plan';
import { MediaStore } from '../media/media-store.service';
import type { MediaFilesRepository, StoredMediaFile } from '../repositories/media-files.repository';
import { VoiceHearing } from './voice-hearing.service';

const AT = new Date('2026-01-01T00:00:00Z');
const KEY = 'w1/c1/f1';
const HEARD: HeardVoice = { kind: 'heard', text: 'hello', model: 'm' };

const voiceNote = (more: Partial<Attachment> = {}): Attachment => ({
  ...{ type: 'audio', url: 'https://cdn/1', state: 'stored' },
  file: { id: 'f1', key: KEY, contentType: 'audio/mp4', bytes: 5 },
  ...more,
});
const message = (attachments: Attachment[], more: Partial<DueVoice> = {}): DueVoice => ({
  messageId: 'm1',
  workspaceId: 'w1' as WorkspaceId,
  conversationId: 'c1' as ConversationId,
  at: AT,
  attachments,
  isUnsent: false,
  attempts: 0,
  dueAt: AT,
  correlationId: 'c',
  ...more,
});

async function setUp(outcomes: HeardVoice[] = [HEARD]) {
  const clock = new ManualClock();
  const world = { taken: true, on: true, erased: false, dropped: 0, heard: [] as string[] };
  const settled: Parameters<MessageVoices['settle']>[2][] = [];
  const voices = standIn<MessageVoices>({
    take: async () => world.taken,
    drop: async () => void world.dropped++,
    isErased: async () => world.erased,
    settle: async (_message, _until, outcome) => void settled.push(outcome),
  });
  const transcripts = standIn<VoiceTranscripts>({
    isOn: async () => world.on,
    of: async (_scope, audio) => {
      world.heard.push(`${audio.fileName} ${Buffer.from(audio.bytes).toString()}`);
      return outcomes.shift() ?? HEARD;
    },
  });
  const objects = new MemoryObjectStore();
  await objects.put(
    KEY,
    (async function* () {
      yield Buffer.from('sound');
    })(),
    100,
  );
  const file = standIn<StoredMediaFile>({ _id: 'f1', key: KEY, contentType: 'audio/mp4', bytes: 5 });
  const files = standIn<MediaFilesRepository>({ find: async (_workspace, id) => (id === 'f1' ? file : null) });
  const hearing = new VoiceHearing(voices, transcripts, new MediaStore(files, objects), clock);
  return { hearing, world, settled, objects, clock };
}

const problem = (word: string) => ({ changes: [{ index: 0, set: { transcriptProblem: word } }], nextAt: null });

it('is given the recording, and keeps what was heard', async () => {
  const { hearing, world, settled, clock } = await setUp();
  await hearing.settle(message([{ type: 'share' }, voiceNote()]));
  expect(world.heard).toEqual(['f1.m4a sound']);
  const transcript = { text: 'hello', model: 'm', at: clock.now() };
  expect(settled).toEqual([{ changes: [{ index: 1, set: { transcript } }], nextAt: null }]);
});

it('does nothing where another process was first, and tells nobody where it is switched off', async () => {
  const { hearing, world, settled } = await setUp();
  world.taken = false;
  await hearing.settle(message([voiceNote()]));
  expect(world.dropped).toBe(0);
  Object.assign(world, { taken: true, on: false });
  await hearing.settle(message([voiceNote()]));
  expect({ settled, dropped: world.dropped, heard: world.heard }).toEqual({ settled: [], dropped: 1, heard: [] });
});

it.each([
  ['was never copied', voiceNote({ state: 'unavailable', file: undefined as never }), 'no-file'],
  [
    'is too long',
    voiceNote({ file: { id: 'f1', key: KEY, contentType: 'audio/mp4', bytes: VOICE_BYTES + 1 } }),
    'too-long',
  ],
  ['was removed', voiceNote({ file: { id: 'f2', key: 'w1/c1/f2', contentType: 'audio/mp4', bytes: 5 } }), 'no-file'],
])('asks nobody about one that %s', async (_what, attachment, word) => {
  const { hearing, world, settled } = await setUp();
  const { file, ...rest } = attachment;
  await hearing.settle(message([file === undefined ? rest : attachment]));
  expect(settled).toEqual([problem(word)]);
  expect(world.heard).toEqual([]);
});

it('hears nothing of a conversation that is erased, nor of what was taken back', async () => {
  const { hearing, world, settled } = await setUp();
  world.erased = true;
  await hearing.settle(message([voiceNote()]));
  world.erased = false;
  await hearing.settle(message([], { isUnsent: true }));
  expect(world.heard).toEqual([]);
  expect(settled).toEqual([problem('no-file'), { changes: [], nextAt: null }]);
});

it('tries again while the provider is away, keeps what it has, and gives up in the end', async () => {
  const { hearing, settled, clock, world } = await setUp([
    HEARD,
    { kind: 'later', afterMs: 30_000 },
    { kind: 'later' },
  ]);
  await hearing.settle(message([voiceNote(), voiceNote()]));
  expect(settled[0]?.changes).toMatchObject([{ index: 0, set: { transcript: { text: 'hello' } } }]);
  expect(settled[0]?.nextAt).toEqual(new Date(clock.now().getTime() + 30_000));
  const known = { text: 'hello', model: 'm', at: AT };
  await hearing.settle(message([voiceNote({ transcript: known }), voiceNote()], { attempts: 3 }));
  expect(settled[1]).toEqual({ changes: [{ index: 1, set: { transcriptProblem: 'unavailable' } }], nextAt: null });
  expect(world.heard).toHaveLength(3);
});
