import { ManualClock } from '../../../test/support/manual-clock';
import { MemoryObjectStore } from '../../../test/support/memory-object-store';
import { ScriptedHttpFetch } from '../../../test/support/scripted-http-fetch';
import { standIn } from '../../../test/support/stand-in';
import type { Attachment, AttachmentChange, DueMedia, MessageMedia } from '../../conversations';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';
import type { MediaFilesRepository } from '../repositories/media-files.repository';
import type { MediaFileRow } from '../schemas/media-file.schema';
import type { AttachmentAddress, AttachmentAddresses } from './attachment-addresses.service';
import { MediaCopying } from './media-copying.service';
import { MediaStore } from './media-store.service';

const AT = new Date('2026-01-01T00:00:00Z');
const PAGE = '<!DOCTYPE html>';
/** Bytes above 127 would not survive a body of text; a GIF has none. */
const GIF = 'GIF89a-and-more';
const URL_1 = 'https://cdn.example/1';
const URL_2 = 'https://cdn.example/2';

const waiting = (url: string, type = 'image'): Attachment => ({ type, url, state: 'waiting' });
const message = (attachments: Attachment[], attempts = 0): DueMedia => ({
  messageId: 'm1',
  workspaceId: 'w1' as WorkspaceId,
  conversationId: 'c1' as ConversationId,
  accountId: 'a1' as AccountId,
  mid: 'mid1',
  direction: 'in',
  at: AT,
  attachments,
  attempts,
  dueAt: AT,
});

function setUp() {
  const world = {
    taken: true,
    settles: true,
    erased: false,
    renewed: { kind: 'gone' } as AttachmentAddress,
    settled: [] as { changes: readonly AttachmentChange[]; nextAt: Date | null; voiceAt?: Date }[],
    rows: new Map<string, MediaFileRow>(),
  };
  const media = standIn<MessageMedia>({
    take: async () => world.taken,
    settle: async (_message, _until, result) => (world.settled.push(result), world.settles),
    isErased: async () => world.erased,
  });
  const files = standIn<MediaFilesRepository>({
    announce: async (row) => void world.rows.set(row._id, row),
    complete: async (_workspaceId, id, stored) => {
      const row = world.rows.get(id);
      if (row !== undefined) Object.assign(row, stored);
      return row !== undefined;
    },
    ofMessage: async (_workspaceId, messageId) => [...world.rows.values()].filter((row) => row.messageId === messageId),
    forget: async (_workspaceId, ids) => ids.forEach((id) => world.rows.delete(id)),
  });
  const clock = new ManualClock();
  const objects = new MemoryObjectStore();
  const http = new ScriptedHttpFetch();
  const addresses = standIn<AttachmentAddresses>({ of: async () => world.renewed });
  const meta = { appSecrets: [], verifyToken: '', graphUrl: 'https://graph.example', graphVersion: '' };
  const copying = new MediaCopying(
    { meta: { ...meta, sendsPerSecond: 1 } },
    media,
    new MediaStore(files, objects),
    http,
    addresses,
    clock,
  );
  return { world, objects, http, clock, copying };
}

