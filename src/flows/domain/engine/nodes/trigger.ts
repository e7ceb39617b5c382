import { IANAZone } from 'luxon';
import { z } from 'zod';
import { WEEKDAYS } from '../../../../shared/kernel';
import { foldText } from '../../text/fold-text';
import { COMMENT_ONCE, KEYWORD_MATCHES, REQUIREMENTS } from '../../triggers/compiled-trigger';
import { TRIGGER_TYPES } from '../../triggers/trigger-types';
import { CLASSIFY_INTENTS } from '../tasks';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

const MAX_KEYWORDS = 200;
const MAX_PRIORITY = 1_000;

const keyword = z
  .string()
  .max(100)
  .refine((value) => foldText(value) !== '', 'must have a letter, digit or sign');

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time from 00:00 to 24:00');

const ownHours = z.strictObject({
  when: z.enum(['inside', 'outside']),
  timeZone: z
    .string()
    .max(60)
    .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone of the IANA list, such as Europe/Berlin'),
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7),
  from: wallTime,
  to: wallTime,
});

const match = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('any') }),
  z.strictObject({
    mode: z.literal('keywords'),
    keywords: z.array(keyword).min(1).max(MAX_KEYWORDS),
    /** Whether one of the keywords is enough. */
    keywordMatch: z.enum(KEYWORD_MATCHES).default('any'),
  }),
  z
    .strictObject({
      mode: z.literal('intent'),
      /** Names of the workspace's intents. */
      intents: z.array(z.string().trim().min(1).max(64)).max(20).default([]),
      /** An intent in words, where no name fits. */
      description: z.string().trim().min(1).max(500).optional(),
    })
    .refine(({ intents, description }) => intents.length > 0 || description !== undefined, {
      path: ['intents'],
      message: 'must name an intent, or have a description',
    }),
]);

/** What starts the flow; where several triggers stand, each begins its own path. */
export const triggerData = nodeData({
  on: z.enum(TRIGGER_TYPES).default('dm_message'),
  match: match.default({ mode: 'any' }),
  /** Words that keep it from firing. */
  exclude: z.array(keyword).max(MAX_KEYWORDS).default([]),
  /** Keywords and excluded words are also found with other accents. */
  foldDiacritics: z.boolean().default(false),
  requires: z.array(z.enum(REQUIREMENTS)).max(REQUIREMENTS.length).default([]),
  /** Refs of ads or links, or payloads of postbacks and ice breakers; empty: whichever. */
  refs: z.array(z.string().trim().min(1).max(1_000)).max(100).default([]),
  /** Accounts of the workspace, by id; absent: all of them. */
  accounts: z.array(z.string().trim().min(1).max(64)).max(100).optional(),
  /** Of comments: the posts, reels or ads that they stand under, by the channel's id; absent: all of them. */
  media: z.array(z.string().trim().min(1).max(64)).max(100).optional(),
  /** Of comments: how often one person is answered; absent: each of their comments. */
  once: z.enum(COMMENT_ONCE).optional(),
  /** The workspace's hours, or hours of its own. */
  hours: z.union([z.enum(['inside', 'outside']), ownHours]).optional(),
  /** Higher goes first. */
  priority: z.int().min(-MAX_PRIORITY).max(MAX_PRIORITY).default(0),
});
export type TriggerData = z.infer<typeof triggerData>;

export const triggerNode: NodeKind<'trigger', TriggerData> = {
  ...PLAIN_NODE,
  type: 'trigger',
  handles: () => [{ name: 'next', required: true, waits: false }],
  tasks: ({ match: { mode } }) => (mode === 'intent' ? [CLASSIFY_INTENTS] : []),
  enter: () => ({ then: { kind: 'go', handle: 'next' } }),
};
