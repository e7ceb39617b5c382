import { IANAZone } from 'luxon';
import { z } from 'zod';
import { WEEKDAYS } from '../../../shared/kernel';
import { parsePattern } from '../patterns/pattern';
import { parseDuration } from './duration';
import { personaSchema, scriptedOutcomeSchema } from './persona';

export const MAX_FLOW_TESTS = 50;
const MAX_STEPS = 100;
const MAX_TEXT = 1_000;
const MAX_WAIT_MS = 60 * 86_400_000;

const text = z.string().max(MAX_TEXT);
const title = z.string().trim().min(1).max(80);
const json = z.json();
const duration = z
  .string()
  .max(40)
  .refine((source) => parseDuration(source) !== null, 'must be a time such as 45s, 20m, 3h or 1d 12h')
  .refine((source) => (parseDuration(source) ?? 0) <= MAX_WAIT_MS, 'must be at most 60 days');

const isPattern = (source: string) => parsePattern(source).ok;

/** A text as it is; a part of it, whatever its case; or a pattern in RE2's syntax. */
export const textExpectationSchema = z.union([
  text,
  z.strictObject({ contains: text.min(1) }),
  z.strictObject({ matches: z.string().min(1).max(500).refine(isPattern, 'must be a pattern in RE2’s syntax') }),
]);
export type TextExpectation = z.infer<typeof textExpectationSchema>;

const contactExpectation = z.strictObject({
  name: text.optional(),
  username: text.optional(),
  email: text.optional(),
  phone: text.optional(),
  stage: text.optional(),
  ownerId: text.optional(),
  /** Tags that the person has; others may be there. */
  tags: z.array(title).max(50).optional(),
  withoutTags: z.array(title).max(50).optional(),
  fields: z.record(z.string().max(64), json).optional(),
});

/** What must hold at this point. Replies are those since the last expectation before the latest event. */
export const expectationSchema = z
  .strictObject({
    /** All replies, in order. */
    replies: z.array(textExpectationSchema).max(20).optional(),
    /** One of the replies. */
    reply: textExpectationSchema.optional(),
    noReply: z.literal(true).optional(),
    /** Titles under the last reply, buttons or quick replies, in order. */
    buttons: z.array(title).max(13).optional(),
    /** Of the session that ran last; `none` when nothing has started. */
    status: z.string().max(20).optional(),
    handedOff: z.boolean().optional(),
    contact: contactExpectation.optional(),
    variables: z.record(z.string().max(64), json).optional(),
    /** Names of goals captured so far, in order. */
    goals: z.array(title).max(20).optional(),
    /** Some note, some task of the team. */
    note: textExpectationSchema.optional(),
    task: textExpectationSchema.optional(),
    /** A task of the engine that is under way, by its name. */
    pending: title.optional(),
  })
  .refine((expectation) => Object.keys(expectation).length > 0, 'must say what is expected');
export type Expectation = z.infer<typeof expectationSchema>;

const attachment = z.strictObject({ type: z.string().trim().min(1).max(40).default('image'), url: z.url().max(1_000) });

export const flowTestStepSchema = z.union([
  z.strictObject({ say: text.min(1) }),
  z.strictObject({ attach: attachment, say: text.optional() }),
  /** A button or quick reply that was shown, by its title. */
  z.strictObject({ tap: title }),
  /** What starts a flow besides a message. */
  z.strictObject({
    trigger: z.strictObject({
      type: z.string().trim().min(1).max(40),
      text: text.optional(),
      ref: z.string().max(200).optional(),
      payload: z.string().max(1_000).optional(),
    }),
  }),
  z.strictObject({ wait: duration }),
  /** A person writes, or takes the conversation: the bot is held that long, without an end if none is given. */
  z.strictObject({ takeOver: z.strictObject({ for: duration.optional() }) }),
  /** The person gives it back before the hold's end. */
  z.strictObject({ giveBack: z.literal(true) }),
  /** How the task under way comes out, or the next one of that name. */
  z.strictObject({ task: z.strictObject({ name: title, outcome: scriptedOutcomeSchema }) }),
  z.strictObject({ expect: expectationSchema }),
]);
export type FlowTestStep = z.infer<typeof flowTestStepSchema>;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time from 00:00 to 24:00');
const spans = z.array(z.strictObject({ from: time, to: time })).max(6);

const hoursSchema = z.strictObject({
  timeZone: z
    .string()
    .max(60)
    .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone such as Europe/Berlin'),
  weekly: z.strictObject(Object.fromEntries(WEEKDAYS.map((day) => [day, spans.optional()]))),
});

/** A conversation that an author wants to go like this, stored beside the flow. */
export const flowTestSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  persona: personaSchema.optional(),
  /** Values of the exposed fields. */
  config: z.record(z.string().max(64), json).optional(),
  /** When it begins; without it, a Wednesday at 10:00 UTC. */
  at: z.iso.datetime({ offset: true }).optional(),
  /** Of the workspace; without them, it is always open. */
  hours: hoursSchema.optional(),
  steps: z.array(flowTestStepSchema).min(1).max(MAX_STEPS),
});
export type FlowTest = z.infer<typeof flowTestSchema>;
/** As an author writes it, defaults left out. */
export type FlowTestInput = z.input<typeof flowTestSchema>;

export const flowTestsSchema = z
  .array(flowTestSchema)
  .max(MAX_FLOW_TESTS)
  .refine((tests) => new Set(tests.map(({ name }) => name)).size === tests.length, 'must each have a name of its own');