describe('MediaCopying', () => {
  describe('a voice note', () => {
    const M4A = Buffer.from('0000001c667479704d344120000000004d344120', 'hex').toString('latin1');
    const spoken = (more: Partial<DueMedia> = {}) => ({ ...message([waiting(URL_1, 'audio')]), ...more });
    const settled = async (note: DueMedia, answer: Parameters<ScriptedHttpFetch['answer']>[1]) => {
      const { world, http, copying, clock } = setUp();
      http.answer(URL_1, answer);
      await copying.settle(note);
      return { voiceAt: world.settled[0]?.voiceAt, now: clock.now() };
    };

    it('is next to be put into words, stored or not', async () => {
      const stored = await settled(spoken(), { body: M4A });
      expect(stored.voiceAt).toEqual(stored.now);
      const lost = await settled(spoken(), { body: PAGE });
      expect(lost.voiceAt).toEqual(lost.now);
    });

    it.each([
      ['of the past', { backfill: 'history' as const }],
      ['that was spoken here', { direction: 'out' as const }],
    ])('%s is not', async (_what, more) => {
      expect((await settled(spoken(more), { body: M4A })).voiceAt).toBeUndefined();
    });

    it('is not while it is still to be copied, nor is a picture', async () => {
      expect((await settled(spoken(), { status: 500, body: '' })).voiceAt).toBeUndefined();
      expect((await settled(message([waiting(URL_1)]), { body: GIF })).voiceAt).toBeUndefined();
    });
  });

  it('keeps what came, by what it is and not by what it is called', async () => {
    const { world, objects, http, copying } = setUp();
    http.answer(URL_1, { headers: { 'content-type': 'text/html' }, body: GIF });
    await copying.settle(message([{ type: 'share', url: 'https://cdn.example/post' }, waiting(URL_1)]));
    const [row] = [...world.rows.values()];
    const file = { id: row?._id, key: `w1/c1/${row?._id}`, contentType: 'image/gif', bytes: GIF.length };
    expect(world.settled).toEqual([{ changes: [{ index: 1, set: { state: 'stored', file } }], nextAt: null }]);
    expect(objects.files.get(file.key)?.toString()).toBe(GIF);
  });

  it('keeps one file however often it is done again', async () => {
    const { world, objects, http, copying } = setUp();
    http.answer(URL_1, { body: GIF });
    await copying.settle(message([waiting(URL_1)]));
    await copying.settle(message([waiting(URL_1)]));
    expect([world.rows.size, objects.files.size]).toEqual([1, 1]);
  });

  it('does nothing that another process does', async () => {
    const { world, http, copying } = setUp();
    world.taken = false;
    await copying.settle(message([waiting(URL_1)]));
    expect([world.settled, http.sent]).toEqual([[], []]);
  });

  it.each<[string, string, object]>([
    ['a page in the place of a picture', PAGE, { state: 'unavailable', problem: 'wrong-type' }],
    ['more bytes than anybody sends', 'x'.repeat(26_300_000), { state: 'unavailable', problem: 'too-large' }],
  ])('does not keep %s', async (_, body, set) => {
    const { world, objects, http, copying } = setUp();
    http.answer(URL_1, { body });
    await copying.settle(message([waiting(URL_1)]));
    expect(world.settled).toMatchObject([{ changes: [{ index: 0, set }], nextAt: null }]);
    expect([objects.files.size, world.rows.size]).toEqual([0, 0]);
  });

  it('asks for a new address where the old one has expired', async () => {
    const { world, http, copying } = setUp();
    http.answer(URL_1, { status: 403 });
    http.answer(URL_2, { body: GIF });
    world.renewed = { kind: 'at', url: URL_2 };
    await copying.settle(message([waiting(URL_1)]));
    expect(world.settled).toMatchObject([{ changes: [{ set: { state: 'stored' } }] }]);
  });

  it('gives up what Instagram has no more', async () => {
    const { world, http, copying } = setUp();
    http.answer(URL_1, { status: 404 });
    await copying.settle(message([waiting(URL_1)]));
    expect(world.settled).toMatchObject([{ changes: [{ set: { state: 'unavailable', problem: 'gone' } }] }]);
  });

  it.each<[string, (http: ScriptedHttpFetch, world: ReturnType<typeof setUp>['world']) => void]>([
    ['the server is away', () => undefined],
    ['the server fails', (http) => http.answer(URL_1, { status: 503 })],
    ['the connection breaks', (http) => http.answer(URL_1, 'breaks')],
    [
      'Graph cannot be asked',
      (http, world) => (http.answer(URL_1, { status: 403 }), void (world.renewed = { kind: 'later' })),
    ],
  ])('tries again later when %s, until there is no more trying', async (_, arrange) => {
    const { world, http, clock, copying } = setUp();
    arrange(http, world);
    await copying.settle(message([waiting(URL_1)]));
    expect(world.settled).toEqual([{ changes: [], nextAt: new Date(clock.now().getTime() + 15_000) }]);
    await copying.settle(message([waiting(URL_1)], 5));
    expect(world.settled[1]).toEqual({
      changes: [{ index: 0, set: { state: 'unavailable', problem: 'unreachable' } }],
      nextAt: null,
    });
  });

  it('keeps what it has while another attachment waits', async () => {
    const { world, http, copying } = setUp();
    http.answer(URL_2, { body: GIF });
    await copying.settle(message([waiting(URL_1), waiting(URL_2)]));
    expect(world.settled).toMatchObject([{ changes: [{ index: 1, set: { state: 'stored' } }] }]);
    expect(world.settled[0]?.nextAt).not.toBeNull();
  });

  it('never goes where users must not lead it', async () => {
    const { world, copying } = setUp();
    await copying.settle(message([waiting('file:///etc/passwd')]));
    expect(world.settled).toMatchObject([{ changes: [{ set: { state: 'unavailable', problem: 'refused' } }] }]);
  });

  it('removes what was unsent', async () => {
    const { world, objects, http, copying } = setUp();
    http.answer(URL_1, { body: GIF });
    await copying.settle(message([waiting(URL_1)]));
    await copying.settle(message([]));
    expect([objects.files.size, world.rows.size]).toEqual([0, 0]);
  });

  it('leaves it to the next time when it was unsent while it was copied', async () => {
    const { world, http, copying, objects } = setUp();
    http.answer(URL_1, { body: GIF });
    world.settles = false;
    await copying.settle(message([waiting(URL_1)]));
    expect(objects.files.size).toBe(1);
    world.settles = true;
    await copying.settle(message([]));
    expect(objects.files.size).toBe(0);
  });

  it('removes nothing that another process has kept meanwhile', async () => {
    const { world, http, copying, objects } = setUp();
    http.answer(URL_1, { body: GIF });
    await copying.settle(message([waiting(URL_1)]));
    http.answer(URL_1, { status: 503 });
    world.settles = false;
    await copying.settle(message([waiting(URL_1)]));
    expect(objects.files.size).toBe(1);
  });

  it('copies nothing of whom is being erased', async () => {
    const { world, http, copying } = setUp();
    http.answer(URL_1, { body: GIF });
    world.erased = true;
    await copying.settle(message([waiting(URL_1)]));
    expect([http.sent, world.rows.size]).toEqual([[], 0]);
  });

  it('says that nothing is kept where there is no place for files', async () => {
    const { world, objects, http, copying } = setUp();
    http.answer(URL_1, { body: GIF });
    Object.assign(objects, { isSet: false });
    await copying.settle(message([waiting(URL_1)]));
    expect(world.settled).toMatchObject([{ changes: [{ set: { state: 'unavailable', problem: 'storage-unset' } }] }]);
  });

  it('lets a full disk be somebody else’s fault: it is tried again as if it had never been', async () => {
    const { world, objects, http, copying } = setUp();
    http.answer(URL_1, { body: GIF });
    objects.put = async () => Promise.reject(new Error('ENOSPC'));
    await expect(copying.settle(message([waiting(URL_1)]))).rejects.toThrow('ENOSPC');
    expect(world.settled).toEqual([]);
  });
});
