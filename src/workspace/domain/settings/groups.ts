import { IANAZone } from 'luxon';
import { z } from 'zod';
import { type ExceptionalDay, type OpenSpan, type Week, WEEKDAYS } from '../../../shared/kernel';
import { SettingsGroup } from './settings-group';

const text = (max: number) => z.string().trim().min(1).max(max);
const webAddress = z.url({ protocol: /^https?$/ }).max(500);

export interface BusinessProfile {
  businessName: string | null;
  description: string | null;
  /** How replies sound. */
  tone: string | null;
  location: string | null;
  website: string | null;
  catalogue: readonly { name: string; description?: string | undefined; price?: string | undefined }[];
  documents: readonly { title: string; url: string }[];
}

export const businessProfile = new SettingsGroup<BusinessProfile>({
  name: 'business-profile',
  schemaVersion: 1,
  about: 'What customers may know about the business, and its catalogue.',
  fields: {
    businessName: text(100),
    description: text(2_000),
    tone: text(200),
    location: text(300),
    website: webAddress,
    catalogue: z
      .array(z.strictObject({ name: text(120), description: text(500).optional(), price: text(40).optional() }))
      .max(200),
    documents: z.array(z.strictObject({ title: text(120), url: webAddress })).max(50),
  },
  defaults: {
    businessName: null,
    description: null,
    tone: null,
    location: null,
    website: null,
    catalogue: [],
    documents: [],
  },
});

export interface LanguageSettings {
  /** BCP 47, e.g. `de` or `pt-BR`: what customers are written to in. */
  defaultLanguage: string;
  /** What members read the product in. */
  uiLanguage: string;
}

const languageTag = z.string().max(35).refine(isLanguageTag, 'must be a language tag such as en or pt-BR');

export const language = new SettingsGroup<LanguageSettings>({
  name: 'language',
  schemaVersion: 1,
  about: 'Languages of customers and of members.',
  fields: { defaultLanguage: languageTag, uiLanguage: languageTag },
  defaults: { defaultLanguage: 'en', uiLanguage: 'en' },
});

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    // A RangeError is how Intl says no.
    return false;
  }
}

export interface BusinessHoursSettings {
  timeZone: string;
  weekly: Week | null;
  exceptions: readonly ExceptionalDay[];
}

const SPANS_A_DAY = 6;
const time = (pattern: RegExp, words: string) => z.string().regex(pattern, words);
const span: z.ZodType<OpenSpan> = z
  .strictObject({
    from: time(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59'),
    to: time(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time from 00:00 to 24:00'),
  })
  .refine(({ from, to }) => from !== to, 'must not begin and end at the same time; 00:00 to 24:00 is a whole day');
const spans = z.array(span).max(SPANS_A_DAY);

export const businessHours = new SettingsGroup<BusinessHoursSettings>({
  name: 'business-hours',
  schemaVersion: 1,
  about: 'Time zone of the workspace, weekly hours, and days with other hours.',
  fields: {
    timeZone: z
      .string()
      .max(60)
      .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone of the IANA list, such as Europe/Berlin'),
    weekly: z.strictObject(Object.fromEntries(WEEKDAYS.map((day) => [day, spans.optional()]))),
    exceptions: z
      .array(z.strictObject({ date: z.iso.date(), spans, name: text(100).optional() }))
      .max(400)
      .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'must name each date once'),
  },
  defaults: { timeZone: 'UTC', weekly: null, exceptions: [] },
});

export interface OnboardingFacts {
  connectCompletedAt: Date | null;
  templateSelectedAt: Date | null;
  basicsCompletedAt: Date | null;
  simulatorCompletedAt: Date | null;
  publishCompletedAt: Date | null;
}

export const onboarding = new SettingsGroup<OnboardingFacts>({
  name: 'onboarding',
  schemaVersion: 1,
  about: 'When each step of setting up was first done.',
  fields: {
    connectCompletedAt: z.date(),
    templateSelectedAt: z.date(),
    basicsCompletedAt: z.date(),
    simulatorCompletedAt: z.date(),
    publishCompletedAt: z.date(),
  },
  defaults: {
    connectCompletedAt: null,
    templateSelectedAt: null,
    basicsCompletedAt: null,
    simulatorCompletedAt: null,
    publishCompletedAt: null,
  },
  readOnly: true,
});

export interface DemoMode {
  enabled: boolean;
}

export const demoMode = new SettingsGroup<DemoMode>({
  name: 'demo-mode',
  schemaVersion: 1,
  about: 'While on, no automation answers anyone.',
  fields: { enabled: z.boolean() },
  defaults: { enabled: false },
});

export interface Retention {
  /** Null: they are kept. */
  messageDays: number | null;
}

export const retention = new SettingsGroup<Retention>({
  name: 'retention',
  schemaVersion: 1,
  about: 'How long things are kept.',
  fields: { messageDays: z.int().min(1).max(3_650) },
  defaults: { messageDays: null },
});

export interface SecuritySettings {
  requireSecondFactor: boolean;
}

export const security = new SettingsGroup<SecuritySettings>({
  name: 'security',
  schemaVersion: 1,
  about: 'What members must do to get in.',
  fields: { requireSecondFactor: z.boolean() },
  defaults: { requireSecondFactor: false },
});

/** Those that belong to every workspace. Other domains contribute theirs. */
export const WORKSPACE_GROUPS: readonly SettingsGroup[] = [
  businessProfile,
  language,
  businessHours,
  onboarding,
  demoMode,
  retention,
  security,
];
